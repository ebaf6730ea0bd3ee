"""The log as a list for people: runs, without their steps, and activities in one order.

A page of it is as quick to read at the end of a long log as at its beginning.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from coach.activities import ActivityKind
from coach.log_file import GarbledLogError
from coach.log_rows import moment_in, writer_of, written
from coach.runs import Felt, Outcome
from coach.writer import is_there

Place = tuple[str, int, int]
"""Where something stands in the list: its beginning, 1 for a run, and the number of its row."""

_COLUMNS: Final = "uuid, started, utc_offset_seconds, effort, note, id"

_QUERY: Final = f"""
SELECT * FROM (SELECT * FROM (
    SELECT 1 AS sort, {_COLUMNS}, title, '' AS kind, outcome, process, process_since,
        pain_before, pain_after,
        CASE outcome WHEN 'running'
            THEN (SELECT total(done_seconds) FROM steps WHERE run = runs.id)
            ELSE active_seconds END AS seconds
    FROM runs
    WHERE started <= :started AND (started, 1, id) < (:started, :sort, :id)
        AND started >= :since AND (:routine IS NULL OR routine = :routine)
    ORDER BY started DESC, id DESC LIMIT :limit)
UNION ALL SELECT * FROM (
    SELECT 0 AS sort, {_COLUMNS}, '' AS title, kind, 'completed', 0, 0, NULL, pain, seconds
    FROM activities
    WHERE started <= :started AND (started, 0, id) < (:started, :sort, :id)
        AND started >= :since AND :routine IS NULL
    ORDER BY started DESC, id DESC LIMIT :limit))
ORDER BY started DESC, sort DESC, id DESC LIMIT :limit
"""  # noqa: S608

_BEFORE_ALL: Final[Place] = ("~", 0, 0)
"""A text that no moment comes after."""


@dataclass(frozen=True)
class Listed:
    """A run, or an activity."""

    place: Place
    uuid: str
    activity: ActivityKind | None
    """None for a run."""
    title: str
    """Of a run's routine; empty for an activity."""
    started: datetime
    """In the time zone of where it was done."""
    seconds: float
    """Without pauses."""
    outcome: Outcome
    felt: Felt


def listed(
    connection: sqlite3.Connection,
    limit: int,
    after: Place | None,
    since: datetime | None,
    routine: str | None,
) -> list[Listed]:
    """Read a part of the list; raises what SQLite raises, and `GarbledLogError`."""
    started, sort, number = after or _BEFORE_ALL
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    rows = cursor.execute(
        _QUERY,
        {
            "limit": limit,
            "started": started,
            "sort": sort,
            "id": number,
            "since": "" if since is None else written(since),
            "routine": routine,
        },
    ).fetchall()
    return [_listed(row) for row in rows]


def _listed(row: sqlite3.Row) -> Listed:
    try:
        outcome = Outcome(row["outcome"])
        activity = ActivityKind(row["kind"]) if row["kind"] else None
    except ValueError as error:
        raise GarbledLogError from error
    if outcome is Outcome.RUNNING and not is_there(writer_of(row)):
        outcome = Outcome.INTERRUPTED
    return Listed(
        place=(row["started"], row["sort"], row["id"]),
        uuid=row["uuid"],
        activity=activity,
        title=row["title"],
        started=moment_in(row, "started"),
        seconds=row["seconds"],
        outcome=outcome,
        felt=Felt(row["pain_before"], row["pain_after"], row["effort"], row["note"]),
    )
