"""What was done, as text for other programs: JSON and CSV, written and read back exactly.

Pure: files and the log are elsewhere. In an export a run that is going on is one that was
interrupted, since whoever reads it back cannot know how it ended.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from coach.activities import Activity, ActivityKind
from coach.doing import StepStatus
from coach.json_text import json_text
from coach.plan_record import PlanRecord, plan_in, record_of
from coach.plans import Plan
from coach.runs import Felt, Outcome, Run, RunStep
from sessions.sore import Sore
from sessions.stage import stage_of
from sessions.timeline import Side
from sessions.words import Language, Message, message

_FORMAT: Final = 2
"""Of what is written; 1 had no plans."""
_LONGEST_FIELD: Final = 2**24
"""Characters of one field of CSV."""

_Struct = TypeVar("_Struct", bound=Struct)

_OneToTen = Annotated[int, Meta(ge=0, le=10)] | None
_Seconds = Annotated[float, Meta(ge=0)]


class ExchangeError(Exception):
    """A text is no export, or not a whole one."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """The answer to the question after warning signs, as it is written."""

    day: str
    stage: str
    passed: bool


@dataclass(frozen=True)
class Kept:
    """Everything that a log holds."""

    runs: tuple[Run, ...] = ()
    activities: tuple[Activity, ...] = ()
    checks: tuple[Check, ...] = ()
    plans: tuple[Plan, ...] = ()


class _Numbered(Struct):
    format: int


class _Activity(Struct, forbid_unknown_fields=True):
    uuid: str
    kind: ActivityKind
    started: str
    seconds: Annotated[float, Meta(gt=0)]
    pain: _OneToTen
    effort: _OneToTen
    note: str


class _Step(Struct, forbid_unknown_fields=True):
    position: Annotated[int, Meta(ge=1)]
    kind: str
    title: str
    sides: tuple[Side, ...]
    status: StepStatus
    planned_seconds: _Seconds
    done_seconds: _Seconds
    ended: str


class _Run(Struct, forbid_unknown_fields=True):
    uuid: str
    routine: str
    title: str
    content_sha256: str
    language: Language
    side: Sore
    phase: str
    started: str
    ended: str | None
    outcome: Outcome
    active_seconds: _Seconds
    paused_seconds: _Seconds
    pain_before: _OneToTen
    pain_after: _OneToTen
    effort: _OneToTen
    note: str
    steps: tuple[_Step, ...]


class _Everything(Struct, forbid_unknown_fields=True):
    format: int
    runs: tuple[msgspec.Raw, ...] = ()
    activities: tuple[msgspec.Raw, ...] = ()
    checks: tuple[msgspec.Raw, ...] = ()
    plans: tuple[msgspec.Raw, ...] = ()


def runs_as_json(runs: Iterable[Run]) -> str:
    """Write runs as a JSON array."""
    return json_text([_described(run) for run in runs])


def activities_as_json(activities: Iterable[Activity]) -> str:
    """Write activities as a JSON array."""
    described = [_described_activity(activity) for activity in activities]
    return json_text(described)


def everything_as_json(kept: Kept) -> str:
    """Write all that a log holds as a JSON object."""
    described = {
        "format": _FORMAT,
        "runs": [_described(run) for run in kept.runs],
        "activities": [_described_activity(each) for each in kept.activities],
        "checks": [msgspec.structs.asdict(each) for each in kept.checks],
        "plans": [msgspec.structs.asdict(record_of(each)) for each in kept.plans],
    }
    return json_text(described)


def runs_as_csv(runs: Iterable[Run]) -> str:
    """Write runs as CSV, a line each under a line of names; the steps are JSON in one column."""
    lines = [_csv_line(_Run.__struct_fields__)]
    for run in runs:
        described = _described(run)
        described["steps"] = json.dumps(described["steps"], ensure_ascii=False)
        lines.append(_csv_line(described.values()))
    return "".join(lines)


def read(text: str) -> Kept:
    """Read what any of the others has written. Raises `ExchangeError`."""
    if text.lstrip()[:1] in {"[", "{"}:
        return _from_json(text)
    return Kept(runs=tuple(_from_csv(text)))


def _from_json(text: str) -> Kept:
    try:
        if text.lstrip().startswith("["):
            found = _Everything(_FORMAT, msgspec.json.decode(text, type=tuple[msgspec.Raw, ...]))
        else:
            # A newer one may hold what this program does not know.
            written = msgspec.json.decode(text, type=_Numbered).format
            if written > _FORMAT:
                raise ExchangeError(
                    message("It is from a newer Mat Coach (format {n}).", n=written)
                )
            found = msgspec.json.decode(text, type=_Everything)
    except msgspec.DecodeError as error:
        raise ExchangeError(message("It is no export of Mat Coach: {reason}.", reason=error)) from (
            error
        )
    return Kept(
        tuple(_run(_decoded(raw, _Run, n), n) for n, raw in enumerate(found.runs, 1)),
        tuple(
            _activity(_decoded(raw, _Activity, n), n) for n, raw in enumerate(found.activities, 1)
        ),
        tuple(_sound_check(_decoded(raw, Check, n), n) for n, raw in enumerate(found.checks, 1)),
        tuple(_plan(_decoded(raw, PlanRecord, n), n) for n, raw in enumerate(found.plans, 1)),
    )


def _from_csv(text: str) -> Iterable[Run]:
    csv.field_size_limit(_LONGEST_FIELD)
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        names = next(rows, [])
        missing = [name for name in _Run.__struct_fields__ if name not in names]
        if missing:
            raise ExchangeError(
                message(
                    "It is no export of Mat Coach: the column {name} is missing.", name=missing[0]
                )
            )
        for n, row in enumerate(rows, 1):
            yield _run(_from_row(names, row, n), n)
    except csv.Error as error:
        raise ExchangeError(message("It is no export of Mat Coach: {reason}.", reason=error)) from (
            error
        )


def _from_row(names: Sequence[str], row: Sequence[str], n: int) -> _Run:
    if len(names) != len(row):
        raise _mistake(n, message("it has {n} columns", n=len(row)))
    texts = dict(zip(names, row, strict=True))
    may_be_none = ("ended", "pain_before", "pain_after", "effort")
    values: dict[str, object] = {
        name: None if name in may_be_none and not text else text for name, text in texts.items()
    }
    try:
        values["steps"] = msgspec.json.decode(texts["steps"])
        return msgspec.convert(values, _Run, strict=False)
    except msgspec.MsgspecError as error:
        raise _mistake(n, error) from error


def _decoded(raw: msgspec.Raw, kind: type[_Struct], n: int) -> _Struct:
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.DecodeError as error:
        raise _mistake(n, error) from error


def _mistake(n: int, reason: object) -> ExchangeError:
    return ExchangeError(message("Entry {n} is not whole: {reason}.", n=n, reason=reason))


def _run(found: _Run, n: int) -> Run:
    stage = stage_of(found.phase)
    if found.phase and stage is None:
        raise _mistake(n, message('there is no phase "{phase}"', phase=found.phase))
    if len({step.position for step in found.steps}) < len(found.steps):
        raise _mistake(n, message("a step stands in it twice"))
    outcome = Outcome.INTERRUPTED if found.outcome is Outcome.RUNNING else found.outcome
    try:
        return Run(
            uuid=str(UUID(found.uuid)),
            routine=found.routine,
            title=found.title,
            content_sha256=found.content_sha256,
            language=found.language,
            sore=found.side,
            started=_moment(found.started),
            ended=None if found.ended is None else _moment(found.ended),
            outcome=outcome,
            active_seconds=found.active_seconds,
            paused_seconds=found.paused_seconds,
            felt=Felt(found.pain_before, found.pain_after, found.effort, found.note),
            steps=tuple(_step(step) for step in found.steps),
            stage=stage,
        )
    except ValueError as error:
        raise _mistake(n, error) from error


def _step(found: _Step) -> RunStep:
    return RunStep(
        position=found.position - 1,
        kind=found.kind,
        title=found.title,
        sides=found.sides,
        status=found.status,
        planned_seconds=found.planned_seconds,
        done_seconds=found.done_seconds,
        ended=_moment(found.ended),
    )


def _activity(found: _Activity, n: int) -> Activity:
    try:
        return Activity(
            uuid=str(UUID(found.uuid)),
            kind=found.kind,
            started=_moment(found.started),
            seconds=found.seconds,
            pain=found.pain,
            effort=found.effort,
            note=found.note,
        )
    except ValueError as error:
        raise _mistake(n, error) from error


def _plan(found: PlanRecord, n: int) -> Plan:
    try:
        return plan_in(found)
    except ValueError as error:
        raise _mistake(n, error) from error


def _sound_check(check: Check, n: int) -> Check:
    try:
        date.fromisoformat(check.day)
    except ValueError as error:
        raise _mistake(n, error) from error
    return check


def _moment(text: str) -> datetime:
    """Read a moment; raises `ValueError` for one without an offset, or out of all time."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error
    return moment


def _described(run: Run) -> dict[str, object]:
    return {
        "uuid": run.uuid,
        "routine": run.routine,
        "title": run.title,
        "content_sha256": run.content_sha256,
        "language": run.language,
        "side": run.sore,
        "phase": "" if run.stage is None else str(run.stage),
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "outcome": run.outcome,
        "active_seconds": run.active_seconds,
        "paused_seconds": run.paused_seconds,
        "pain_before": run.felt.pain_before,
        "pain_after": run.felt.pain_after,
        "effort": run.felt.effort,
        "note": run.felt.note,
        "steps": [_described_step(step) for step in run.steps],
    }


def _described_step(step: RunStep) -> dict[str, object]:
    return {
        "position": step.position + 1,
        "kind": step.kind,
        "title": step.title,
        "sides": list(step.sides),
        "status": step.status,
        "planned_seconds": step.planned_seconds,
        "done_seconds": step.done_seconds,
        "ended": step.ended.isoformat(),
    }


def _described_activity(activity: Activity) -> dict[str, object]:
    return {
        "uuid": activity.uuid,
        "kind": activity.kind,
        "started": activity.started.isoformat(),
        "seconds": activity.seconds,
        "pain": activity.pain,
        "effort": activity.effort,
        "note": activity.note,
    }


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    # The line ending of its own decides what Python quotes: both kinds must be.
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue().removesuffix("\r\n") + "\n"
