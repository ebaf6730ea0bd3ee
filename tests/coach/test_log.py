import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from coach.doing import StepResult, StepStatus
from coach.log import Log, LogError
from coach.log_file import VERSION
from coach.runs import Felt, Outcome, Start
from sessions.routine import LocalText
from sessions.session import Sore
from sessions.timeline import Side, TimelineStep
from sessions.words import Language

DAWN = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=1)))


def step(title: str, sides: tuple[Side, ...] = ()) -> TimelineStep:
    return TimelineStep("stretch", LocalText(title, Language.DE), "30 s", None, sides)


START = Start(
    routine="ball-wall",
    title="Ballmassage",
    content_sha256="ab" * 32,
    language=Language.DE,
    sore=Sore.LEFT,
    steps=(step("Waden", (Side.LEFT, Side.RIGHT)), step("Gesäß")),
)


class Clock:
    def __init__(self, moment: datetime = DAWN) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        self.moment += timedelta(minutes=1)
        return self.moment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    log = Log.open(path, Clock())
    yield log
    log.close()


def test_a_new_log_is_empty(log: Log) -> None:
    assert log.runs() == []


def test_a_run_keeps_what_it_was_what_was_done_and_how_it_felt(log: Log) -> None:
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
    run.step(StepResult(1, StepStatus.PARTLY, 30.0, 12.5))
    run.end(Outcome.STOPPED, 140.04, 20.0)
    run.annotate(
        Felt(pain_before=5, pain_after=0, effort=10, note="Ging gut – [bold]x[/]\n2. Zeile")
    )

    (kept,) = log.runs()
    assert (kept.routine, kept.title, kept.language) == ("ball-wall", "Ballmassage", Language.DE)
    assert (kept.content_sha256, kept.sore) == ("ab" * 32, Sore.LEFT)
    assert kept.outcome is Outcome.STOPPED
    assert (kept.active_seconds, kept.paused_seconds) == (140.0, 20.0)
    assert kept.felt == Felt(5, 0, 10, "Ging gut – [bold]x[/]\n2. Zeile")
    first, second = kept.steps
    assert (first.title, first.kind) == ("Waden", "stretch")
    assert first.sides == (Side.LEFT, Side.RIGHT)
    assert (first.status, second.status) == (StepStatus.DONE, StepStatus.PARTLY)
    assert (second.planned_seconds, second.done_seconds) == (30.0, 12.5)


def test_times_are_kept_in_utc_and_given_where_it_was_done(log: Log, path: Path) -> None:
    run = log.begin(START)
    run.end(Outcome.COMPLETED, 60.0, 0.0)
    (kept,) = log.runs()
    assert kept.started == DAWN + timedelta(minutes=1)
    assert kept.started.utcoffset() == timedelta(hours=1)
    assert kept.ended == DAWN + timedelta(minutes=2)
    with sqlite3.connect(path) as raw:
        (started,) = raw.execute("SELECT started FROM runs").fetchone()
    raw.close()
    assert started == "2026-03-29T00:31:00+00:00"


def test_the_newest_run_comes_first(path: Path) -> None:
    late = Log.open(path, lambda: datetime(2026, 1, 2, tzinfo=UTC))
    late.begin(START)
    late.close()
    # A clock that was put back is no reason to show yesterday on top.
    early = Log.open(path, lambda: datetime(2026, 1, 1, tzinfo=UTC))
    early.begin(START)
    assert [run.started.day for run in early.runs()] == [2, 1]
    early.close()


def test_a_step_done_again_stands_once_with_what_was_done_in_the_end(log: Log) -> None:
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.SKIPPED, 60.0, 0.0))
    run.step(StepResult(0, StepStatus.DONE, 60.0, 61.0))
    (kept,) = log.runs()
    assert [(s.status, s.done_seconds) for s in kept.steps] == [(StepStatus.DONE, 61.0)]


def test_a_run_that_is_going_on_is_running(log: Log) -> None:
    log.begin(START)
    assert log.runs()[0].outcome is Outcome.RUNNING


def test_a_run_whose_process_is_gone_was_interrupted_but_is_not_rewritten(
    log: Log, path: Path
) -> None:
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE runs SET process = 999999999")
    (kept,) = log.runs()
    assert kept.outcome is Outcome.INTERRUPTED
    assert kept.active_seconds == 60.0
    assert raw.execute("SELECT outcome FROM runs").fetchone() == ("running",)
    raw.close()


def test_a_reader_needs_a_log_and_creates_none(path: Path) -> None:
    with pytest.raises(LogError):
        Log.open_read_only(path)
    assert not path.parent.exists()


def test_a_reader_sees_a_run_that_is_being_written(log: Log, path: Path) -> None:
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
    reader = Log.open_read_only(path)
    assert len(reader.runs()[0].steps) == 1
    reader.close()


def test_a_reader_cannot_write(log: Log, path: Path) -> None:
    reader = Log.open_read_only(path)
    with pytest.raises(LogError, match="write-protected"):
        reader.begin(START)
    reader.close()


def test_the_file_says_which_version_it_is_and_uses_a_wal(log: Log, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def test_steps_go_with_their_run(log: Log) -> None:
    run = log.begin(START)
    run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
    log._connection.execute("DELETE FROM runs")
    assert log._connection.execute("SELECT count(*) FROM steps").fetchone() == (0,)


@pytest.mark.parametrize("felt", [Felt(pain_after=11), Felt(effort=-1)])
def test_a_figure_off_the_scale_is_a_mistake_of_the_program(log: Log, felt: Felt) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        log.begin(START).annotate(felt)
