"""A past for the log, with the times a test wants, and a look at it on the screen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from stage import until
from textual.pilot import Pilot

from coach.activities import Activity, ActivityKind
from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.runs import Felt, Outcome, Start
from coach.screens.history import HistoryScreen
from coach.screens.library import LibraryScreen
from sessions.routine import LocalText
from sessions.sore import Sore
from sessions.stage import Pregnant
from sessions.timeline import Side, TimelineStep
from sessions.words import Language

NOW = datetime(2026, 5, 7, 18, 30, tzinfo=timezone(timedelta(hours=2)))
"""A Thursday."""


@dataclass(frozen=True)
class Did:
    """A run."""

    ago: timedelta
    minutes: float = 10
    felt: Felt = field(default_factory=Felt)
    routine: str = "evening"
    title: str = "Evening on the mat"
    outcome: Outcome = Outcome.COMPLETED


def step(title: str, *sides: Side) -> TimelineStep:
    return TimelineStep("stretch", LocalText(title, Language.EN), "", None, sides)


STEPS = (step("Ball massage", Side.LEFT, Side.RIGHT), step("Rest"), step("Calf", Side.LEFT))


def keep(path: Path, runs: Iterable[Did], now: datetime = NOW) -> None:
    """Put runs into a log, as the program writes them."""
    for did in runs:
        with closing(Log.open(path, lambda did=did: now - did.ago)) as log:
            start = Start(did.routine, did.title, "ab", Language.EN, Sore.LEFT, STEPS, Pregnant(24))
            run = log.begin(start)
            run.step(StepResult(0, StepStatus.DONE, 30, 30))
            run.step(StepResult(1, StepStatus.SKIPPED, 20, 0))
            run.step(StepResult(2, StepStatus.PARTLY, 30, 21.6))
            run.end(did.outcome, did.minutes * 60, 65)
            run.annotate(did.felt)


def swim(ago: timedelta, minutes: float = 40, now: datetime = NOW) -> Activity:
    uuid = f"swim-{ago.total_seconds()}"
    return Activity(uuid, ActivityKind.SWIMMING, now - ago, minutes * 60, 2, 4, "Twenty lengths")


def season() -> list[Did]:
    """Seven weeks: three days in each, with less and less pain."""
    days = [day for week in range(7) for day in (7 * week, 7 * week + 2, 7 * week + 5)]
    return [
        Did(
            timedelta(days=day, hours=day % 5),
            minutes=(4, 10, 20, 32)[day % 4],
            felt=Felt(2 + day // 8, 1 + day // 10, 3, "A bit [b]stiff[/b]" if day == 5 else ""),
            routine="evening" if day % 2 else "morning",
            title="Evening on the mat" if day % 2 else "Morning round",
            outcome=Outcome.COMPLETED if day % 7 else Outcome.STOPPED,
        )
        for day in reversed(days)
    ]


def many(path: Path, runs: int) -> None:
    """Put very many runs into a log, three a day, the last one now."""
    Log.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        for n in range(runs):
            written = (NOW - timedelta(hours=8 * n)).astimezone(UTC)
            connection.execute(
                "INSERT INTO runs (id, uuid, process, routine, title, content_sha256, language,"
                " sore, started, utc_offset_seconds, ended, outcome, active_seconds, pain_before,"
                " pain_after, note) VALUES (?, ?, 0, 'evening', 'Evening', 'ab', 'en', 'left', ?,"
                " 7200, ?, 'completed', 600, 5, 3, ?)",
                (
                    runs - n,
                    f"run-{n}",
                    *2 * (written.isoformat(timespec="seconds"),),
                    f"the {n}th",
                ),
            )
        connection.commit()


async def look(pilot: Pilot[None]) -> HistoryScreen:
    """Open the history from the library, and wait until all of it is there."""
    await until(pilot, LibraryScreen)
    await pilot.press("h")
    await until(pilot, HistoryScreen)
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    for _ in range(500):
        if not screen.query("#tables") or screen.query("#pain *"):
            break
        await pilot.pause(0.01)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen
