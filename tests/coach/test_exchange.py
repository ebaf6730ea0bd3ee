import csv
import io
import json
import tempfile
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planning import plans

from coach.activities import Activity, ActivityKind
from coach.doing import StepStatus
from coach.exchange import (
    Check,
    ExchangeError,
    Kept,
    everything_as_json,
    read,
    runs_as_csv,
    runs_as_json,
)
from coach.log import Log
from coach.runs import Felt, Outcome, Run, RunStep
from coach.transfer import Taken, everything, take_over
from sessions.sore import Sore
from sessions.stage import AfterBirth, NotPregnant, Pregnant
from sessions.timeline import Side
from sessions.words import Language

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
scales = st.none() | st.integers(0, 10)
seconds = st.floats(0, 1e7, allow_nan=False)
offsets = st.integers(-86399, 86399).map(lambda s: timezone(timedelta(seconds=s)))


def moments(zone: timezone) -> st.SearchStrategy[datetime]:
    since_1970 = st.integers(2 * 86400, 253_000_000_000)
    return since_1970.map(lambda s: datetime.fromtimestamp(s, UTC).astimezone(zone))


@st.composite
def steps(draw: st.DrawFn, zone: timezone) -> tuple[RunStep, ...]:
    positions = draw(st.sets(st.integers(0, 500), max_size=4))
    return tuple(
        RunStep(
            position=position,
            kind=draw(texts),
            title=draw(texts),
            sides=tuple(draw(st.lists(st.sampled_from(Side), max_size=3))),
            status=draw(st.sampled_from(StepStatus)),
            planned_seconds=draw(seconds),
            done_seconds=draw(seconds),
            ended=draw(moments(zone)),
        )
        for position in sorted(positions)
    )


@st.composite
def run(draw: st.DrawFn) -> Run:
    zone = draw(offsets)
    outcomes = [outcome for outcome in Outcome if outcome is not Outcome.RUNNING]
    return Run(
        uuid=str(draw(st.uuids())),
        routine=draw(texts),
        title=draw(texts),
        content_sha256=draw(texts),
        language=draw(st.sampled_from(Language)),
        sore=draw(st.sampled_from(Sore)),
        started=draw(moments(zone)),
        ended=draw(st.none() | moments(zone)),
        outcome=draw(st.sampled_from(outcomes)),
        active_seconds=draw(seconds),
        paused_seconds=draw(seconds),
        felt=Felt(draw(scales), draw(scales), draw(scales), draw(texts)),
        steps=draw(steps(zone)),
        stage=draw(
            st.sampled_from([None, NotPregnant(), Pregnant(24), AfterBirth(3, caesarean=True)])
        ),
    )


@st.composite
def activity(draw: st.DrawFn) -> Activity:
    started = draw(offsets.flatmap(moments))
    some = st.floats(0.1, 1e6)
    scale = draw(scales), draw(scales)
    return Activity(
        str(draw(st.uuids())),
        draw(st.sampled_from(ActivityKind)),
        started,
        draw(some),
        *scale,
        draw(texts),
    )


checks = st.builds(Check, st.dates().map(str), texts, st.booleans())
kepts = st.builds(
    Kept,
    st.lists(run(), max_size=4, unique_by=lambda run: run.uuid).map(tuple),
    st.lists(activity(), max_size=2, unique_by=lambda each: each.uuid).map(tuple),
    st.lists(checks, max_size=2, unique_by=lambda check: check.day).map(tuple),
    st.lists(plans(), max_size=3, unique_by=lambda plan: plan.uuid).map(tuple),
)


def size(kept: Kept) -> int:
    return len(kept.runs) + len(kept.activities) + len(kept.checks) + len(kept.plans)


@given(kepts)
def test_what_was_exported_is_taken_back_exactly_and_once(kept: Kept) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one.db"), Path(folder, "other.db")
        assert take_over(one, kept) == Taken(size(kept), 0)
        exported = everything_as_json(everything(one))
        assert take_over(other, read(exported)) == Taken(size(kept), 0)
        assert everything_as_json(everything(other)) == exported
        assert take_over(other, read(exported)) == Taken(0, size(kept))
        assert everything_as_json(everything(other)) == exported
        assert by_uuid(everything(other).runs) == by_uuid(kept.runs)
        assert everything(other).plans == kept.plans


@given(st.lists(run(), max_size=4, unique_by=lambda run: run.uuid))
def test_runs_printed_are_read_back_exactly(runs: list[Run]) -> None:
    assert read(runs_as_json(runs)).runs == tuple(runs)
    assert read(runs_as_csv(runs)).runs == tuple(runs)


def by_uuid(runs: Iterable[Run]) -> dict[str, Run]:
    return {run.uuid: run for run in runs}


WRITTEN = {
    "uuid": "6f0d3b52-92b4-4c61-8f1b-0f4a4e9a7d11",
    "routine": "ball-wall",
    "title": "Ball massage",
    "content_sha256": "",
    "language": "en",
    "side": "left",
    "phase": "",
    "started": "2026-03-01T10:00:00+01:00",
    "ended": None,
    "outcome": "completed",
    "active_seconds": 10,
    "paused_seconds": 0.0,
    "pain_before": None,
    "pain_after": 3,
    "effort": None,
    "note": "",
    "steps": [],
}


def test_a_run_that_was_going_on_comes_back_as_one_that_was_interrupted() -> None:
    (found,) = read(json.dumps([{**WRITTEN, "outcome": "running"}])).runs
    assert found.outcome is Outcome.INTERRUPTED


@pytest.mark.parametrize(
    "change",
    [
        {"started": "2026-03-01T10:00:00"},
        {"started": "yesterday"},
        {"pain_after": 11},
        {"pain_after": "3"},
        {"active_seconds": -1},
        {"outcome": "fine"},
        {"phase": "pregnant 99"},
        {"uuid": "1"},
        {"steps": None},
        {"weather": "sunny"},
    ],
)
def test_an_entry_that_is_not_whole_is_named_and_nothing_is_taken(
    tmp_path: Path, change: dict[str, object]
) -> None:
    with pytest.raises(ExchangeError, match="Entry 2"):
        read(json.dumps([WRITTEN, {**WRITTEN, **change}]))


@pytest.mark.parametrize("text", ["", "[", "{}", "hello", '{"format": 1, "rums": []}', "\0"])
def test_other_texts_are_no_export(text: str) -> None:
    with pytest.raises(ExchangeError, match="no export of Mat Coach"):
        read(text)


def test_an_export_of_a_newer_version_is_told() -> None:
    with pytest.raises(ExchangeError, match="newer Mat Coach"):
        read('{"format": 3, "runs": [], "dreams": []}')


def test_an_export_from_before_there_were_plans_is_taken_back() -> None:
    kept = read(json.dumps({"format": 1, "runs": [WRITTEN], "activities": [], "checks": []}))
    assert (len(kept.runs), kept.plans) == (1, ())


PLAN = {
    "uuid": "6f0d3b52-92b4-4c61-8f1b-0f4a4e9a7d11",
    "routine": "ball-wall",
    "days": ["mon"],
    "time": "18:30",
    "first_day": "2026-03-01",
    "last_day": None,
    "changed": "2026-03-01T10:00:00+01:00",
    "revision": 0,
}


@pytest.mark.parametrize(
    "change",
    [
        {"days": []},
        {"days": ["mo"]},
        {"time": "18:30:10"},
        {"time": "18:30+01:00"},
        {"time": "25:00"},
        {"first_day": "soon"},
        {"first_day": "9999-12-31"},
        {"last_day": "2026-02-01"},
        {"changed": "2026-03-01T10:00:00"},
        {"changed": "0001-01-01T00:00:00+10:00"},
        {"revision": -1},
        {"uuid": "1"},
        {"weather": "sunny"},
    ],
)
def test_a_plan_that_can_be_none_is_named(change: dict[str, object]) -> None:
    def export(*plans: dict[str, object]) -> str:
        return json.dumps({"format": 2, "plans": plans})

    assert len(read(export(PLAN)).plans) == 1
    with pytest.raises(ExchangeError, match="Entry 2"):
        read(export(PLAN, {**PLAN, **change}))


def test_csv_without_the_steps_is_not_whole() -> None:
    with pytest.raises(ExchangeError, match="steps"):
        read(runs_as_csv([]).replace(",steps", ""))


def test_csv_is_what_other_programs_read() -> None:
    (found,) = read(json.dumps([{**WRITTEN, "note": 'a "b",\r\nc\rd'}])).runs
    text = runs_as_csv([found])
    (row,) = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    assert row["note"] == 'a "b",\r\nc\rd'
    assert text.splitlines()[0].startswith("uuid,routine,title,")


def test_what_the_log_holds_already_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    take_over(path, read(json.dumps([WRITTEN])))
    assert take_over(path, read(json.dumps([{**WRITTEN, "note": "x"}]))) == Taken(0, 1)
    with closing(Log.open_read_only(path)) as log:
        assert log.runs()[0].felt.note == ""
