"""A session in lines, in a terminal of its own: keys can be pressed, and what it writes is read."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pytest

from coach.log import Log
from coach.runs import Run

ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "stretch"
title = "Hold"
hold = "5m"
[[steps]]
kind = "stretch"
title = "Again"
hold = "5m"
"""


class Session:
    """`coach run --plain` in a terminal of its own."""

    def __init__(
        self, folder: Path, *options: str, environment: Mapping[str, str] | None = None
    ) -> None:
        self.home = folder / "home"
        routine = folder / "long.toml"
        routine.write_text(ROUTINE)
        self.terminal, inside = pty.openpty()
        self.before = termios.tcgetattr(self.terminal)
        self.text = ""
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "coach", "run", str(routine)),
                *("--plain", "--output", "silent"),
                *options,
            ],
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
            env={
                **(environment or os.environ),
                "COACH_HOME": str(self.home),
                "LC_ALL": "en_US.UTF-8",
            },
        )
        os.close(inside)

    def read_until(self, expected: str) -> None:
        """Read on until something stands on the terminal."""
        while expected not in self.text:
            ready, _, _ = select.select([self.terminal], [], [], 30)
            assert ready, f"{expected!r} is not in {self.text!r}"
            try:
                self.text += os.read(self.terminal, 4096).decode()
            except OSError:
                pytest.fail(f"{expected!r} is not in {self.text!r}")

    def press(self, key: str) -> None:
        self.text = ""
        os.write(self.terminal, key.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)

    def run(self) -> Run:
        log = Log.open_read_only(self.home / "data" / "log.db")
        (run,) = log.runs()
        log.close()
        return run
