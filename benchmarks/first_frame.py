"""How long until the first frame, beside an empty Textual app: `python benchmarks/first_frame.py`.

Each is started in a process of its own, by turns, and the medians are compared.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7
EMPTY = """
from textual.app import App
class Empty(App[None]):
    def on_mount(self): self.call_after_refresh(self.exit)
Empty().run(headless=True, size=(80, 24))
"""
COACH = """
import os
from coach.app import CoachApp
from coach.context import Program, at_work
from coach.places import places
from coach.settings import Settings, SettingsFile
from sessions.words import Language, Words
class First(CoachApp):
    def on_mount(self): self.call_after_refresh(self.exit)
folders = places(os.environ)
program = Program(folders, SettingsFile(folders.settings), Settings(), Words(Language.EN))
with at_work(program) as context:
    First(context).run(headless=True, size=(80, 24))
"""


def seconds(code: str) -> float:
    """Run `code` and give the seconds until it ended."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        # As from the second start on: with the bytecode that the first one has written.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"COACH_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
        _, *times = [(seconds(EMPTY), seconds(COACH)) for _ in range(RUNS + 1)]
    empty, coach = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"empty Textual app  {empty:.3f} s")
    print(f"coach              {coach:.3f} s   ratio {coach / empty:.2f}")


if __name__ == "__main__":
    main()
