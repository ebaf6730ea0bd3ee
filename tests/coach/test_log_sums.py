from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from past import NOW, STEPS, Did, keep, many, season, swim

from coach.activities import Activity, ActivityKind
from coach.doing import StepResult, StepStatus
from coach.log import Log, LogError
from coach.log_file import GarbledLogError
from coach.progress import Pain
from coach.runs import Felt, Outcome, Start
from sessions.sore import Sore
from sessions.words import Language

TODAY = NOW.date()
A_YEAR = timedelta(days=365)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[Log]:
    with closing(Log.open(path)) as opened:
        yield opened


moments = st.builds(
    lambda second, hours: datetime.fromtimestamp(second, UTC).astimezone(
        timezone(timedelta(hours=hours))
    ),
    st.integers(1_700_000_000, 1_703_000_000),
    st.integers(-12, 14),
)


@given(
    runs=st.lists(st.tuples(moments, st.integers(0, 3600)), max_size=12),
    swims=st.lists(st.tuples(moments, st.integers(1, 3600)), max_size=6),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_day_has_the_minutes_of_what_was_begun_on_it_where_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    runs: list[tuple[datetime, int]],
    swims: list[tuple[datetime, int]],
) -> None:
    expected: defaultdict[date, float] = defaultdict(float)
    for moment, seconds in (*runs, *swims):
        expected[moment.date()] += seconds / 60
    expected_days = {day: minutes for day, minutes in expected.items() if minutes}
    path = tmp_path_factory.mktemp("sums") / "log.db"
    for moment, seconds in runs:
        keep(path, [Did(timedelta(), seconds / 60)], now=moment)
    with closing(Log.open(path)) as log:
        for number, (moment, seconds) in enumerate(swims):
            log.add_activity(Activity(str(number), ActivityKind.WALKING, moment, seconds))
        minutes = log.sums.minutes_by_day(date(2023, 11, 1), date(2024, 1, 31))
        assert minutes == pytest.approx(expected_days, abs=0.01)
        newest_first = [*log.sums.days_newest_first(date(2024, 1, 31))]
        assert newest_first == sorted(expected_days, reverse=True)
        for day, of_day in minutes.items():
            assert log.sums.minutes_by_day(day, day) == {day: of_day}


def test_a_run_that_broke_off_counts_with_its_steps(path: Path, log: Log) -> None:
    with closing(Log.open(path, lambda: NOW)) as writing:
        run = writing.begin(Start("a", "A", "", Language.EN, Sore.BOTH, STEPS))
        run.step(StepResult(0, StepStatus.DONE, 30, 30))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE runs SET process = 0")
        raw.commit()
    assert log.sums.minutes_by_day(TODAY, TODAY) == {TODAY: 0.5}
    (entry,) = log.listed(9)
    assert (entry.outcome, entry.seconds) == (Outcome.INTERRUPTED, 30)
    (read,) = log.runs()
    assert (read.outcome, read.active_seconds) == (entry.outcome, entry.seconds)


def test_days_are_looked_for_until_a_year_was_empty(path: Path, log: Log) -> None:
    keep(path, [Did(timedelta(days=days)) for days in (0, 363, 700, 1600)])
    found = [(TODAY - day).days for day in log.sums.days_newest_first(TODAY)]
    assert found == [0, 363, 700]


def test_pain_is_told_by_day_on_average(path: Path, log: Log) -> None:
    keep(
        path,
        [
            Did(timedelta(days=1), felt=Felt(6, 4)),
            Did(timedelta(days=1, hours=1), felt=Felt(5, None)),
            Did(timedelta(days=2)),
            Did(timedelta(days=3), felt=Felt(None, 0)),
            Did(timedelta(days=9), felt=Felt(1, 1)),
        ],
    )
    days = [TODAY - timedelta(days=ago) for ago in (3, 1)]
    first = TODAY - timedelta(days=5)
    assert log.sums.pain_by_day(first, TODAY) == [
        Pain(days[0], None, 0),
        Pain(days[1], 5.5, 4),
    ]


def test_a_routine_stands_under_its_newest_title_with_how_often_and_when_last(
    path: Path, log: Log
) -> None:
    keep(
        path,
        [
            Did(timedelta(days=8), routine="a", title="Old name"),
            Did(timedelta(days=4), routine="b", title="B"),
            Did(timedelta(days=2), routine="a", title="New name"),
        ],
    )
    told = [(each.name, each.title, each.times, each.last) for each in log.sums.routines()]
    assert told == [
        ("a", "New name", 2, NOW - timedelta(days=2)),
        ("b", "B", 1, NOW - timedelta(days=4)),
    ]


def test_an_empty_log_adds_up_to_nothing(log: Log) -> None:
    assert log.listed(9) == []
    assert log.sums.minutes_by_day(TODAY - A_YEAR, TODAY) == {}
    assert [*log.sums.days_newest_first(TODAY)] == []
    assert log.sums.pain_by_day(TODAY - A_YEAR, TODAY) == []
    assert log.sums.routines() == []


@given(page=st.integers(1, 7), times=st.lists(st.integers(0, 4), max_size=9))
@settings(max_examples=30)
def test_page_by_page_nothing_is_left_out_or_seen_twice(
    tmp_path_factory: pytest.TempPathFactory, page: int, times: list[int]
) -> None:
    path = tmp_path_factory.mktemp("pages") / "log.db"
    keep(path, [Did(timedelta(hours=hours)) for hours in times[::2]])
    with closing(Log.open(path)) as log:
        for number, hours in enumerate(times[1::2]):
            started = NOW - timedelta(hours=hours)
            log.add_activity(Activity(str(number), ActivityKind.YOGA, started, 60))
        whole = log.listed(99)
        assert len(whole) == len(times)
        assert sorted(whole, key=lambda entry: entry.started, reverse=True) == whole
        assert [e.uuid for e in whole if not e.activity] == [run.uuid for run in log.runs()]
        read = log.listed(page)
        while more := log.listed(page, read[-1].place) if read else []:
            read += more
        assert read == whole


def test_a_list_of_a_routine_or_since_a_day_is_that_alone(path: Path, log: Log) -> None:
    keep(path, season())
    log.add_activity(swim(timedelta(days=1)))
    morning = log.listed(99, routine="morning")
    assert {entry.title for entry in morning} == {"Morning round"}
    since = log.listed(99, since=NOW - timedelta(days=6))
    assert [(NOW - entry.started).days for entry in since] == [0, 1, 2, 5]


def test_how_it_felt_can_be_told_anew(path: Path, log: Log) -> None:
    keep(path, [Did(timedelta(), felt=Felt(5, 3, 4, "before"))])
    log.add_activity(swim(timedelta(hours=1)))
    run, activity = log.listed(9)
    felt = Felt(5, 2, None, "a\nb")
    log.annotate(run.uuid, felt)
    log.annotate_activity(activity.uuid, Felt(None, 0, 1, ""))
    assert [entry.felt for entry in log.listed(9)] == [felt, Felt(None, 0, 1, "")]
    read = log.run(run.uuid)
    assert (read.felt, len(read.steps)) == (felt, 3)
    assert read == log.runs()[0]


def test_of_what_was_deleted_nothing_can_be_told(path: Path, log: Log) -> None:
    keep(path, [Did(timedelta())])
    log.add_activity(swim(timedelta(hours=1)))
    run, activity = log.listed(9)
    log.delete_everything()
    for ask in (
        lambda: log.run(run.uuid),
        lambda: log.annotate(run.uuid, Felt()),
        lambda: log.annotate_activity(activity.uuid, Felt()),
    ):
        with pytest.raises(LogError, match="no longer in the log"):
            ask()


def test_what_no_program_writes_is_told_as_damage(path: Path, log: Log) -> None:
    keep(path, [Did(timedelta())])
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE runs SET started = '2026-05-06T99'")
        raw.commit()
    with pytest.raises(GarbledLogError):
        log.listed(9)
    with pytest.raises(GarbledLogError):
        log.sums.minutes_by_day(TODAY - timedelta(days=7), TODAY)


def test_a_page_of_a_long_log_is_found_without_going_through_it(path: Path, log: Log) -> None:
    many(path, 3000)
    steps: list[int] = []
    log._connection.set_progress_handler(lambda: steps.append(1), 100)
    newest = log.listed(50)
    first = len(steps)
    log.listed(50, log.listed(1, ("2024-01-01", 0, 0))[0].place)
    log.sums.minutes_by_day(TODAY - timedelta(days=83), TODAY)
    assert len(newest) == 50
    # Going through them all would take a hundred times as much.
    assert len(steps) < 12 * first
