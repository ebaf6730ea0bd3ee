from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.player import Snapshot, State
from coach.recorder import Recorder, start_of
from coach.runs import Felt, Outcome, Run
from sessions.routine import LocalText, Routine, Text
from sessions.session import Session
from sessions.sore import Sore
from sessions.stage import Pregnant
from sessions.timeline import Phase, Segment, Timeline, TimelineStep
from sessions.words import Language

TITLE = LocalText("Waden", Language.DE)
STEP = TimelineStep("stretch", TITLE, "6 s", None, ())
ROUTINE = Routine(format=1, title=Text("Waden"), steps=())
SESSION = Session(ROUTINE, Language.DE, Sore.LEFT, stage=Pregnant(24))
TIMELINE = Timeline(TITLE, Language.DE, (STEP,), (Segment(Phase.WORK, 0.0, 60.0, 0, ()),))
MOMENT = Snapshot(
    state=State.PLAYING,
    seconds=0.0,
    segment_index=0,
    segment=TIMELINE.segments[0],
    step=STEP,
    countdown=60,
    said=None,
    ticking=False,
    volume=80,
    muted=False,
    finished=(),
    stays=1.0,
)


class Clock:
    """Seconds that go by when a test says so."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    log = Log.open(tmp_path / "log.db")
    yield log
    log.close()


@pytest.fixture
def recorder(log: Log, clock: Clock, tmp_path: Path) -> Recorder:
    file = tmp_path / "waden.toml"
    file.write_bytes(b"format = 1\n")
    return Recorder(log, start_of("waden", file, TIMELINE, SESSION), clock)


def after(recorder: Recorder, clock: Clock, seconds: float, snapshot: Snapshot) -> None:
    clock.seconds += seconds
    recorder.saw(snapshot)


def only_run(log: Log) -> Run:
    (run,) = log.runs()
    return run


def test_a_run_stands_in_the_log_from_its_first_moment(recorder: Recorder, log: Log) -> None:
    run = only_run(log)
    assert recorder.trouble is None
    assert (run.routine, run.title, run.sore) == ("waden", "Waden", Sore.LEFT)
    assert run.stage == Pregnant(24)
    assert run.outcome is Outcome.RUNNING
    # sha256 of the file's eleven bytes.
    assert run.content_sha256.startswith("a1af1bcc")


def test_time_is_counted_by_the_state_it_went_by_in(
    recorder: Recorder, log: Log, clock: Clock
) -> None:
    after(recorder, clock, 10.0, MOMENT)
    after(recorder, clock, 3.0, replace(MOMENT, state=State.COUNTING_IN))
    after(recorder, clock, 20.0, replace(MOMENT, state=State.PAUSED))
    after(recorder, clock, 5.0, replace(MOMENT, state=State.WAITING))
    after(recorder, clock, 1.0, replace(MOMENT, state=State.DONE))
    run = only_run(log)
    assert (run.active_seconds, run.paused_seconds) == (13.0, 25.0)
    assert run.outcome is Outcome.COMPLETED


def test_a_finished_step_is_in_the_log_at_once(recorder: Recorder, log: Log) -> None:
    recorder.saw(replace(MOMENT, finished=(StepResult(0, StepStatus.DONE, 60.0, 60.0),)))
    assert [step.status for step in only_run(log).steps] == [StepStatus.DONE]


def test_the_first_end_counts(recorder: Recorder, log: Log) -> None:
    recorder.saw(replace(MOMENT, state=State.STOPPED))
    recorder.end(Outcome.INTERRUPTED)
    assert only_run(log).outcome is Outcome.STOPPED


def test_how_it_felt_can_be_told_after_the_end(recorder: Recorder, log: Log) -> None:
    recorder.end(Outcome.COMPLETED)
    recorder.annotate(Felt(pain_after=2, effort=3, note="gut"))
    assert only_run(log).felt == Felt(None, 2, 3, "gut")


def test_without_a_log_everything_else_goes_on(clock: Clock, tmp_path: Path) -> None:
    start = start_of("gone", tmp_path / "gone.toml", TIMELINE, SESSION)
    recorder = Recorder(None, start, clock)
    recorder.saw(replace(MOMENT, finished=(StepResult(0, StepStatus.DONE, 60.0, 60.0),)))
    recorder.end(Outcome.COMPLETED)
    assert recorder.trouble is None


def test_what_a_log_that_broke_could_not_take_is_written_once_it_works_again(
    recorder: Recorder, log: Log
) -> None:
    log._connection.execute("PRAGMA query_only = ON")
    recorder.saw(replace(MOMENT, finished=(StepResult(0, StepStatus.DONE, 60.0, 60.0),)))
    recorder.end(Outcome.COMPLETED)
    assert recorder.trouble is not None
    log._connection.execute("PRAGMA query_only = OFF")
    recorder.annotate(Felt(note="it works again"))
    assert recorder.trouble is None
    run = only_run(log)
    assert [step.status for step in run.steps] == [StepStatus.DONE]
    assert (run.outcome, run.felt.note) == (Outcome.COMPLETED, "it works again")


def test_a_run_that_could_not_be_begun_is_in_the_log_later_with_the_moment_it_began(
    tmp_path: Path, clock: Clock
) -> None:
    moments = [datetime(2026, 3, 1, 18, minute, tzinfo=UTC) for minute in range(30)]
    log = Log.open(tmp_path / "log.db", iter(moments).__next__)
    log._connection.execute("PRAGMA query_only = ON")
    recorder = Recorder(log, start_of("waden", tmp_path / "waden.toml", TIMELINE, SESSION), clock)
    recorder.saw(replace(MOMENT, finished=(StepResult(0, StepStatus.DONE, 60.0, 60.0),)))
    assert recorder.trouble is not None
    log._connection.execute("PRAGMA query_only = OFF")
    recorder.end(Outcome.COMPLETED)
    assert recorder.trouble is None
    run = only_run(log)
    assert (run.started, run.steps[0].ended, run.ended) == tuple(moments[:3])
    log.close()


def test_a_file_whose_name_is_no_text_is_kept_all_the_same(log: Log, clock: Clock) -> None:
    start = start_of("w\udcffden", Path("w\udcffden.toml"), TIMELINE, SESSION)
    recorder = Recorder(log, start, clock)
    assert recorder.trouble is None
    assert only_run(log).routine == "w\ufffdden"
