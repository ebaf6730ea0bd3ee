"""The machine sleeps for a minute in the middle of a session."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import TracebackType

import pytest
from stage import MORNING, coach_app, stage, until

from audio.clocks import Clocks, machine_clocks
from coach.helplines import Helplines
from coach.log import Log
from coach.places import places
from coach.plain import do
from coach.player import State
from coach.recorder import Recorder, start_of
from coach.safety import Safety
from coach.screens.library import LibraryScreen
from coach.screens.player import PlayerScreen
from coach.settings import Settings
from coach.sleep import SleepWatch
from coach.studio import Studio
from coach.widgets.line import Line
from sessions.session import Session
from sessions.words import Language, Words

SAID = "The computer has slept, so this is paused: the space bar goes on."


class Machine:
    """The clocks of a machine that sleeps when a test says so."""

    def __init__(self) -> None:
        self.asleep = 0.0
        self.clocks = Clocks(time.monotonic, lambda: time.monotonic() + self.asleep)

    def sleep(self, seconds: float = 60.0) -> None:
        self.asleep += seconds


def test_a_sleep_is_told_once() -> None:
    machine = Machine()
    watch = SleepWatch(machine.clocks)
    assert not watch.slept()
    machine.sleep()
    assert watch.slept()
    assert not watch.slept()


def test_clocks_that_wander_apart_are_no_sleep() -> None:
    machine = Machine()
    watch = SleepWatch(machine.clocks)
    for _ in range(3600):
        machine.sleep(0.01)
        assert not watch.slept()


@pytest.mark.skipif(sys.platform not in {"linux", "darwin", "win32"}, reason="one clock only")
def test_the_clocks_of_this_machine_go_equally_fast_while_it_is_awake() -> None:
    clocks = machine_clocks()
    before, gap = clocks.awake(), clocks.passing() - clocks.awake()
    time.sleep(0.2)
    assert clocks.awake() > before
    assert clocks.passing() - clocks.awake() == pytest.approx(gap, abs=0.1)


class Person:
    """Presses keys at a terminal, some of them after the machine has slept."""

    def __init__(self, machine: Machine, written: list[str]) -> None:
        self._machine = machine
        self._written = written
        self._looks = 0

    def __enter__(self) -> Person:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave."""

    def wait(self, seconds: float) -> str:
        time.sleep(seconds)
        self._looks += 1
        if self._looks == 5:
            self._machine.sleep()
        return {20: " ", 60: "q"}.get(self._looks, "")


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with closing(Log.open(tmp_path / "log.db")) as log:
        yield log


def test_a_session_in_lines_wakes_up_paused_and_says_why_and_the_minute_is_in_no_log(
    tmp_path: Path, log: Log
) -> None:
    machine, written = Machine(), list[str]()
    studio = Studio(places({"COACH_HOME": str(tmp_path)}), machine.clocks)
    words, settings = Words(Language.EN), Settings(output="silent")
    with closing(studio):
        session = Session(MORNING, Language.EN)
        prepared = studio.prepare(session, settings)
        player = studio.play(prepared, settings).player
        start = start_of("morning", tmp_path / "none", prepared.timeline, session)
        recorder = Recorder(log, start, machine.clocks.awake)
        with closing(player):
            person, safety = Person(machine, written), Safety(None, Helplines("112"))
            caught = do(player, recorder, person, safety, words, written.append)
            seconds = player.poll().seconds
    assert caught == 0
    told = written.index(SAID)
    assert written[told + 1] == "Going on."
    # What was to be heard in the minute is not made up for.
    assert seconds < 10
    (run,) = log.runs()
    assert run.active_seconds + run.paused_seconds < 15
    assert run.paused_seconds > 1


async def test_the_screen_wakes_up_paused_and_says_why(tmp_path: Path) -> None:
    on_stage = stage(tmp_path, Language.EN)
    with closing(on_stage.log):
        async with coach_app(on_stage.context).run_test() as pilot:
            await until(pilot, LibraryScreen)
            await pilot.press("enter")
            await until(pilot, PlayerScreen)
            screen, player = pilot.app.screen, on_stage.studio.players[-1]
            assert isinstance(screen, PlayerScreen)
            notice = screen.query_one("#notice", Line)

            def hear(seconds: float) -> State:
                on_stage.studio.outputs[-1].pump(seconds)
                screen.look()
                return player.poll().state

            assert hear(2.0) is State.PLAYING
            on_stage.studio.sleeps.append(True)
            screen.look()
            at = player.poll().seconds
            assert hear(5.0) is State.PAUSED
            assert player.poll().seconds == pytest.approx(at, abs=0.1)
            assert notice.content.plain == SAID
            await pilot.press("space")
            assert hear(1.0) is not State.PAUSED
            assert notice.content.plain != SAID


async def test_a_session_that_was_paused_already_says_nothing_of_a_sleep(tmp_path: Path) -> None:
    on_stage = stage(tmp_path, Language.EN)
    with closing(on_stage.log):
        async with coach_app(on_stage.context).run_test() as pilot:
            await until(pilot, LibraryScreen)
            await pilot.press("enter")
            await until(pilot, PlayerScreen)
            player = on_stage.studio.players[-1]
            player.pause()
            on_stage.studio.sleeps.append(True)
            assert player.poll().paused_by is None
