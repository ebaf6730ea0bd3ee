"""A real PulseAudio server without a sound card: a null sink whose monitor is recorded."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from audio.clip import RATE, Samples

_PROGRAMS = ("pulseaudio", "parec", "pactl")
_AS_PLAYED = "norewinds=1"
"""Without it a null sink mixes what it has played already once more, for a stream that has just
begun to be heard some milliseconds sooner; its monitor has been recorded by then."""


def missing() -> str:
    """Name what cannot be found; must not be missing where `MAT_COACH_REQUIRE_SOUND` is set."""
    lacking = [program for program in _PROGRAMS if shutil.which(program) is None]
    if lacking and os.environ.get("MAT_COACH_REQUIRE_SOUND"):
        raise AssertionError(f"{lacking} must be installed here")
    return ", ".join(lacking)


class Recording:
    """What the server plays, as it plays it."""

    def __init__(self, environment: dict[str, str], sink: str = "virt") -> None:
        command = ["parec", "-d", f"{sink}.monitor", f"--rate={RATE}", "--channels=1"]
        self._process = subprocess.Popen(
            [*command, "--format=s16le", "--latency-msec=10"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._pieces: list[bytes] = []
        self._thread = threading.Thread(target=self._collect, daemon=True)
        self._thread.start()
        while not self._pieces:
            time.sleep(0.01)

    def _collect(self) -> None:
        assert self._process.stdout is not None
        while piece := self._process.stdout.read1(1 << 16):
            self._pieces.append(piece)

    @property
    def frames(self) -> int:
        """How much has been recorded so far."""
        return sum(map(len, self._pieces)) // 2

    def end(self) -> Samples:
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        self._process.stdout.close()
        whole = b"".join(self._pieces)
        samples = np.frombuffer(whole[: len(whole) // 2 * 2], dtype="<i2")
        return samples.astype(np.float32) / 32768


class Pulse:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        alsa = folder / "asound.conf"
        alsa.write_text("pcm.!default pulse\nctl.!default pulse\n")
        system = Path("/usr/share/alsa/alsa.conf")
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            # ALSA's own definitions first, where there are any, so that "pulse" is known.
            "ALSA_CONFIG_PATH": f"{system}:{alsa}" if system.exists() else str(alsa),
        }

    @classmethod
    @contextmanager
    def running(cls, folder: Path) -> Iterator[Pulse]:
        server = cls(folder)
        server.start()
        try:
            yield server
        finally:
            server.kill()

    def start(self) -> None:
        command = ["pulseaudio", "-n", "--daemonize=yes", "--exit-idle-time=-1"]
        sink = f"--load=module-null-sink sink_name=virt rate={RATE} {_AS_PLAYED}"
        subprocess.run(
            [*command, sink, "--load=module-native-protocol-unix"],
            env=self.environment,
            check=True,
            capture_output=True,
        )

    def kill(self) -> None:
        pid_file = self.folder / "pulse" / "pid"
        if pid_file.exists():
            pid = int(pid_file.read_text())
            os.kill(pid, signal.SIGKILL)
            pid_file.unlink(missing_ok=True)

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let this very process find the server."""
        names = ("XDG_RUNTIME_DIR", "HOME", "ALSA_CONFIG_PATH")
        before = {name: os.environ.get(name) for name in names}
        os.environ.update({name: self.environment[name] for name in names})
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def record(self, sink: str = "virt") -> Recording:
        return Recording(self.environment, sink)

    def unplug(self) -> None:
        """Take away every sink."""
        self._pactl("unload-module", "module-null-sink")

    def plug(self, sink: str) -> None:
        """Bring a new sink."""
        arguments = f"sink_name={sink} rate={RATE} {_AS_PLAYED}".split()
        self._pactl("load-module", "module-null-sink", *arguments)

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let the server answer nobody."""
        pid = int((self.folder / "pulse" / "pid").read_text())
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    def _pactl(self, *arguments: str) -> None:
        subprocess.run(["pactl", *arguments], env=self.environment, check=True, capture_output=True)


@contextmanager
def busy(loops: int = 4) -> Iterator[None]:
    """Keep the machine busy with so many loops that do nothing else."""
    processes = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(loops)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
