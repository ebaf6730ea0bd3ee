"""Processor time of a session on the screen, beside a Textual app that updates one Digits a second.

    uv run python benchmarks/cpu.py

Each runs for 40 seconds in a process of its own, from its first frame on: the player with the real
mixer and the silent output, which takes samples as a loudspeaker would.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS = 40
TESTS = Path(__file__).parents[1] / "tests"
YARDSTICK = f"""
import time
from textual.app import App
from textual.widgets import Digits
class Clock(App[None]):
    def compose(self): yield Digits("0")
    def on_mount(self):
        self.n = 0
        self.set_interval(1, self.tick)
        self.call_after_refresh(self.begin)
    def begin(self):
        self.begun = time.process_time()
        self.set_timer({SECONDS}, self.exit)
    def tick(self):
        self.n += 1
        self.query_one(Digits).update(str(self.n))
app = Clock()
app.run(headless=True, size=(80, 24))
print(time.process_time() - app.begun)
"""
PLAYER = f"""
import sys, tempfile, time
from pathlib import Path
sys.path.insert(0, {str(TESTS)!r})
import stage
from audio.silent_output import SilentOutput
from coach.screens.player import PlayerScreen
from sessions.words import Language
stage.PumpedOutput = SilentOutput
made = stage.stage(Path(tempfile.mkdtemp()), Language.EN)
app = stage.coach_app(made.context, stage.entry("evening", stage.EVENING))
begun = 0.0
def wait():
    if not isinstance(app.screen, PlayerScreen):
        app.set_timer(0.1, wait)
        return
    app.call_after_refresh(begin)
def begin():
    global begun
    begun = time.process_time()
    app.set_timer({SECONDS}, app.exit)
app.call_later(wait)
app.run(headless=True, size=(80, 24))
print(time.process_time() - begun)
"""


def processor_seconds(code: str) -> float:
    """Run `code` and give what it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, stdout=subprocess.PIPE, text=True
    )
    return float(done.stdout.split()[-1])


def main() -> None:
    """Print both and their ratio."""
    yardstick, player = processor_seconds(YARDSTICK), processor_seconds(PLAYER)
    print(f"one Digits a second  {yardstick / SECONDS:.2%} of a core")
    print(f"player               {player / SECONDS:.2%} of a core   ratio {player / yardstick:.2f}")


if __name__ == "__main__":
    main()
