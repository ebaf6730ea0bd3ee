"""From Enter in the library to the first sound, with nothing rendered before.

    uv run python benchmarks/first_sound.py [--runs 5]

The real program on a headless screen, the real voice, a real PulseAudio whose null sink is
recorded. Enter is pressed a second after the library is shown, or at once. The yardstick is a tone
that a bare miniaudio device plays, from opening the device to hearing it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from pulse import Pulse
from textual.widgets import OptionList

from audio.clip import RATE
from audio.outputs import open_output
from coach.app import CoachApp
from coach.commands.options import Choices, given
from coach.context import Program, at_work
from coach.places import places
from coach.screens.library import LibraryScreen
from coach.settings import Settings, SettingsFile
from sessions.words import Language, Words

PATIENCE = 20.0


class Ear:
    """Listens to what the server plays, and notes when it is no longer silent."""

    def __init__(self, pulse: Pulse) -> None:
        """Begin to listen."""
        command = ["parec", "-d", "virt.monitor", f"--rate={RATE}", "--channels=1"]
        self._process = subprocess.Popen(
            [*command, "--format=s16le", "--latency-msec=10"],
            env=pulse.environment,
            stdout=subprocess.PIPE,
        )
        self.heard_at: float | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        while piece := self._process.stdout.read1(4096):
            if np.abs(np.frombuffer(piece[: len(piece) // 2 * 2], "<i2")).max(initial=0) > 50:
                self.heard_at = time.monotonic()
                return

    def end(self) -> None:
        """Listen no more."""
        self._process.kill()
        self._process.wait()


async def pressed(wait: float, ear: Ear) -> float:
    """Open the library, press Enter after so many seconds, give the seconds until a sound."""
    with tempfile.TemporaryDirectory() as home:
        folders = places({**os.environ, "COACH_HOME": home})
        program = Program(folders, SettingsFile(folders.settings), Settings(), Words(Language.EN))
        with at_work(given(program, Choices(output="miniaudio"))) as context:
            app = CoachApp(context)
            async with app.run_test(size=(80, 24)) as pilot:
                while not shows_routines(app):
                    await asyncio.sleep(0.01)
                await asyncio.sleep(wait)
                began = time.monotonic()
                await pilot.press("enter")
                while ear.heard_at is None and time.monotonic() < began + PATIENCE:
                    await asyncio.sleep(0.01)
                assert ear.heard_at is not None, "nothing was heard"
                return ear.heard_at - began


def shows_routines(app: CoachApp) -> bool:
    """Whether the library is there, with something to start."""
    lists = app.screen.query(OptionList) if isinstance(app.screen, LibraryScreen) else ()
    return any(each.option_count for each in lists)


def yardstick(ear: Ear) -> float:
    """Give the seconds from opening a bare device to hearing it."""
    began = time.monotonic()
    tone = np.float32(0.2) * np.sin(np.arange(RATE * 5, dtype=np.float32) * np.float32(0.05))
    opened = open_output("miniaudio", lambda count: tone[:count].copy())
    while ear.heard_at is None:
        time.sleep(0.005)
    opened.output.close()
    return ear.heard_at - began


def once(what: str, wait: float) -> float:
    """Measure once, on a server of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Pulse.running(Path(folder)) as pulse,
        pulse.used(),
    ):
        ear = Ear(pulse)
        time.sleep(0.5)
        try:
            return yardstick(ear) if what == "device" else asyncio.run(pressed(wait, ear))
        finally:
            ear.end()


def main() -> None:
    """Print the medians and their ratio to the yardstick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    bare = statistics.median(once("device", 0) for _ in range(runs))
    print(f"bare device                {bare:.3f} s")
    for name, wait in (("Enter after a second", 1.0), ("Enter at once", 0.0)):
        seconds = statistics.median(once("program", wait) for _ in range(runs))
        print(f"{name:26} {seconds:.3f} s   {seconds / bare:.1f} × the bare device")


if __name__ == "__main__":
    main()
