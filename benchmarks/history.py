"""A log of 100,000 runs beside an empty one: `python benchmarks/history.py`.

Every figure stands beside its yardstick, taken in turns in one run: `coach --version` for the
command line, the same on an empty log for what the library asks at its start and for the first
frame of the history screen. How much a week of use adds is measured too. The log is made once, in a
temporary folder.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from textual.app import App

from coach.app import CoachApp
from coach.doing import StepResult, StepStatus
from coach.formats import Formats
from coach.log import Log
from coach.runs import Felt, Outcome, Start
from coach.screens.history import HistoryScreen
from coach.themes import THEMES
from coach.told_log import ToldLog
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.timeline import Side, TimelineStep
from sessions.words import Language, Words

RUNS = 100_000
STEPS = 15
A_WEEK = 14
"""Runs."""
_ROUTINES = [f"routine-{n}" for n in range(12)]
_REPEATS = 9
_SECONDS_PROMISED = 0.2
_KILOBYTES_PROMISED = 100
_RATIO_PROMISED = 1.5
_PLOTS = 2


def fill(path: Path) -> None:
    """Make a log of `RUNS` runs, two a day, that ends now."""
    Log.open(path).close()
    started = datetime.now(UTC)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for n in range(RUNS, 0, -1):
            moment = started - timedelta(hours=12 * n - 11)
            written = moment.isoformat(timespec="seconds")
            connection.execute(
                "INSERT INTO runs (id, uuid, process, routine, title, content_sha256, language,"
                " sore, started, utc_offset_seconds, ended, outcome, active_seconds, pain_before,"
                " pain_after, note)"
                " VALUES (?, ?, 0, ?, 'Ten gentle minutes', ?, 'en', 'left', ?, 3600, ?,"
                " 'completed', 600, 5, 3, 'it went well')",
                (RUNS - n, str(uuid4()), _ROUTINES[n % 12], "ab" * 32, written, written),
            )
            connection.executemany(
                "INSERT INTO steps VALUES (?, ?, 'stretch', 'Seated glute stretch', 'left right',"
                " 'done', 30, 30, ?)",
                [(RUNS - n, step, written) for step in range(STEPS)],
            )
        connection.commit()


def medians(*measured: Callable[[], object]) -> list[float]:
    """Give the median seconds of each, taken in turns after a first turn that fills the caches."""
    taken: list[list[float]] = [[] for _ in measured]
    for _ in range(_REPEATS + 1):
        for seconds, call in zip(taken, measured, strict=True):
            start = time.perf_counter()
            call()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds[1:]) for seconds in taken]


def coach(home: Path, *arguments: str) -> Callable[[], object]:
    """Give a function that runs the program."""

    def run() -> None:
        subprocess.run(
            [sys.executable, "-m", "coach", *arguments],
            env={**os.environ, "COACH_HOME": str(home)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )

    return run


def opening(path: Path) -> Callable[[], object]:
    """Give a function that asks a log what the library asks at its start."""

    def ask() -> None:
        with closing(Log.open(path)) as log:
            log.last_done()
            log.broken_off()

    return ask


class Bare(App[None]):
    """The program's looks, and nothing of it at work beside the screen that is measured."""

    CSS_PATH = CoachApp.CSS_PATH

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give the colours of the program."""
        return dict(THEMES[0].variables)


class Timed(HistoryScreen):
    """Tells when it has been drawn for the first time."""

    drawn = 0.0

    def on_mount(self) -> None:
        """Ask to be told of the first frame, before what is to follow it."""
        self.call_after_refresh(self._note)

    def _note(self) -> None:
        self.drawn = time.perf_counter()


async def first_frames(*paths: Path) -> list[tuple[float, float]]:
    """Give the median seconds that the history screen takes for each log, by turns.

    First from the key to its first frame, then until all of it is there, plots and all.
    """
    taken: list[list[tuple[float, float]]] = [[] for _ in paths]
    async with Bare().run_test(size=(120, 40)) as pilot:
        for _ in range(_REPEATS + 1):
            for seconds, path in zip(taken, paths, strict=True):
                with closing(Log.open(path)) as log:
                    seconds.append(await _first_frame(pilot.app, log))
                await pilot.pause()
    return [
        (
            statistics.median(first for first, _ in each[1:]),
            statistics.median(whole for _, whole in each[1:]),
        )
        for each in taken
    ]


async def _first_frame(app: App[None], log: Log) -> tuple[float, float]:
    words, formats = Words(Language.EN), Formats(Language.EN)
    start = time.perf_counter()
    told = ToldLog(log, lambda _: None)
    screen = Timed(told, 150, datetime.now(UTC).date(), formats, words)
    await app.push_screen(screen)
    while not screen.drawn or (screen.query("#tables") and len(screen.query("DayPlot")) < _PLOTS):
        await asyncio.sleep(0.005)
    whole = time.perf_counter() - start
    await app.pop_screen()
    return screen.drawn - start, whole


def a_week(path: Path) -> float:
    """Give the kilobytes that a week of use adds to a log."""
    before = path.stat().st_size
    steps = tuple(
        TimelineStep("stretch", LocalText(f"Seated stretch {n}", Language.EN), "", None, (side,))
        for n, side in zip(range(STEPS), [Side.LEFT, Side.RIGHT] * STEPS, strict=False)
    )
    start = Start("routine-1", "Ten minutes", "ab" * 32, Language.EN, Sore.LEFT, steps)
    with closing(Log.open(path)) as log:
        for _ in range(A_WEEK):
            run = log.begin(start)
            for step in range(STEPS):
                run.step(StepResult(step, StepStatus.DONE, 30.0, 30.0))
            run.end(Outcome.COMPLETED, 600.0, 20.0)
            run.annotate(Felt(3, 2, 4, "It went well, only the left side was a bit stiff."))
    return (path.stat().st_size - before) / 1000


def main() -> None:
    """Measure, and print figures and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder, "full"), Path(folder, "empty")
        full_log, empty_log = full / "data" / "log.db", empty / "data" / "log.db"
        fill(full_log)
        Log.open(empty_log).close()
        print(f"a log of {RUNS:,} runs of {STEPS} steps: {full_log.stat().st_size / 1e6:.0f} MB")
        version, week, nothing, people = medians(
            coach(full, "--version"),
            coach(full, "history", "--json", "--since", "7d"),
            coach(empty, "history", "--json", "--since", "7d"),
            coach(full, "history"),
        )
        print(f"coach --version               {version:.3f} s")
        print(f"coach history, 7d, empty log  {nothing:.3f} s   ratio {nothing / version:.2f}")
        print(
            f"coach history, 7d, full log   {week:.3f} s   ratio {week / version:.2f}"
            f"   (+{week - version:.3f} s of {_SECONDS_PROMISED} s)"
        )
        print(f"coach history, full log       {people:.3f} s   ratio {people / version:.2f}")
        small, large = medians(opening(empty_log), opening(full_log))
        print(f"opening an empty log          {1000 * small:.1f} ms")
        print(f"opening the full log          {1000 * large:.1f} ms  ratio {large / small:.2f}")
        (bare, _), (frame, whole) = asyncio.run(first_frames(empty_log, full_log))
        print(f"history screen, empty log     {1000 * bare:.1f} ms")
        print(
            f"history screen, full log      {1000 * frame:.1f} ms  ratio {frame / bare:.2f}"
            f"   (of {_RATIO_PROMISED}); whole after {1000 * whole:.0f} ms"
        )
        used = max(a_week(full_log), a_week(empty_log))
        print(f"a week, {A_WEEK} runs               {used:.0f} KB of {_KILOBYTES_PROMISED} KB")


if __name__ == "__main__":
    main()
