import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from coach.adherence import Done
from coach.doing import StepResult, StepStatus
from coach.log import Log, LogError
from coach.log_file import _MIGRATIONS, VERSION
from coach.runs import Felt, Outcome, Start
from sessions.routine import LocalText
from sessions.sore import Sore
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


def test_a_run_whose_process_has_lent_its_number_to_another_was_interrupted(log: Log) -> None:
    log.begin(START)
    # This very process has the number, as one may after the computer was switched off.
    log._connection.execute("UPDATE runs SET process_since = process_since - 3600")
    (run,) = log.broken_off()
    assert run.outcome is Outcome.INTERRUPTED
    assert log.under_way() == []


def test_a_run_of_an_older_version_goes_on_while_its_process_does(log: Log) -> None:
    log.begin(START)
    log._connection.execute("UPDATE runs SET process_since = 0")
    assert [run.outcome for run in log.under_way()] == [Outcome.RUNNING]


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


@pytest.mark.parametrize("version", range(1, VERSION))
def test_a_log_from_an_older_version_is_read_as_it_is_and_brought_up_to_date_when_written(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "log.db"
    with closing(sqlite3.connect(path)) as raw:
        for script in _MIGRATIONS[:version]:
            raw.executescript(script)
        raw.execute(f"PRAGMA user_version = {version}")
        raw.execute(
            "INSERT INTO runs (uuid, process, routine, title, content_sha256, language, sore,"
            " started, utc_offset_seconds, outcome)"
            " VALUES ('u', 1, 'x', 'X', '', 'de', 'left', '2025-01-01T10:00:00+00:00', 3600,"
            " 'completed')"
        )
        raw.commit()
    before = path.read_bytes()
    reader = Log.open_read_only(path)
    runs = reader.runs()
    assert (runs[0].uuid, runs[0].stage, runs[0].started.hour) == ("u", None, 11)
    with pytest.raises(LogError, match="write-protected"):
        reader.begin(START)
    reader.close()
    assert path.read_bytes() == before
    with closing(Log.open(path)) as log:
        assert log.runs() == runs
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)


def fill(log: Log, count: int) -> None:
    for n in range(count):
        run = log.begin(replace(START, routine=f"routine-{n % 3}"))
        run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
        run.end(Outcome.COMPLETED, 60.0, 0.0)


def test_runs_are_given_in_pages_and_all_of_them_once(log: Log) -> None:
    fill(log, 7)
    everything = log.runs()
    pages = [log.runs(limit=3, offset=offset) for offset in (0, 3, 6, 9)]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert [run for page in pages for run in page] == everything
    assert all(run.steps for run in everything)
    assert log.count() == 7


def test_runs_are_given_since_a_moment_and_of_one_routine(log: Log) -> None:
    fill(log, 7)
    everything = log.runs()
    since = everything[3].started
    assert log.runs(since=since) == everything[:4]
    assert log.runs(routine="routine-1") == everything[2::3][:2]
    assert log.runs(since=since, routine="routine-0") == [everything[0], everything[3]]
    assert log.runs(routine="routine-9") == []


def test_it_is_told_when_each_routine_was_done_last(log: Log) -> None:
    assert log.last_done() == {}
    fill(log, 7)
    newest = {run.routine: run.started for run in reversed(log.runs())}
    assert log.last_done() == newest
    assert {moment.utcoffset() for moment in log.last_done().values()} == {timedelta(hours=1)}


def plan(log: Log, query: str) -> str:
    rows = log._connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()
    return " ".join(row[-1] for row in rows)


def test_what_a_start_asks_reads_no_run_that_it_does_not_give(log: Log) -> None:
    asked: list[str] = []
    log._connection.set_trace_callback(asked.append)
    log.last_done()
    log.broken_off()
    log.runs(since=DAWN)
    log.plans()
    log.done(DAWN.date())
    log._connection.set_trace_callback(None)
    queries = [query for query in asked if "SELECT" in query]
    assert len(queries) >= 6
    for query in queries:
        assert "SCAN runs" not in plan(log, query).replace("SCAN runs USING INDEX runs_under_", "")


BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("started", "seconds", "offsets"),
    [
        # At two the clocks are put on to three; at three in autumn, back to two.
        (datetime(2026, 3, 29, 1, 50, tzinfo=BERLIN), 1200, (1, 2)),
        (datetime(2026, 10, 25, 2, 50, tzinfo=BERLIN), 1200, (2, 1)),
    ],
)
def test_a_run_over_a_change_of_the_clocks_is_as_long_as_it_was(
    path: Path, started: datetime, seconds: int, offsets: tuple[int, int]
) -> None:
    ended = (started.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(BERLIN)
    assert [each.utcoffset() for each in (started, ended)] == [
        timedelta(hours=hours) for hours in offsets
    ]
    moments = iter([started, ended, ended])
    with closing(Log.open(path, lambda: next(moments))) as log:
        run = log.begin(START)
        run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
        run.end(Outcome.COMPLETED, 60.0, 0.0)
        (kept,) = log.runs()
    assert kept.ended is not None
    assert (kept.ended - kept.started).total_seconds() == seconds
    assert kept.steps[0].ended == ended.astimezone(UTC)
    # Where it was begun counts for all of it.
    assert kept.started.utcoffset() == kept.ended.utcoffset() == timedelta(hours=offsets[0])
    assert (kept.started.hour, kept.started.minute) == (started.hour, started.minute)


def test_an_hour_that_comes_twice_is_sorted_by_which_came_first(path: Path) -> None:
    first, second = (datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    for moment in (second, first):
        with closing(Log.open(path, lambda moment=moment: moment)) as log:
            log.begin(START)
            runs = log.runs()
    assert [run.started.utcoffset() for run in runs] == [timedelta(hours=1), timedelta(hours=2)]
    assert [run.started.hour for run in runs] == [2, 2]


def test_travelling_changes_no_run_that_was_done(path: Path) -> None:
    moments = [
        datetime(2026, 5, 1, 22, 0, tzinfo=BERLIN),
        datetime(2026, 5, 1, 20, 0, tzinfo=ZoneInfo("America/New_York")),
        datetime(2026, 5, 2, 9, 0, tzinfo=ZoneInfo("Asia/Kathmandu")),
    ]
    for moment in moments:
        with closing(Log.open(path, lambda moment=moment: moment)) as log:
            log.begin(START)
            runs = log.runs()
    assert [run.started.isoformat() for run in reversed(runs)] == [
        "2026-05-01T22:00:00+02:00",
        "2026-05-01T20:00:00-04:00",
        "2026-05-02T09:00:00+05:45",
    ]


@pytest.mark.parametrize("hours", [-11, 0, 2, 13])
def test_a_day_begins_at_midnight_by_the_clock_on_the_wall(path: Path, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    for moment in (
        datetime(2026, 3, 3, 23, 59, tzinfo=zone),
        datetime(2026, 3, 4, 0, 1, tzinfo=zone),
        datetime(2026, 3, 4, 23, 59, tzinfo=zone),
    ):
        with closing(Log.open(path, lambda moment=moment: moment)) as log:
            log.begin(START).end(Outcome.COMPLETED, 60.0, 0.0)
    with closing(Log.open_read_only(path)) as log:
        assert log.done(date(2026, 3, 4)) == 2 * [
            Done("ball-wall", date(2026, 3, 4), Outcome.COMPLETED)
        ]
        assert len(log.done(date(2026, 3, 3))) == 3
        assert log.done(date(2026, 3, 5)) == []


def test_only_one_program_goes_on_with_a_run_that_broke_off(log: Log, path: Path) -> None:
    log.begin(START).step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
    log._connection.execute("UPDATE runs SET process = 0")
    (broken_off,) = log.broken_off()
    assert log.broken_off("ball-wall") == [broken_off]
    assert log.broken_off("other") == []
    with closing(Log.open(path, Clock())) as other:
        going_on = other.resume(broken_off, START.steps)
        with pytest.raises(LogError, match="already"):
            log.resume(broken_off, START.steps)
        going_on.step(StepResult(1, StepStatus.DONE, 30.0, 30.0))
        going_on.end(Outcome.COMPLETED, 90.0, 0.0)
    log.close_broken_off(broken_off)
    (run,) = log.runs()
    assert (run.uuid, run.outcome, len(run.steps)) == (broken_off.uuid, Outcome.COMPLETED, 2)
    assert log.broken_off() == []


def test_a_run_that_was_deleted_meanwhile_is_told(log: Log) -> None:
    run = log.begin(START)
    log.delete(log.runs()[0].uuid)
    with pytest.raises(LogError, match="no longer in the log"):
        run.step(StepResult(0, StepStatus.DONE, 60.0, 60.0))
