"""Everything that a log holds, taken out of it and put into another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from coach.exchange import Check, Kept
from coach.log import Log
from coach.log_file import explained, open_to_read, open_to_write
from coach.log_rows import offset_seconds, put_activity, written
from coach.plan_rows import put_plan
from coach.runs import Run


@dataclass(frozen=True)
class Taken:
    """How many runs, activities, plans and checks were new, and how many were there already."""

    new: int
    known: int


def everything(path: Path) -> Kept:
    """Read all of a log. Raises `LogError`."""
    with closing(Log.open_read_only(path)) as log:
        runs, activities, plans = log.runs(), log.activities(), log.plans()
    with explained(path), closing(open_to_read(path)) as connection:
        checks = connection.execute("SELECT day, stage, passed FROM checks ORDER BY day DESC")
        return Kept(
            tuple(runs),
            tuple(activities),
            tuple(Check(day, stage, bool(passed)) for day, stage, passed in checks),
            tuple(plans),
        )


def take_over(path: Path, kept: Kept) -> Taken:
    """Put all that a log does not hold yet into it, or nothing. Raises `LogError`.

    What it holds stays as it is: a run, an activity and a plan are known by their uuid, a check by
    its day.
    """
    with explained(path), closing(open_to_write(path)) as connection, _whole(connection):
        # The newest comes first in an export, and last into a log.
        new = [
            *(_take_run(connection, run) for run in reversed(kept.runs)),
            *(put_activity(connection, each) for each in reversed(kept.activities)),
            *(_take_check(connection, each) for each in kept.checks),
            *(put_plan(connection, each) for each in kept.plans),
        ]
    return Taken(sum(new), len(new) - sum(new))


@contextmanager
def _whole(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _take_run(connection: sqlite3.Connection, run: Run) -> bool:
    # No process has the number 0: nobody is writing this run.
    added = connection.execute(
        "INSERT INTO runs (uuid, process, routine, title, content_sha256, language, sore, started,"
        " utc_offset_seconds, stage, ended, outcome, active_seconds, paused_seconds, pain_before,"
        " pain_after, effort, note) VALUES (?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (uuid) DO NOTHING",
        (
            run.uuid,
            run.routine,
            run.title,
            run.content_sha256,
            run.language,
            run.sore,
            written(run.started),
            offset_seconds(run.started),
            "" if run.stage is None else str(run.stage),
            None if run.ended is None else written(run.ended),
            run.outcome,
            run.active_seconds,
            run.paused_seconds,
            run.felt.pain_before,
            run.felt.pain_after,
            run.felt.effort,
            run.felt.note,
        ),
    )
    if not added.rowcount:
        return False
    connection.executemany(
        "INSERT INTO steps (run, position, kind, title, sides, status, planned_seconds,"
        " done_seconds, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                added.lastrowid,
                step.position,
                step.kind,
                step.title,
                " ".join(step.sides),
                step.status,
                step.planned_seconds,
                step.done_seconds,
                written(step.ended),
            )
            for step in run.steps
        ],
    )
    return True


def _take_check(connection: sqlite3.Connection, check: Check) -> bool:
    added = connection.execute(
        "INSERT INTO checks VALUES (?, ?, ?) ON CONFLICT (day) DO NOTHING",
        (check.day, check.stage, int(check.passed)),
    )
    return bool(added.rowcount)
