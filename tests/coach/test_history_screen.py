"""The history screen at work, over real logs from empty to very long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from html import unescape
from pathlib import Path

import msgspec
import pytest
from past import NOW, Did, keep, look, many, season, swim
from stage import Stage, coach_app, stage, until
from textual.pilot import Pilot
from textual.widgets import DataTable, Static, TextArea
from textual_hires_canvas import Canvas

from coach.plans import Plan, Weekday
from coach.runs import Felt
from coach.screens.history import HistoryScreen
from coach.screens.library import LibraryScreen
from coach.screens.past import PastScreen
from coach.themes import THEMES
from coach.widgets.scale import Scale
from sessions.words import Language

FELT = Felt(5, 3, 4, "left side")


@pytest.fixture
def on_stage(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN)
    program = replace(made.context.program, now=lambda: NOW)
    yield replace(made, context=replace(made.context, program=program))
    made.log.close()


def table(screen: HistoryScreen, name: str = "done") -> list[list[str]]:
    found = screen.query_one(f"#{name}", DataTable)
    return [[str(cell) for cell in found.get_row_at(row)] for row in range(found.row_count)]


def seen(pilot: Pilot[None]) -> str:
    return unescape(pilot.app.export_screenshot(simplify=True)).replace("\xa0", " ")


def shown(pilot: Pilot[None], name: str) -> str:
    return str(pilot.app.screen.query_one(f"#{name}", Static).content)


async def test_without_anything_done_it_says_so_and_its_keys_do_no_harm(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        screen = await look(pilot)
        assert "Nothing yet" in shown(pilot, "nothing-yet")
        assert "0 of 150" in shown(pilot, "summary")
        await pilot.press("enter", "r", "down")
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, LibraryScreen)


async def test_a_single_run_stands_there_with_all_it_tells(on_stage: Stage) -> None:
    keep(on_stage.places.log, [Did(timedelta(hours=3), 20, FELT)])
    async with coach_app(on_stage.context).run_test(size=(120, 40)) as pilot:
        screen = await look(pilot)
        (row,) = table(screen)
        assert row[1:] == ["Evening on the mat", "20 min", "completed", "5 → 3", "4", "left side"]
        assert table(screen, "routines") == [["Evening on the mat", "1", "Thu, 7 May 2026"]]
        assert "20 of 150" in shown(pilot, "summary")
        assert "▓" in seen(pilot)


async def test_what_was_done_elsewhere_counts_and_is_listed(on_stage: Stage) -> None:
    keep(on_stage.places.log, season())
    on_stage.log.add_activity(swim(timedelta(days=1)))
    async with coach_app(on_stage.context).run_test(size=(120, 40)) as pilot:
        screen = await look(pilot)
        assert table(screen)[1][1:] == ["Swimming", "40 min", "", "2", "4", "Twenty lengths"]
        assert "64 of 150" in shown(pilot, "summary")
        assert "7 weeks in a row" in shown(pilot, "summary")
        await pilot.press("down", "enter")
        await until(pilot, PastScreen)
        assert "Twenty lengths" in seen(pilot)
        pilot.app.screen.query_one("#pain-after").focus()
        await pilot.press("1", "escape")
        await until(pilot, HistoryScreen)
        assert table(screen)[1][4] == "1"
    assert on_stage.log.activities()[0].pain == 1


async def test_what_was_planned_is_told_beside_what_was_done(on_stage: Stage) -> None:
    keep(on_stage.places.log, season())
    today = NOW.date()
    every_day = frozenset(Weekday)
    first = today - timedelta(days=10)
    plan = Plan("u", "none-of-these", every_day, time(18, 30), first, None, NOW)
    on_stage.log.keep_plans([plan])
    async with coach_app(on_stage.context).run_test(size=(120, 40)) as pilot:
        await look(pilot)
        assert "Planned in the last four weeks: 0 of 10 done" in shown(pilot, "summary")


async def test_of_ten_thousand_runs_as_many_are_read_as_somebody_looks_at(
    on_stage: Stage,
) -> None:
    many(on_stage.places.log, 10_000)
    async with coach_app(on_stage.context).run_test() as pilot:
        screen = await look(pilot)
        done = screen.query_one("#done", DataTable)
        assert done.row_count == 50
        await pilot.press(*["down"] * 40)
        assert done.row_count == 100
        for _ in range(5):
            await pilot.press("ctrl+end")
        assert done.row_count > 300
        notes = [row[-1] for row in table(screen)]
        assert notes == [f"the {n}th" for n in range(len(notes))]
        assert table(screen, "routines") == [["Evening", "10,000", "Thu, 7 May 2026"]]


async def test_a_run_has_a_page_with_its_steps(on_stage: Stage) -> None:
    keep(on_stage.places.log, [Did(timedelta(), 20, FELT)])
    async with coach_app(on_stage.context).run_test() as pilot:
        await look(pilot)
        await pilot.press("enter")
        await until(pilot, PastScreen)
        picture = seen(pilot)
        for told in (
            "✓ Ball massage",
            "done · left, right · 30 s of 30 s",
            "◐ Calf",
            "partly · left · 22 s of 30 s",
            "pregnant, week 24 · Sore side: left",
            "completed · 20 min of exercise and rest, 1:05 min paused",
            "left side",
        ):
            assert told in picture


async def test_what_is_told_on_that_page_is_in_the_log_at_once(on_stage: Stage) -> None:
    keep(on_stage.places.log, [Did(timedelta(), 20, FELT)])
    async with coach_app(on_stage.context).run_test(size=(120, 40)) as pilot:
        screen = await look(pilot)
        await pilot.press("enter")
        await until(pilot, PastScreen)
        pilot.app.screen.query_one("#pain-after", Scale).focus()
        await pilot.press("1")
        assert on_stage.log.runs()[0].felt == replace(FELT, pain_after=1)
        note = pilot.app.screen.query_one("#note", TextArea)
        note.focus()
        await pilot.press(*" [b]ok")
        for _ in range(300):
            if on_stage.log.runs()[0].felt.note != FELT.note:
                break
            await pilot.pause(0.01)
        assert on_stage.log.runs()[0].felt.note == "left side [b]ok"
        assert "It is in the log." in shown(pilot, "kept")
        await pilot.press("q", "escape")
        await until(pilot, HistoryScreen)
        assert on_stage.log.runs()[0].felt.note == "left side [b]okq"
        assert table(screen)[0][4:] == ["5 → 1", "4", "left side [b]okq"]


async def test_a_note_that_is_only_looked_at_stays_as_it_is(on_stage: Stage) -> None:
    note = "one\r\n\x1b[31mtwo  three "
    keep(on_stage.places.log, [Did(timedelta(), 20, replace(FELT, note=note))])
    async with coach_app(on_stage.context).run_test() as pilot:
        await look(pilot)
        await pilot.press("enter")
        await until(pilot, PastScreen)
        assert pilot.app.screen.query_one("#note", TextArea).text == "one\n[31mtwo three"
        pilot.app.screen.query_one("#effort").focus()
        await pilot.press("7", "escape")
        await until(pilot, HistoryScreen)
    assert on_stage.log.runs()[0].felt == replace(FELT, note=note, effort=7)


async def test_a_run_that_was_deleted_meanwhile_is_told(on_stage: Stage) -> None:
    keep(on_stage.places.log, [Did(timedelta(), 20, FELT)])
    async with coach_app(on_stage.context).run_test() as pilot:
        await look(pilot)
        await pilot.press("enter")
        await until(pilot, PastScreen)
        on_stage.log.delete_everything()
        pilot.app.screen.query_one("#effort").focus()
        await pilot.press("7")
        assert [str(toast.message) for toast in pilot.app._notifications] == [
            "The session is no longer in the log."
        ]
        await pilot.press("escape", "enter")
        assert isinstance(pilot.app.screen, HistoryScreen)


async def test_what_cannot_be_kept_is_not_lost_without_a_word(on_stage: Stage) -> None:
    keep(on_stage.places.log, [Did(timedelta(), 20, FELT)])
    async with coach_app(on_stage.context).run_test() as pilot:
        await look(pilot)
        await pilot.press("enter")
        await until(pilot, PastScreen)
        on_stage.log._connection.execute("PRAGMA query_only = ON")
        pilot.app.screen.query_one("#note").focus()
        await pilot.press("!", "escape")
        assert isinstance(pilot.app.screen, PastScreen)
        (toast,) = pilot.app._notifications
        assert "write-protected" in toast.message
        assert not shown(pilot, "kept")
        on_stage.log._connection.execute("PRAGMA query_only = OFF")
        await pilot.press("?", "escape")
        await until(pilot, HistoryScreen)
    assert on_stage.log.runs()[0].felt.note == "left side!?"


async def test_routines_are_a_key_away_where_there_is_no_room_beside(on_stage: Stage) -> None:
    keep(on_stage.places.log, season())
    async with coach_app(on_stage.context).run_test() as pilot:
        screen = await look(pilot)
        done, routines = (screen.query_one(f"#{name}") for name in ("done", "routines"))
        assert (done.display, routines.display) == (True, False)
        await pilot.press("r")
        assert (done.display, routines.display, routines.has_focus) == (False, True, True)
        await pilot.press("r")
        assert (done.display, done.has_focus) == (True, True)
        await pilot.resize_terminal(200, 60)
        assert (done.display, routines.display) == (True, True)


@pytest.mark.parametrize("size", [(20, 5), (40, 12), (80, 24), (200, 60)])
async def test_it_can_be_used_at_any_size_and_without_colour(
    on_stage: Stage, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    keep(on_stage.places.log, season())
    async with coach_app(on_stage.context).run_test(size=size) as pilot:
        await look(pilot)
        await pilot.resize_terminal(size[1] * 3, size[0] // 2)
        await pilot.resize_terminal(*size)
        await pilot.press("down", "enter")
        await until(pilot, PastScreen)
        await pilot.press("escape")
        await until(pilot, HistoryScreen)
        picture = pilot.app.export_screenshot().lower()
        for colour in THEMES[0].variables.values():
            assert colour == "#ffffff" or colour not in picture


@pytest.mark.parametrize("goal", [0, 1, 2000])
async def test_any_goal_and_any_week_can_be_drawn(on_stage: Stage, goal: int) -> None:
    keep(on_stage.places.log, [Did(timedelta(days=1), 9_000), Did(timedelta(days=9), 1)])
    program = on_stage.context.program
    settings = msgspec.structs.replace(program.settings, weekly_goal=goal)
    context = replace(on_stage.context, program=replace(program, settings=settings))
    async with coach_app(context).run_test(size=(120, 40)) as pilot:
        screen = await look(pilot)
        assert ("of" in shown(pilot, "summary")) == bool(goal)
        numbers = screen.query_one("#minutes #margin-left", Canvas)
        written = ["".join(segment.text for segment in numbers.render_line(y)) for y in range(12)]
        highest = max(int(number) for number in "".join(written).split())
        assert max(goal, 4_000) <= highest <= 20_000
