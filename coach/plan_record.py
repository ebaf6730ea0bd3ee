"""A plan as it is written in an export: text and numbers alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from coach.plans import Plan, Weekday

_MOST_REVISIONS = 2**31


class PlanRecord(Struct, forbid_unknown_fields=True):
    """What stands in the export."""

    uuid: str
    routine: str
    days: tuple[str, ...]
    """`mon` to `sun`."""
    time: str
    first_day: str
    last_day: str | None
    changed: str
    revision: Annotated[int, Meta(ge=0, le=_MOST_REVISIONS)]


def record_of(plan: Plan) -> PlanRecord:
    """Write a plan."""
    return PlanRecord(
        uuid=plan.uuid,
        routine=plan.routine,
        days=tuple(day.code for day in sorted(plan.days)),
        time=plan.at.isoformat(timespec="minutes"),
        first_day=plan.first.isoformat(),
        last_day=None if plan.last is None else plan.last.isoformat(),
        changed=plan.changed.isoformat(),
        revision=plan.revision,
    )


def plan_in(record: PlanRecord) -> Plan:
    """Read a plan; raises `ValueError` where it can be none."""
    changed = datetime.fromisoformat(record.changed)
    if changed.tzinfo is None:
        raise ValueError(record.changed)
    try:
        return Plan(
            uuid=str(UUID(record.uuid)),
            routine=record.routine,
            days=frozenset(Weekday.coded(code) for code in record.days),
            at=time.fromisoformat(record.time),
            first=date.fromisoformat(record.first_day),
            last=None if record.last_day is None else date.fromisoformat(record.last_day),
            changed=changed.astimezone(UTC),
            revision=record.revision,
        )
    except OverflowError as error:
        raise ValueError(record.changed) from error
