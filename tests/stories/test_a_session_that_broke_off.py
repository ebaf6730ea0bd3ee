"""A session is cut off, and gone on with: on the screen, and in lines after `kill -9`."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from stage import EVENING, Stage, coach_app, entry, stage, until
from textual.app import App
from textual.pilot import Pilot

from coach.doing import StepResult, StepStatus
from coach.if_broken_off import IfBrokenOff
from coach.log import Log
from coach.runs import Outcome, Run, Start, content_sha256
from coach.screens.check import CheckScreen
from coach.screens.library import LibraryScreen
from coach.screens.player import PlayerScreen
from coach.screens.resume import ResumeScreen
from coach.screens.summary import SummaryScreen
from coach.settings import LifePhase, Settings
from sessions.compile import compile_session
from sessions.session import Session
from sessions.sore import Sore
from sessions.words import Language

STEPS = compile_session(Session(EVENING, Language.DE), lambda *_: 1.0).steps
NOTHING = content_sha256(Path("no such file"))
"""What the routines of the stage have: there is no file of theirs."""


@pytest.fixture
def on_stage(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN)
    yield made
    made.log.close()


def break_off(log: Log, sha256: str = NOTHING, routine: str = "evening") -> None:
    """Leave a run as a program does that is killed in the second step."""
    run = log.begin(Start(routine, "Evening", sha256, Language.DE, Sore.RIGHT, STEPS))
    run.step(StepResult(0, StepStatus.DONE, 90.0, 90.0))
    log._connection.execute("UPDATE runs SET process = 0 WHERE outcome = 'running'")


def hear(on_stage: Stage, pilot: Pilot[None], seconds: float) -> None:
    for _ in range(round(seconds * 10)):
        on_stage.studio.outputs[-1].pump(0.1)
        if isinstance(pilot.app.screen, PlayerScreen):
            pilot.app.screen.look()


async def test_it_is_offered_at_the_next_start_and_goes_on_in_the_same_run(
    on_stage: Stage,
) -> None:
    break_off(on_stage.log)
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, ResumeScreen)
        await pilot.press("enter")
        await until(pilot, PlayerScreen)
        player = on_stage.studio.players[-1]
        assert player.timeline.language is Language.DE
        assert player.poll().step is player.timeline.steps[1]
        rest = player.timeline.step_span(1)[0]
        hear(on_stage, pilot, player.timeline.duration - rest + 15)
        await until(pilot, SummaryScreen)
        await pilot.press("3", "escape")
        await until(pilot, LibraryScreen)
    (run,) = on_stage.log.runs()
    assert run.outcome is Outcome.COMPLETED
    assert run.sore is Sore.RIGHT
    assert [step.status for step in run.steps] == [StepStatus.DONE] * 3
    assert on_stage.log.broken_off() == []


async def test_the_summary_tells_the_steps_of_both_parts(on_stage: Stage) -> None:
    break_off(on_stage.log)
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, ResumeScreen)
        await pilot.press("enter")
        await until(pilot, PlayerScreen)
        hear(on_stage, pilot, 2)
        await pilot.press("q")
        hear(on_stage, pilot, 0.5)
        await until(pilot, SummaryScreen)
        lines = [line.plain[0] for line in pilot.app.screen._step_lines()]
    assert lines[0] == "✓"


async def test_closed_it_has_ended_with_its_last_step_and_is_not_offered_again(
    on_stage: Stage,
) -> None:
    break_off(on_stage.log)
    break_off(on_stage.log, routine="morning")
    break_off(on_stage.log)
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, ResumeScreen)
        await pilot.press("c")
        await until(pilot, LibraryScreen)
    for run in on_stage.log.runs():
        assert (run.outcome, run.active_seconds) == (Outcome.INTERRUPTED, 90.0)
        assert run.ended == run.steps[-1].ended
    assert on_stage.log.broken_off() == []


async def test_decided_later_it_is_offered_at_the_next_start_again(on_stage: Stage) -> None:
    break_off(on_stage.log)
    for _ in range(2):
        async with coach_app(on_stage.context).run_test() as pilot:
            await until(pilot, ResumeScreen)
            await pilot.press("escape")
            await until(pilot, LibraryScreen)


@pytest.mark.parametrize(("sha256", "routine"), [("ab" * 32, "evening"), (NOTHING, "gone")])
async def test_a_routine_that_was_changed_or_is_gone_is_not_gone_on_with(
    on_stage: Stage, sha256: str, routine: str
) -> None:
    break_off(on_stage.log, sha256, routine)
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert isinstance(pilot.app.screen, LibraryScreen)
    assert len(on_stage.log.broken_off()) == 1


async def test_a_session_whose_steps_do_not_suit_any_more_is_not_gone_on_with(
    on_stage: Stage,
) -> None:
    break_off(on_stage.log)
    on_stage.log._connection.execute("UPDATE steps SET title = 'Something for others'")
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_somebody_is_asked_how_they_are_before_they_go_on(on_stage: Stage) -> None:
    break_off(on_stage.log)
    settings = Settings(language=Language.EN, country="GB", phase=LifePhase.NOT_PREGNANT)
    on_stage.context.settings_file.save(settings)
    program = replace(on_stage.context.program, asks=True, settings=settings)
    async with coach_app(replace(on_stage.context, program=program)).run_test() as pilot:
        await until(pilot, ResumeScreen)
        await pilot.press("enter")
        await until(pilot, CheckScreen)
        await pilot.press(*["n"] * len(program.safety().questions()), "4")
        await until(pilot, PlayerScreen)
        assert on_stage.studio.players[-1].poll().step.kind == "rest"
    (run,) = on_stage.log.runs()
    assert run.felt.pain_before == 4


async def test_a_session_that_another_program_is_doing_is_not_offered(on_stage: Stage) -> None:
    break_off(on_stage.log)
    on_stage.log._connection.execute("UPDATE runs SET process = ?", (os.getppid(),))
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.app.workers.wait_for_complete()
        assert isinstance(pilot.app.screen, LibraryScreen)


async def test_a_routine_that_is_named_goes_on_by_itself_if_that_was_asked_for(
    on_stage: Stage,
) -> None:
    break_off(on_stage.log)
    app = coach_app(on_stage.context, entry("evening", EVENING), IfBrokenOff.GO_ON)
    async with app.run_test() as pilot:
        await until(pilot, PlayerScreen)
        assert on_stage.studio.players[-1].poll().step.kind == "rest"


async def test_a_routine_that_is_named_begins_afresh_if_that_was_asked_for(
    on_stage: Stage,
) -> None:
    break_off(on_stage.log)
    app = coach_app(on_stage.context, entry("evening", EVENING), IfBrokenOff.LEAVE)
    async with app.run_test() as pilot:
        await until(pilot, PlayerScreen)
        assert on_stage.studio.players[-1].poll().step.kind == "ball-massage"
    assert len(on_stage.log.runs()) == 2


@pytest.mark.parametrize("size", [(20, 5), (80, 24), (200, 60)])
@pytest.mark.parametrize("language", list(Language))
async def test_the_offer_and_its_keys_are_seen_at_every_size(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    made = stage(tmp_path, language)
    break_off(made.log)
    app: App[None] = coach_app(made.context)
    async with app.run_test(size=size) as pilot:
        await until(pilot, ResumeScreen)
        for widget in app.screen.query("KeyHelp, #resume-title"):
            assert widget.region.area > 0
            assert app.screen.region.contains_region(widget.region)
    made.log.close()


ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "rest"
duration = "1s"
[[steps]]
kind = "stretch"
title = "Second"
prepare = "1s"
hold = "5m"
[[steps]]
kind = "stretch"
title = "Third"
hold = "5m"
"""


PLAIN = ("--plain", "--output", "silent")


class Lines:
    """`coach run --plain` in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.routine = folder / "long.toml"
        self.routine.write_text(ROUTINE)
        self.home = folder / "home"
        (self.home / "config").mkdir(parents=True)
        settings = 'verbosity = "tones"\nprecount = 0\nphase = "not-pregnant"\n'
        (self.home / "config" / "settings.toml").write_text(settings)

    def start(self, *options: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "coach", "run", self.routine, *PLAIN, *options],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COACH_HOME": str(self.home), "LC_ALL": "en_GB.UTF-8"},
        )

    def heard_until(self, expected: str, number: signal.Signals, *options: str) -> tuple[str, str]:
        """Listen until something is told, end it by a signal, and give both outputs."""
        with self.start(*options) as process:
            told = ""
            for line in process.stdout:
                told += line
                if expected in line:
                    break
            else:
                pytest.fail(f"{expected} is not in {told} {process.stderr.read()}")
            process.send_signal(number)
            return told, process.stderr.read()

    def runs(self) -> list[Run]:
        with closing(Log.open_read_only(self.home / "data" / "log.db")) as log:
            return log.runs()


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    return Lines(tmp_path)


def test_killed_it_goes_on_with_the_step_that_broke_off(lines: Lines) -> None:
    lines.heard_until("Get ready · Second", signal.SIGKILL)
    told, _ = lines.heard_until("Get ready · Second", signal.SIGINT, "--resume")
    assert "Rest" not in told
    (run,) = lines.runs()
    assert run.outcome is Outcome.STOPPED
    assert [step.title for step in run.steps] == ["Rest", "Second"]
    assert lines.heard_until("Rest · Rest", signal.SIGINT)[1] == ""


def test_where_nobody_can_be_asked_it_is_told_and_begun_afresh(lines: Lines) -> None:
    lines.heard_until("Get ready · Second", signal.SIGKILL)
    _, told = lines.heard_until("Rest · Rest", signal.SIGINT)
    assert "broke off before the end of step 2 of 3, Second." in told
    assert "--resume goes on from there." in told
    assert [run.outcome for run in lines.runs()] == [Outcome.STOPPED, Outcome.INTERRUPTED]
    # It can still be gone on with.
    lines.heard_until("Get ready · Second", signal.SIGINT, "--resume")
    assert [run.outcome for run in lines.runs()] == [Outcome.STOPPED] * 2


def test_without_one_that_broke_off_or_after_a_change_there_is_nothing_to_go_on_with(
    lines: Lines,
) -> None:
    for change in ("", "\n# changed"):
        process = lines.start("--resume")
        _, told = process.communicate()
        assert process.returncode == 1
        assert told == "No session of this routine has broken off that could be gone on with.\n"
        if not change:
            lines.heard_until("Get ready · Second", signal.SIGKILL)
            lines.routine.write_text(ROUTINE + "\n# changed")


@pytest.mark.parametrize(
    ("answer", "goes_on", "runs"),
    [
        ("y", "Get ready · Second", [Outcome.STOPPED]),
        ("n", "Rest · Rest", [Outcome.STOPPED, Outcome.INTERRUPTED]),
    ],
)
def test_at_a_terminal_it_is_asked_once(
    lines: Lines, answer: str, goes_on: str, runs: list[Outcome]
) -> None:
    lines.heard_until("Get ready · Second", signal.SIGKILL)
    terminal, inside = pty.openpty()
    process = lines.start(stdin=inside)
    os.write(terminal, f"{answer}\n".encode())
    for line in process.stdout:
        if line.startswith(goes_on):
            break
        if line.endswith("[y/n]\n"):
            os.write(terminal, b"n")
        elif line.startswith("Pain now"):
            os.write(terminal, b"\n")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert told.count("?") == 1
    assert process.returncode == 130
    os.close(terminal)
    os.close(inside)
    assert [run.outcome for run in lines.runs()] == runs
    with closing(Log.open_read_only(lines.home / "data" / "log.db")) as log:
        assert log.broken_off() == []
