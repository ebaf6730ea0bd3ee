"""Plans on the screen: what is due stands first, and `p` plans the routine that is highlighted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Protocol

import pytest
from stage import Stage, coach_app, stage, until
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Select, Static

from coach.app import CoachApp
from coach.context import Context
from coach.log import Log
from coach.plans import Plan, Weekday, going_on
from coach.runs import Outcome, Start
from coach.screens.library import LibraryScreen
from coach.screens.plan import PlanScreen
from coach.widgets.days import Days
from sessions.sore import Sore
from sessions.words import Language

WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=timezone(timedelta(hours=1)))
TODAY = WEDNESDAY.date()
MON, WED, FRI = Weekday.MON, Weekday.WED, Weekday.FRI


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


@pytest.fixture
def in_english(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN)
    yield made
    made.log.close()


def on_wednesday(on_stage: Stage) -> Context:
    context = on_stage.context
    return replace(context, program=replace(context.program, now=lambda: WEDNESDAY))


def app_of(on_stage: Stage) -> CoachApp:
    return coach_app(on_wednesday(on_stage))


def plan(routine: str, at: time, *days: Weekday, uuid: str = "u", weeks: int = 3) -> Plan:
    first = TODAY - timedelta(weeks=weeks)
    return Plan(f"{routine}-{uuid}", routine, frozenset(days), at, first, None, WEDNESDAY)


def do(on_stage: Stage, routine: str, day: date, outcome: Outcome = Outcome.COMPLETED) -> None:
    moment = datetime.combine(day, time(8), WEDNESDAY.tzinfo)
    log = Log.open(on_stage.places.log, lambda: moment)
    log.begin(Start(routine, routine, "", Language.EN, Sore.BOTH, ())).end(outcome, 60.0, 0.0)
    log.close()


def kept(on_stage: Stage) -> set[tuple[frozenset[Weekday], time]]:
    return {(each.days, each.at) for each in going_on(on_stage.log.plans(), TODAY)}


def labels(app: App[None]) -> list[str]:
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


async def test_what_is_due_stands_first_until_it_is_done(in_english: Stage) -> None:
    do(in_english, "evening", TODAY - timedelta(days=1))
    in_english.log.keep_plans([plan("morning", time(18, 30), WED)])
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await until(pilot, LibraryScreen)
        assert labels(app) == [
            "Morning round\n● due today 18:30 · 1 min",
            "Evening on the mat\n5 min · last done Tue, 3 Mar 2026",
        ]
        # What was stopped is still due; what was completed is done.
        do(in_english, "morning", TODAY, Outcome.STOPPED)
        app.screen.reload()
        assert "due today" in labels(app)[0]
        do(in_english, "morning", TODAY)
        app.screen.reload()
        assert labels(app)[0] == "Morning round\n✓ done today · 1 min"


async def test_of_two_that_are_due_the_earlier_stands_first(in_english: Stage) -> None:
    in_english.log.keep_plans([plan("morning", time(18), WED), plan("evening", time(7), WED)])
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await until(pilot, LibraryScreen)
        assert [label.split("\n")[0] for label in labels(app)] == [
            "Evening on the mat",
            "Morning round",
        ]


async def test_a_new_day_is_noticed_while_the_list_is_open(
    in_english: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.screens.library._A_LOOK", 0.02)
    in_english.log.keep_plans([plan("morning", time(18, 30), WED)])
    moment = WEDNESDAY
    program = replace(in_english.context.program, now=lambda: moment)
    app = coach_app(replace(in_english.context, program=program))
    async with app.run_test() as pilot:
        await until(pilot, LibraryScreen)
        assert "due today" in labels(app)[0]
        await pilot.press("down")
        moment += timedelta(days=1)
        for _ in range(200):
            await pilot.pause(0.01)
            if not any("due today" in label for label in labels(app)):
                break
        assert not any("due today" in label for label in labels(app))
        assert app.screen._highlighted().entry.name == "evening"


async def open_form(pilot: Pilot[None], name: str) -> None:
    await until(pilot, LibraryScreen)
    while pilot.app.screen._highlighted().entry.name != name:
        await pilot.press("down")
    await pilot.press("p")
    await until(pilot, PlanScreen)


async def test_a_plan_is_made_with_a_few_keys(in_english: Stage) -> None:
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        await pilot.press("1", "3", "5", "tab")
        app.screen.query_one("#time", Input).value = "19.15"
        await pilot.press("enter")
        await until(pilot, LibraryScreen)
        assert labels(app)[0] == "Morning round\n● due today 19:15 · 1 min"
        assert app.screen._highlighted().entry.name == "morning"
    (made,) = in_english.log.plans()
    assert (made.routine, made.days, made.at) == ("morning", {MON, WED, FRI}, time(19, 15))
    assert (made.first, made.last) == (TODAY, None)


async def test_days_are_chosen_by_arrows_and_by_clicks_too(in_english: Stage) -> None:
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        days = app.screen.query_one(Days)
        await pilot.press("right", "space", "left", "left", "space")
        assert days.days == {Weekday.TUE, Weekday.SUN}
        await pilot.click(Days, offset=(2, 0))
        await pilot.pause()
        assert days.days == {MON, Weekday.TUE, Weekday.SUN}
        await pilot.press("1")
        assert days.days == {Weekday.TUE, Weekday.SUN}


async def test_a_plan_is_changed_and_its_past_stays(in_english: Stage) -> None:
    in_english.log.keep_plans([plan("morning", time(18, 30), MON, WED)])
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        assert app.screen.query_one(Days).days == {MON, WED}
        assert app.screen.query_one("#time", Input).value == "18:30"
        await pilot.press("1", "5", "enter")
        await until(pilot, LibraryScreen)
    assert kept(in_english) == {(frozenset({WED, FRI}), time(18, 30))}
    old, _ = in_english.log.plans()
    assert (old.days, old.last) == ({MON, WED}, TODAY - timedelta(days=1))


async def test_a_plan_is_removed_and_another_stays(in_english: Stage) -> None:
    in_english.log.keep_plans(
        [plan("morning", time(7), MON), plan("morning", time(20), FRI, uuid="v")]
    )
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        await pilot.press("ctrl+r")
        await until(pilot, LibraryScreen)
    assert kept(in_english) == {(frozenset({FRI}), time(20))}


async def test_one_more_plan_is_made_beside_the_first(in_english: Stage) -> None:
    in_english.log.keep_plans([plan("morning", time(7), MON)])
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        app.screen.query_one(Select).value = ""
        await pilot.pause()
        assert app.screen.query_one(Days).days == frozenset()
        await pilot.press("5")
        app.screen.query_one("#time", Input).value = "20:00"
        await pilot.press("enter")
        await until(pilot, LibraryScreen)
    assert kept(in_english) == {(frozenset({MON}), time(7)), (frozenset({FRI}), time(20))}


async def test_what_is_missing_is_said(in_english: Stage) -> None:
    app = app_of(in_english)
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        await pilot.press("enter")
        notice = app.screen.query_one("#plan-notice", Static)
        assert "Choose a day" in str(notice.content)
        await pilot.press("2")
        app.screen.query_one("#time", Input).value = "late"
        await pilot.press("enter")
        assert "for example 18:30" in str(notice.content)
        assert app.focused is app.screen.query_one("#time")
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
    assert in_english.log.plans() == []


@pytest.mark.parametrize("size", [(36, 12), (40, 12), (80, 24)])
async def test_every_day_is_seen_in_a_narrow_terminal(
    in_english: Stage, size: tuple[int, int]
) -> None:
    app = app_of(in_english)
    async with app.run_test(size=size) as pilot:
        await open_form(pilot, "morning")
        days = app.screen.query_one(Days)
        seen = " ".join(
            "".join(part.text for part in line) for line in days.render_lines(days.size.region)
        )
        assert [
            name for name in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun") if name in seen
        ] == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


async def test_without_a_log_it_says_so(in_english: Stage) -> None:
    app = coach_app(replace(on_wednesday(in_english), log=None))
    async with app.run_test() as pilot:
        await open_form(pilot, "morning")
        await pilot.press("1", "enter")
        await until(pilot, LibraryScreen)
        assert [each.message for each in app._notifications] == [
            "There is no log, so nothing can be planned."
        ]


SIZES = [(80, 24), (120, 40), (200, 60)]


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40", "200x60"])
def test_library_with_what_is_due(
    snap_compare: Compare, on_stage: Stage, size: tuple[int, int]
) -> None:
    do(on_stage, "evening", TODAY)
    on_stage.log.keep_plans([plan("morning", time(18, 30), WED), plan("evening", time(7), WED)])

    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, LibraryScreen)

    assert snap_compare(app_of(on_stage), terminal_size=size, run_before=show)


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40", "200x60"])
def test_plan(snap_compare: Compare, on_stage: Stage, size: tuple[int, int]) -> None:
    for ago in (2, 7, 9):
        do(on_stage, "morning", TODAY - timedelta(days=ago))
    on_stage.log.keep_plans([plan("morning", time(18, 30), MON, WED, FRI)])

    async def show(pilot: Pilot[None]) -> None:
        await open_form(pilot, "morning")
        pilot.app.screen.query_one("#time", Input).cursor_blink = False

    assert snap_compare(app_of(on_stage), terminal_size=size, run_before=show)


def test_plan_of_a_new_one(snap_compare: Compare, on_stage: Stage) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await open_form(pilot, "morning")
        await pilot.press("enter")

    assert snap_compare(app_of(on_stage), terminal_size=(80, 24), run_before=show)
