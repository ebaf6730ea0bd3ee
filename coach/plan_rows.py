"""Plans as rows of the log, and what was done as far as they ask for it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from coach.adherence import Done
from coach.log_file import GarbledLogError
from coach.log_rows import moment_in, written
from coach.plans import Plan, Weekday
from coach.runs import Outcome

_FARTHEST: Final = timedelta(days=1)
"""No clock on a wall is a whole day from UTC."""


def plans_in(connection: sqlite3.Connection) -> list[Plan]:
    """Read every plan, in the order they were made; raises what SQLite raises."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return [plan_of(row) for row in cursor.execute("SELECT * FROM plans ORDER BY id")]


def done_in(connection: sqlite3.Connection, since: date) -> list[Done]:
    """Read which routines were done on which days, from `since` on; raises what SQLite raises."""
    earliest = datetime.combine(since, time(), UTC) - _FARTHEST
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    rows = cursor.execute(
        "SELECT routine, started, utc_offset_seconds, outcome FROM runs WHERE started >= ?",
        (written(earliest),),
    )
    done = (_done(row) for row in rows)
    return [each for each in done if each.day >= since]


def plan_of(row: sqlite3.Row) -> Plan:
    """Give a plan; raises `GarbledLogError` where its row holds what no program writes."""
    try:
        return Plan(
            uuid=row["uuid"],
            routine=row["routine"],
            days=frozenset(Weekday.coded(code) for code in row["days"].split()),
            at=time.fromisoformat(row["at"]),
            first=date.fromisoformat(row["first_day"]),
            last=None if row["last_day"] is None else date.fromisoformat(row["last_day"]),
            changed=datetime.fromisoformat(row["changed"]).astimezone(UTC),
            revision=row["revision"],
        )
    except (ValueError, OverflowError) as error:
        raise GarbledLogError from error


def put_plan(connection: sqlite3.Connection, plan: Plan) -> bool:
    """Write a plan, unless it is there already; gives whether it was written."""
    return _put(connection, plan, "DO NOTHING")


def keep_plan(connection: sqlite3.Connection, plan: Plan) -> None:
    """Write a plan, in the place of what it was before."""
    _put(
        connection,
        plan,
        "DO UPDATE SET days = excluded.days, at = excluded.at, first_day = excluded.first_day,"
        " last_day = excluded.last_day, changed = excluded.changed, revision = excluded.revision",
    )


def _put(connection: sqlite3.Connection, plan: Plan, otherwise: str) -> bool:
    added = connection.execute(
        "INSERT INTO plans (uuid, routine, days, at, first_day, last_day, changed, revision)"  # noqa: S608
        f" VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) {otherwise}",
        (
            plan.uuid,
            plan.routine,
            " ".join(day.code for day in sorted(plan.days)),
            plan.at.isoformat(timespec="minutes"),
            plan.first.isoformat(),
            None if plan.last is None else plan.last.isoformat(),
            written(plan.changed),
            plan.revision,
        ),
    )
    return bool(added.rowcount)


def _done(row: sqlite3.Row) -> Done:
    try:
        outcome = Outcome(row["outcome"])
    except ValueError as error:
        raise GarbledLogError from error
    return Done(row["routine"], moment_in(row, "started").date(), outcome)
