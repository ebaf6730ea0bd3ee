"""From Enter in the library to the first sound, with nothing rendered before.

    uv run python benchmarks/first_sound.py [--runs 5]

The real program on a headless screen, the real voice, a real PulseAudio. Enter is pressed a second
after the library is shown, or at once. Timed is the moment at which the device is handed the first
samples that are not silent: how long a server then keeps them is its own affair. The yardstick is
opening a bare device and being asked by it for samples.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from pulse import Pulse
from textual.widgets import OptionList

import audio.keeping
from audio.clip import Samples
from audio.output import Source
from audio.outputs import Opened, open_output
from coach.app import CoachApp
from coach.commands.options import Choices, given
from coach.context import Program, at_work
from coach.places import places
from coach.screens.library import LibraryScreen
from coach.settings import Settings, SettingsFile
from sessions.words import Language, Words

PATIENCE = 20.0


class Ear:
    """Opens outputs, and notes when the first sound is handed to one."""

    def __init__(self) -> None:
        """Hear nothing yet."""
        self.heard_at: float | None = None

    def open(self, choice: str, source: Source) -> Opened:
        """Open an output that is listened to."""

        def listened(count: int) -> Samples:
            block = source(count)
            if self.heard_at is None and np.any(np.abs(block) > 1e-3):
                self.heard_at = time.monotonic()
            return block

        return open_output(choice, listened)


async def pressed(wait: float) -> float:
    """Open the library, press Enter after so many seconds, give the seconds until a sound."""
    ear = Ear()
    audio.keeping.open_output = ear.open
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        folders = places({**os.environ, "COACH_HOME": home})
        kept = SettingsFile(folders.settings)
        program = Program(folders, kept, Settings(), Words(Language.EN), asks=False)
        with at_work(given(program, Choices(output="miniaudio"))) as context:
            app = CoachApp(context.program, lambda: context)
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


def device() -> float:
    """Give the seconds from opening a device to being asked for samples."""
    ear = Ear()
    began = time.monotonic()
    opened = ear.open("miniaudio", lambda count: np.full(count, 0.1, dtype=np.float32))
    while ear.heard_at is None:
        time.sleep(0.001)
    opened.output.close()
    return ear.heard_at - began


def on_a_server(wait: float | None) -> float:
    """Measure once, on a server of its own; without a wait, the bare device."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Pulse.running(Path(folder)) as pulse,
        pulse.used(),
    ):
        return device() if wait is None else asyncio.run(pressed(wait))


def main() -> None:
    """Print the medians and their ratio to the yardstick."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    # Every run is a process of its own, with everything still to be imported.
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        bare, second, at_once = (
            statistics.median(pool.map(on_a_server, [wait] * runs)) for wait in (None, 1.0, 0.0)
        )
    print(f"bare device           {bare:.3f} s")
    for name, seconds in (("Enter after a second", second), ("Enter at once", at_once)):
        print(f"{name:20}  {seconds:.3f} s   {seconds / bare:.1f} × the bare device")


if __name__ == "__main__":
    main()
