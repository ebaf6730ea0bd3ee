"""The screens as pictures, with fixed data: no clock and no sound."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import msgspec
import pytest
from past import NOW, Did, keep, look, many, season, swim
from stage import LYING, Shelf, Stage, coach_app, stage, until
from textual.app import App
from textual.pilot import Pilot

from coach.app import CoachApp
from coach.context import Context
from coach.runs import Felt
from coach.screens.activity import ActivityScreen
from coach.screens.check import CheckScreen
from coach.screens.help_now import HelpNowScreen
from coach.screens.library import LibraryScreen
from coach.screens.past import PastScreen
from coach.screens.phase import PhaseScreen
from coach.screens.player import PlayerScreen
from coach.screens.settings import SettingsScreen
from coach.screens.summary import SummaryScreen
from coach.settings import LifePhase
from sessions.timeline import Phase
from sessions.words import Language


class Compare(Protocol):
    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


@pytest.fixture(params=list(Language))
def on_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, request.param)
    yield made
    made.log.close()


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    given: tuple[int, int] = request.param
    return given


async def hear(on_stage: Stage, pilot: Pilot[None], seconds: float) -> None:
    """Hear the session up to a moment and look at it once."""
    await until(pilot, LibraryScreen)
    await pilot.press("enter")
    await until(pilot, PlayerScreen)
    screen = pilot.app.screen
    assert isinstance(screen, PlayerScreen)
    for _ in range(round(seconds * 10)):
        on_stage.studio.outputs[-1].pump(0.1)
        screen.look()
    await pilot.pause()


def first_work(on_stage: Stage) -> float:
    timeline = on_stage.studio.players[-1].timeline
    return next(s.start for s in timeline.segments if s.phase is Phase.WORK)


def test_library(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


def test_player_preparing(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 1.0)

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


def test_player_at_work(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 0)
        work = first_work(on_stage)
        on_stage.studio.outputs[-1].pump(work + 18.5)
        await pilot.press("up")

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


def test_player_paused(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 20.0)
        await pilot.press("space")
        on_stage.studio.outputs[-1].pump(0.5)
        await pilot.press("up")

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


def test_summary(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 30.0)
        await pilot.press("q")
        on_stage.studio.outputs[-1].pump(0.5)
        await until(pilot, SummaryScreen)
        await pilot.press("2")

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


def test_settings(
    snap_compare: Compare,
    on_stage: Stage,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Which voices there are depends on the computer.
    monkeypatch.setattr("coach.audition.voice_names", lambda *_: [])

    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(coach_app(on_stage.context), terminal_size=size, run_before=show)


@pytest.fixture
def pregnant(on_stage: Stage) -> Context:
    """Somebody in week 30, before a routine with a step that does not suit her."""
    program = on_stage.context.program
    settings = msgspec.structs.replace(
        program.settings, phase=LifePhase.PREGNANT, pregnant_since=date(2026, 1, 5)
    )
    noon = datetime(2026, 7, 30, 12, tzinfo=UTC)
    asking = replace(program, settings=settings, asks=True, now=lambda: noon)
    shelf = Shelf({"lying": LYING})
    return replace(on_stage.context, program=asking, library=shelf)


async def ask(pilot: Pilot[None]) -> None:
    await until(pilot, LibraryScreen)
    await pilot.press("enter")
    await until(pilot, CheckScreen)


def test_check(snap_compare: Compare, pregnant: Context, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await ask(pilot)
        await pilot.press("n")

    assert snap_compare(coach_app(pregnant), terminal_size=size, run_before=show)


def test_help_now(snap_compare: Compare, pregnant: Context, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await ask(pilot)
        await pilot.press("y")
        await until(pilot, HelpNowScreen)

    assert snap_compare(coach_app(pregnant), terminal_size=size, run_before=show)


def test_pain_before(snap_compare: Compare, pregnant: Context, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await ask(pilot)
        for _ in pregnant.program.safety().questions():
            await pilot.press("n")

    assert snap_compare(coach_app(pregnant), terminal_size=size, run_before=show)


def test_phase(snap_compare: Compare, pregnant: Context, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        await pilot.press("p")
        await until(pilot, PhaseScreen)
        await pilot.press("2")

    assert snap_compare(coach_app(pregnant), terminal_size=size, run_before=show)


def test_activity(snap_compare: Compare, pregnant: Context, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)
        await pilot.press("a")
        await until(pilot, ActivityScreen)

    assert snap_compare(coach_app(pregnant), terminal_size=size, run_before=show)


def past(on_stage: Stage, runs: list[Did]) -> CoachApp:
    """The program on the day that these runs go back from."""
    keep(on_stage.places.log, runs)
    program = replace(on_stage.context.program, now=lambda: NOW)
    return coach_app(replace(on_stage.context, program=program))


@pytest.mark.parametrize("runs", [0, 1], ids=["empty", "one"])
def test_history_that_begins(snap_compare: Compare, on_stage: Stage, runs: int) -> None:
    app = past(on_stage, [Did(timedelta(hours=3), 20, Felt(5, 3, 4, "ok"))] * runs)
    assert snap_compare(app, terminal_size=(80, 24), run_before=look)


def test_history(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    app = past(on_stage, season())
    on_stage.log.add_activity(swim(timedelta(days=1)))
    assert snap_compare(app, terminal_size=size, run_before=look)


def test_history_of_ten_thousand_runs(snap_compare: Compare, on_stage: Stage) -> None:
    many(on_stage.places.log, 10_000)

    async def show(pilot: Pilot[None]) -> None:
        await look(pilot)
        await pilot.press("ctrl+end")

    assert snap_compare(past(on_stage, []), terminal_size=(200, 60), run_before=show)


def test_history_without_colour(
    snap_compare: Compare, on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = past(on_stage, season())
    assert snap_compare(app, terminal_size=(120, 40), run_before=look)


def test_page_of_a_run(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await look(pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, PastScreen)

    assert snap_compare(past(on_stage, season()), terminal_size=size, run_before=show)
