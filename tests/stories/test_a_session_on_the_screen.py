"""Whole paths through the screen program, with time in the test's hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from stage import EVENING, MORNING, Shelf, Stage, coach_app, entry, stage, until
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from coach.doing import StepStatus
from coach.player import State
from coach.runs import Outcome
from coach.screens.help_now import HelpNowScreen
from coach.screens.history import HistoryScreen
from coach.screens.library import LibraryScreen
from coach.screens.player import PlayerScreen
from coach.screens.settings import SettingsScreen
from coach.screens.summary import SummaryScreen
from coach.widgets.big_text import BigText
from coach.widgets.line import Line
from coach.widgets.paragraphs import Paragraphs
from sessions.library import Library
from sessions.routine import Routine, Seconds, Stretch, Text
from sessions.timeline import Phase
from sessions.words import Language, message


@pytest.fixture
def on_stage(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN)
    yield made
    made.log.close()


def hear(on_stage: Stage, pilot: Pilot[None], seconds: float) -> None:
    """Let sound be heard, looking ten times a second as the screen does."""
    for _ in range(round(seconds * 10)):
        on_stage.studio.outputs[-1].pump(0.1)
        if isinstance(pilot.app.screen, PlayerScreen):
            pilot.app.screen.look()


def shown(pilot: Pilot[None], name: str) -> str:
    return pilot.app.screen.query_one(f"#{name}", Line).content.plain


async def begin(pilot: Pilot[None]) -> None:
    await until(pilot, LibraryScreen)
    await pilot.press("enter")
    await until(pilot, PlayerScreen)


async def test_search_start_finish_save(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("slash", *"round")
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await pilot.press("enter", "enter")
        await until(pilot, PlayerScreen)
        hear(on_stage, pilot, on_stage.studio.players[-1].timeline.duration + 3)
        await until(pilot, SummaryScreen)
        await pilot.press("2", "x", *"calm", "enter")
        await until(pilot, LibraryScreen)
    (run,) = on_stage.log.runs()
    assert (run.routine, run.outcome) == ("morning", Outcome.COMPLETED)
    assert (run.felt.pain_after, run.felt.effort, run.felt.note) == (2, 10, "calm")
    assert [step.status for step in run.steps] == [StepStatus.DONE]


async def test_typing_searches_and_what_is_called_so_comes_first(on_stage: Stage) -> None:
    calf = Stretch(title=Text("Calf"), hold=Seconds(20))
    named = Routine(format=1, title=Text("Standing at the wall"), steps=(calf,))
    shelf = Shelf({"evening": EVENING, "morning": MORNING, "named": named})
    async with coach_app(replace(on_stage.context, library=shelf)).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("w", "a", "l")
        search, routines = pilot.app.screen.query_one(Input), pilot.app.screen.query_one(OptionList)
        assert (search.value, search.has_focus) == ("wal", True)
        found = [str(option.prompt) for option in routines.options]
        assert [text.splitlines()[0] for text in found] == [
            "Standing at the wall",
            "Evening on the mat",
        ]
        await pilot.press("escape", "s")
        await until(pilot, SettingsScreen)


async def test_a_long_instruction_stands_there_whole(on_stage: Stage) -> None:
    words = " ".join(f"word{n}" for n in range(36))
    long = Stretch(title=Text("Calf"), hold=Seconds(20), say=Text(words))
    shelf = Shelf({"long": Routine(format=1, title=Text("Long"), steps=(long,))})
    context = replace(on_stage.context, library=shelf)
    async with coach_app(context).run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        number = pilot.app.screen.query_one("#number", BigText).region
        hear(on_stage, pilot, 6)
        await pilot.pause()
        seen = "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())
        assert all(word in seen for word in words.split())
        assert pilot.app.screen.query_one("#number", BigText).region == number


async def test_pausing_stands_still_and_going_on_counts_in(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        timeline = on_stage.studio.players[-1].timeline
        work = next(s for s in timeline.segments if s.phase is Phase.WORK)
        hear(on_stage, pilot, work.start + 5)
        number = pilot.app.screen.query_one("#number", BigText)
        before = number.text
        await pilot.press("space")
        hear(on_stage, pilot, 10)
        assert (shown(pilot, "phase").strip(), number.text) == ("Paused", before)
        await pilot.press("space")
        hear(on_stage, pilot, 0.5)
        assert (shown(pilot, "phase").strip(), number.text) == ("Going on", "3")


async def test_skipping_and_ending_is_told_in_the_summary_and_the_log(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        hear(on_stage, pilot, 2)
        await pilot.press("right")
        hear(on_stage, pilot, 2)
        await pilot.press("q")
        hear(on_stage, pilot, 0.5)
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
    (run,) = on_stage.log.runs()
    assert run.outcome is Outcome.STOPPED
    assert run.steps[0].status is StepStatus.SKIPPED


async def test_every_way_out_ends_the_run_in_the_log(on_stage: Stage) -> None:
    app = coach_app(on_stage.context)
    async with app.run_test() as pilot:
        await begin(pilot)
        hear(on_stage, pilot, 2)
        await pilot.press("ctrl+c")
    (run,) = on_stage.log.runs()
    assert (app.return_code, run.outcome) == (130, Outcome.INTERRUPTED)
    assert on_stage.studio.outputs[-1].closed


@pytest.mark.parametrize("key", ["exclamation_mark", "f1"])
async def test_stop_at_once_silences_and_says_whom_to_call(on_stage: Stage, key: str) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        hear(on_stage, pilot, 2)
        await pilot.press(key)
        await until(pilot, HelpNowScreen)
        on_stage.studio.outputs[-1].pump(0.5)
        assert not on_stage.studio.outputs[-1].samples[-4800:].any()
        told = str(pilot.app.screen.query_one("#what-to-do", Static).content)
        assert "emergency: 999" in told
        await pilot.press("escape")
        await until(pilot, PlayerScreen)
        assert "silent" in shown(pilot, "notice")
        await pilot.press("exclamation_mark")
        await until(pilot, HelpNowScreen)
        await pilot.press("space")
        await until(pilot, PlayerScreen)
        on_stage.studio.outputs[-1].pump(5)
        assert on_stage.studio.players[-1].poll().state is State.PLAYING


async def test_a_routine_named_on_the_command_line_starts_by_itself_and_then_leaves(
    on_stage: Stage,
) -> None:
    app = coach_app(on_stage.context, entry("morning", MORNING))
    async with app.run_test() as pilot:
        await until(pilot, PlayerScreen)
        await pilot.press("q")
        hear(on_stage, pilot, 0.5)
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await pilot.pause()
    assert not app.return_code
    assert [run.routine for run in on_stage.log.runs()] == ["morning"]


async def test_what_is_typed_in_one_go_is_searched_for_whole(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        # "a", "e" and "h" are keys of the library too.
        for letter in "wache":
            pilot.app.post_message(Key(letter, letter))
        for _ in range(5):
            await pilot.pause()
        assert pilot.app.screen.query_one("#search", Input).value == "wache"


async def test_nothing_found_says_so_and_escape_shows_everything_again(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("slash", *"zzz")
        assert pilot.app.screen.query_one("#nothing").display
        await pilot.press("escape")
        assert pilot.app.screen.query_one(OptionList).option_count == 2
        assert not pilot.app.screen.query_one("#search", Input).display


async def test_what_was_done_stands_in_the_history(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        await pilot.press("q")
        hear(on_stage, pilot, 0.5)
        await until(pilot, SummaryScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
        await pilot.press("h")
        await until(pilot, HistoryScreen)
        assert EVENING.title.written_in(Language.EN).text in _text(pilot)


def _text(pilot: Pilot[None]) -> str:
    return unescape(pilot.app.export_screenshot(simplify=True)).replace("\xa0", " ")


async def test_sound_that_is_gone_is_told_in_a_line_until_it_is_back(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        usual = shown(pilot, "notice")
        on_stage.studio.unheard = message("There is sound again.")
        hear(on_stage, pilot, 1)
        assert shown(pilot, "notice") == "There is sound again."
        on_stage.studio.unheard = None
        hear(on_stage, pilot, 1)
        assert shown(pilot, "notice") == usual


async def test_what_is_amiss_is_told_also_where_the_library_is_not_seen(on_stage: Stage) -> None:
    note = message("The log is in use by another program.")
    app = coach_app(replace(on_stage.context, notes=(note,)), entry("morning", MORNING))
    async with app.run_test() as pilot:
        await until(pilot, PlayerScreen)
        (toast,) = app._notifications
        assert toast.message == str(note)


async def test_every_key_that_is_named_is_also_a_click(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await begin(pilot)
        hear(on_stage, pilot, 2)
        await pilot.click("#keys", offset=(1, 0))
        on_stage.studio.outputs[-1].pump(0.5)
        assert on_stage.studio.players[-1].poll().state is State.PAUSED


async def test_a_file_with_mistakes_is_on_the_shelf_with_what_to_write_instead(
    on_stage: Stage, tmp_path: Path
) -> None:
    file = tmp_path / "broken.toml"
    file.write_text('format = 1\ntitle = "Broken"\n[[steps]]\nkind = "strech"\n')
    folder = Library([tmp_path])
    context = replace(on_stage.context, library=folder)
    async with coach_app(context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("slash", *"broken", "enter")
        await pilot.pause(0.2)
        told = pilot.app.screen.query_one(Paragraphs).paragraphs
        assert any('did you mean "stretch"?' in each.text.plain for each in told)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, LibraryScreen)
