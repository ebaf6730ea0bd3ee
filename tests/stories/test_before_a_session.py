"""What somebody is asked before a session, on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from stage import Stage, coach_app, stage, until
from textual.pilot import Pilot
from textual.widgets import Input, Static

from coach.context import Context
from coach.log import Log
from coach.screens.activity import ActivityScreen
from coach.screens.check import CheckScreen
from coach.screens.help_now import HelpNowScreen
from coach.screens.library import LibraryScreen
from coach.screens.phase import PhaseScreen
from coach.screens.player import PlayerScreen
from coach.screens.settings import SettingsScreen
from coach.screens.summary import SummaryScreen
from coach.settings import LifePhase, Settings
from coach.widgets.paragraphs import Paragraphs
from sessions.parse import parse
from sessions.routine import Routine
from sessions.stage import NotPregnant, Pregnant
from sessions.words import Language

NOON = datetime(2026, 5, 4, 12, tzinfo=timezone(timedelta(hours=2)))
SUPINE: Routine = parse(
    b"""
format = 1
title = "Lying down"
[[steps]]
kind = "stretch"
title = "Knee to chest"
position = "supine"
hold = "20s"
swap = "wall"
[[steps]]
kind = "breathing"
title = "Breath"
breaths = 2
[swaps.wall]
kind = "ball-massage"
title = "Ball at the wall"
duration = "30s"
""",
    "lying.toml",
)


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN, {"lying": SUPINE})
    made.log.close()
    log = Log.open(made.places.log, lambda: NOON)
    program = replace(made.context.program, asks=True, now=lambda: NOON)
    yield replace(made, context=replace(made.context, program=program, log=log), log=log)
    log.close()


def known(asking: Stage, settings: Settings) -> Context:
    asking.context.settings_file.save(settings)
    return replace(asking.context, program=replace(asking.context.program, settings=settings))


NOT_PREGNANT = Settings(language=Language.EN, country="GB", phase=LifePhase.NOT_PREGNANT)


async def start(pilot: Pilot[None]) -> None:
    await until(pilot, LibraryScreen)
    await pilot.press("enter")


async def answer_no(pilot: Pilot[None], times: int) -> None:
    await until(pilot, CheckScreen)
    for _ in range(times):
        await pilot.press("n")


def text(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


async def test_the_phase_is_asked_once_and_kept_and_what_is_swapped_is_said(
    asking: Stage,
) -> None:
    async with coach_app(asking.context).run_test() as pilot:
        await start(pilot)
        await until(pilot, PhaseScreen)
        await pilot.press("2", *"77", "enter")
        assert "from 1 to 42" in text(pilot, "phase-question")
        pilot.app.screen.query_one(Input).value = "24"
        await pilot.press("enter")
        await until(pilot, CheckScreen)
        changes = text(pilot, "changes")
        assert "Ball at the wall instead of Knee to chest. From week 20" in changes
        await answer_no(pilot, 6)
        await pilot.press("3")
        await until(pilot, PlayerScreen)
        timeline = asking.studio.players[-1].timeline
        assert timeline.steps[0].title.text == "Ball at the wall"
        await pilot.press("q")
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await start(pilot)
        await until(pilot, CheckScreen)
    (run,) = asking.log.runs()
    assert run.stage == Pregnant(24)
    assert run.felt.pain_before == 3
    assert asking.context.settings_file.read().phase is LifePhase.PREGNANT


async def test_after_a_caesarean_three_answers_tell_the_phase(asking: Stage) -> None:
    async with coach_app(asking.context).run_test() as pilot:
        await start(pilot)
        await until(pilot, PhaseScreen)
        await pilot.press("3", "8", "enter", "y")
        await until(pilot, CheckScreen)
    settings = asking.context.settings_file.read()
    assert (settings.phase, settings.caesarean) == (LifePhase.AFTER_BIRTH, True)
    assert settings.birth == NOON.date() - timedelta(weeks=8)


async def test_the_questions_are_remembered_for_the_day_and_the_pain_is_not(
    asking: Stage,
) -> None:
    context = known(asking, NOT_PREGNANT)
    async with coach_app(context).run_test() as pilot:
        await start(pilot)
        await answer_no(pilot, 5)
        await pilot.press("enter")
        await until(pilot, PlayerScreen)
        await pilot.press("q")
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await start(pilot)
        await until(pilot, CheckScreen)
        await pilot.press("2")
        await until(pilot, PlayerScreen)
        await pilot.press("q")
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
    assert [run.felt.pain_before for run in asking.log.runs()] == [2, None]
    asking.log.close()
    tomorrow = Log.open(asking.places.log, lambda: NOON + timedelta(days=1))
    assert not tomorrow.is_checked(NotPregnant())
    assert not tomorrow.is_checked(Pregnant(24))
    tomorrow.close()


async def test_a_yes_does_not_start_and_shows_whom_to_call(asking: Stage) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await start(pilot)
        await answer_no(pilot, 1)
        await pilot.press("y")
        await until(pilot, HelpNowScreen)
        assert "In an emergency: 999" in text(pilot, "what-to-do")
        await pilot.press("space")
        assert isinstance(pilot.app.screen, HelpNowScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
    assert asking.log.runs() == []
    assert not asking.log.is_checked(NotPregnant())


async def test_much_pain_advises_against_a_start_and_leaves_the_choice(asking: Stage) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await start(pilot)
        await answer_no(pilot, 5)
        await pilot.press("7")
        await until(pilot, HelpNowScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
        assert asking.log.runs() == []
        await start(pilot)
        await until(pilot, CheckScreen)
        await pilot.press("7")
        await until(pilot, HelpNowScreen)
        await pilot.press("space")
        await until(pilot, PlayerScreen)
    (run,) = asking.log.runs()
    assert run.felt.pain_before == 7


async def test_the_phase_is_changed_in_the_settings(asking: Stage) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        assert text(pilot, "stage") == "not pregnant"
        await pilot.press("p")
        await until(pilot, PhaseScreen)
        await pilot.press("2", *"12", "enter")
        await until(pilot, SettingsScreen)
        assert text(pilot, "stage") == "pregnant, week 12"


async def test_the_library_shows_what_a_newly_told_phase_changes(asking: Stage) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        await pilot.press("p")
        await until(pilot, PhaseScreen)
        await pilot.press("2", *"24", "enter")
        await until(pilot, SettingsScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
        body = pilot.app.screen.query_one("#preview-body", Paragraphs)
        shown = [str(paragraph.text) for paragraph in body.paragraphs]
        assert "Ball at the wall instead of Knee to chest." in " ".join(shown)


@pytest.mark.parametrize("key", ["f1", "exclamation_mark"])
async def test_whom_to_call_is_a_key_away_also_outside_a_session(asking: Stage, key: str) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press(key)
        await until(pilot, HelpNowScreen)
        assert "In an emergency: 999" in text(pilot, "what-to-do")
        await pilot.press(key, "escape")
        await start(pilot)
        await until(pilot, CheckScreen)
        await pilot.press(key)
        await until(pilot, HelpNowScreen)
        await pilot.press("escape")
        await until(pilot, CheckScreen)


async def test_a_swim_is_written_down(asking: Stage) -> None:
    async with coach_app(known(asking, NOT_PREGNANT)).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("a")
        await until(pilot, ActivityScreen)
        assert "no breaststroke kick" in text(pilot, "cautions")
        field = pilot.app.screen.query_one("#length", Input)
        field.value = "soon"
        await pilot.press("ctrl+s")
        assert "for example 20 min" in text(pilot, "activity-notice")
        field.value = "30 min"
        pilot.app.screen.query_one("#pain").focus()
        await pilot.press("3", "4", *"calm", "enter")
        await until(pilot, LibraryScreen)
    (swim,) = asking.log.activities()
    assert (swim.kind, swim.seconds, swim.pain, swim.effort) == ("swimming", 1800, 3, 4)
    assert swim.note == "calm"
    assert swim.started == NOON - timedelta(minutes=30)
