"""The full screen in a real terminal: closed, told to end, as small or as large as they get."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from coach.log import Log
from coach.runs import Outcome, Run

ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "stretch"
title = "[@click=app.quit]Hold[/] \\u001b[31m"
hold = "5m"
prepare = "0s"
"""
SHOWN = "[@click=app.quit]Hold[/] [31m"


class Screen:
    """`coach run` on a terminal of its own."""

    def __init__(self, folder: Path, columns: int, rows: int, options: tuple[str, ...]) -> None:
        self.home = folder / "home"
        routine = folder / "long.toml"
        routine.write_text(ROUTINE)
        self.terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(inside)
        self.written = b""
        environment = {
            "COACH_HOME": str(self.home),
            "LC_ALL": "en_US.UTF-8",
            "TERM": "xterm-256color",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coach", "run", str(routine), "--output", "silent", *options],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            env={**os.environ, **environment},
        )
        os.close(inside)

    def read_until(self, expected: bytes) -> None:
        deadline = time.monotonic() + 30
        while expected not in self.written:
            assert time.monotonic() < deadline, f"{expected!r} never came"
            self.read()

    def read(self) -> bool:
        """Take what is written within a second; whether there was something."""
        ready, _, _ = select.select([self.terminal], [], [], 0.2)
        try:
            piece = os.read(self.terminal, 65536) if ready else b""
        except OSError:
            piece = b""
        self.written += piece
        return bool(piece)

    def hear(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.read()

    def end(self) -> int:
        while self.process.poll() is None:
            self.read()
        while self.read():
            pass
        return self.process.returncode

    def run(self) -> Run:
        with closing(Log.open_read_only(self.home / "data" / "log.db")) as log:
            (run,) = log.runs()
        return run


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Callable[..., Screen]]:
    opened: list[Screen] = []

    def opening(columns: int = 80, rows: int = 24, options: tuple[str, ...] = ("--yes",)) -> Screen:
        opened.append(Screen(tmp_path, columns, rows, options))
        return opened[-1]

    yield opening
    for each in opened:
        each.process.kill()
        each.process.wait()
        os.close(each.terminal)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, 128 + signal.SIGTERM),
        (signal.SIGHUP, 128 + signal.SIGHUP),
    ],
)
def test_a_session_that_is_ended_from_outside_leaves_log_and_terminal_in_order(
    screen: Callable[..., Screen], number: signal.Signals, code: int
) -> None:
    shown = screen()
    shown.read_until(b"Get ready")
    os.write(shown.terminal, b"+")
    shown.read_until(b"Work")
    shown.hear(2)
    shown.process.send_signal(number)
    assert shown.end() == code
    assert b"Traceback" not in shown.written
    assert shown.written.rfind(b"\x1b[?1049l") > shown.written.rfind(b"\x1b[?1049h")
    assert termios.tcgetattr(shown.terminal) == shown.before
    run = shown.run()
    assert run.outcome is Outcome.INTERRUPTED
    assert [step.status for step in run.steps] == ["partly"]
    assert run.steps[0].done_seconds > 1


def test_ctrl_c_leaves_log_and_terminal_in_order(screen: Callable[..., Screen]) -> None:
    shown = screen()
    shown.read_until(b"Get ready")
    os.write(shown.terminal, b"\x03")
    assert shown.end() == 130
    assert b"Traceback" not in shown.written
    assert termios.tcgetattr(shown.terminal) == shown.before
    assert shown.run().outcome is Outcome.INTERRUPTED


@pytest.mark.parametrize(("columns", "rows"), [(20, 5), (80, 24), (400, 100)])
def test_every_size_of_terminal_shows_the_session(
    screen: Callable[..., Screen], columns: int, rows: int
) -> None:
    shown = screen(columns, rows)
    shown.read_until(b"Get ready")
    os.write(shown.terminal, b"q")
    shown.hear(1)
    os.write(shown.terminal, b"\x1b")
    assert shown.end() == 0
    assert b"Traceback" not in shown.written


def test_a_title_is_shown_as_it_is_written(screen: Callable[..., Screen]) -> None:
    shown = screen(120, 30)
    shown.read_until(SHOWN.encode())
    assert shown.process.poll() is None


def is_stopped(process: subprocess.Popen[bytes]) -> bool:
    return Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize("by_key", [True, False], ids=["ctrl-z", "kill -TSTP"])
def test_a_stopped_session_leaves_the_terminal_in_order_and_comes_back_paused_and_whole(
    screen: Callable[..., Screen], *, by_key: bool
) -> None:
    shown = screen()
    shown.read_until(b"Get ready")
    os.write(shown.terminal, b"+")
    shown.read_until(b"Work")
    if by_key:
        os.write(shown.terminal, b"\x1a")
    else:
        shown.process.send_signal(signal.SIGTSTP)
    deadline = time.monotonic() + 30
    while not is_stopped(shown.process):
        assert time.monotonic() < deadline, "it was never stopped"
        shown.read()
    shown.hear(1)
    assert shown.written.rfind(b"\x1b[?1049l") > shown.written.rfind(b"\x1b[?1049h")
    assert shown.written.rfind(b"\x1b[?25h") > shown.written.rfind(b"\x1b[?25l")
    assert termios.tcgetattr(shown.terminal) == shown.before

    shown.written = b""
    shown.process.send_signal(signal.SIGCONT)
    shown.read_until(b"Paused")
    shown.read_until(SHOWN[:20].encode())
    shown.read_until(b"\x1b[?1049h")
    shown.hear(2)
    os.write(shown.terminal, b" ")
    shown.read_until(b"Work")
    os.write(shown.terminal, b"q")
    shown.hear(1)
    os.write(shown.terminal, b"\x1b")
    assert shown.end() == 0
    assert b"Traceback" not in shown.written
    assert termios.tcgetattr(shown.terminal) == shown.before
    assert shown.run().paused_seconds > 1


def test_a_session_that_was_killed_is_offered_at_the_next_start_and_goes_on(
    screen: Callable[..., Screen],
) -> None:
    killed = screen()
    killed.read_until(b"Get ready")
    killed.process.kill()
    killed.process.wait()
    offered = screen(options=())
    offered.read_until(b"This session broke off")
    os.write(offered.terminal, b"\x03")
    assert offered.end() == 130
    shown = screen(options=("--yes", "--resume"))
    shown.read_until(b"Get ready")
    os.write(shown.terminal, b"q")
    shown.hear(1)
    os.write(shown.terminal, b"\x1b")
    assert shown.end() == 0
    assert b"Traceback" not in shown.written
    assert shown.run().outcome is Outcome.STOPPED
