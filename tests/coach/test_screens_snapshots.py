"""The screens as pictures, with fixed data: no clock and no sound."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from stage import Stage, stage, until
from textual.app import App
from textual.pilot import Pilot

from coach.app import CoachApp
from coach.screens.library import LibraryScreen
from coach.screens.player import PlayerScreen
from coach.screens.settings import SettingsScreen
from coach.screens.summary import SummaryScreen
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

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)


def test_player_preparing(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 1.0)

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)


def test_player_at_work(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 0)
        work = first_work(on_stage)
        on_stage.studio.outputs[-1].pump(work + 18.5)
        await pilot.press("up")

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)


def test_player_paused(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 20.0)
        await pilot.press("space")
        on_stage.studio.outputs[-1].pump(0.5)
        await pilot.press("up")

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)


def test_summary(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await hear(on_stage, pilot, 30.0)
        await pilot.press("q")
        on_stage.studio.outputs[-1].pump(0.5)
        await until(pilot, SummaryScreen)
        await pilot.press("2")

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)


def test_settings(
    snap_compare: Compare,
    on_stage: Stage,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Which voices there are depends on the computer.
    monkeypatch.setattr("coach.audition.voice_names", lambda _: [])

    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(CoachApp(on_stage.context), terminal_size=size, run_before=show)
