"""The log: every run and every step of it, written as it happens.

SQLite on disk: a run is a row from its first moment and every finished step is safe when
`RunLog.step` returns, so whatever ends the program, what was done stays known.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from coach.activities import Activity
from coach.adherence import Done
from coach.clock import now
from coach.log_file import LogError as LogError
from coach.log_file import check_whole, explained, open_to_read, open_to_write
from coach.log_list import Listed, Place, listed
from coach.log_rows import (
    activity_of,
    moment_in,
    offset_seconds,
    put_activity,
    put_felt,
    run_of,
    writer_of,
    written,
)
from coach.log_sums import LogSums
from coach.plan_rows import done_in, keep_plan, plans_in
from coach.plans import Plan
from coach.run_log import RunLog
from coach.runs import Felt, Outcome, Run, Start
from coach.writer import is_there, this_writer
from sessions.stage import Stage
from sessions.timeline import TimelineStep
from sessions.words import message

_GONE: Final = message("The session is no longer in the log.")

_PAGE: Final = 1000
"""Runs read at once where all are read one after the other."""


class Log:
    """An open log."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        """Use `open` or `open_read_only`."""
        self._connection = connection
        self._clock = clock
        self.sums = LogSums(connection)

    @classmethod
    def open(cls, path: Path, clock: Callable[[], datetime] = now) -> Log:
        """Open the log to write in, making it where there is none. Raises `LogError`."""
        return cls(open_to_write(path), clock)

    @classmethod
    def open_read_only(cls, path: Path) -> Log:
        """Open a log that exists, changing nothing in it. Raises `LogError`."""
        return cls(open_to_read(path), now)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def now(self) -> datetime:
        """Give the moment that is written down for what happens now."""
        return self._clock()

    def begin(self, start: Start, at: datetime | None = None) -> RunLog:
        """Write that a run began, now or at a moment before; it stands in the log from now on.

        Raises `LogError`.
        """
        started, writer = at or self._clock(), this_writer()
        with explained():
            cursor = self._connection.execute(
                "INSERT INTO runs (uuid, process, process_since, routine, title, content_sha256,"
                " language, sore, started, utc_offset_seconds, stage)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    str(uuid4()),
                    writer.number,
                    writer.since,
                    start.routine,
                    start.title,
                    start.content_sha256,
                    start.language,
                    start.sore,
                    written(started),
                    offset_seconds(started),
                    "" if start.stage is None else str(start.stage),
                ),
            )
        return RunLog(self._connection, self._clock, cursor.lastrowid or 0, start.steps)

    def runs(
        self,
        since: datetime | None = None,
        routine: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Run]:
        """Give runs, the newest first. Raises `LogError`.

        Those that began at `since` or later, of the routine of that name; of them at most `limit`,
        after the `offset` newest.
        """
        with explained(), self._at_one_moment():
            rows = self._rows(
                "SELECT * FROM runs WHERE started >= ? AND (? IS NULL OR routine = ?)"
                " ORDER BY started DESC, id DESC LIMIT ? OFFSET ?",
                "" if since is None else written(since),
                *(routine, routine),
                -1 if limit is None else limit,
                offset,
            )
            return self._with_steps(rows)

    def check(self) -> None:
        """Read it all, whatever its size. Raises `DamagedLogError` or `LogError`."""
        with explained():
            check_whole(self._connection)
        for offset in range(0, self.count(), _PAGE):
            self.runs(limit=_PAGE, offset=offset)
        self.activities()
        self.plans()
        with explained():
            self._rows("SELECT * FROM checks")

    def count(self) -> int:
        """Tell how many runs there are. Raises `LogError`."""
        with explained():
            return int(self._connection.execute("SELECT count(*) FROM runs").fetchone()[0])

    def last_done(self) -> dict[str, datetime]:
        """Give when each routine was begun last, by its name. Raises `LogError`."""
        # From name to name through the index: as quick for many runs as for few.
        with explained():
            rows = self._connection.execute(
                "WITH RECURSIVE names (name) AS (SELECT min(routine) FROM runs UNION ALL"
                " SELECT (SELECT min(routine) FROM runs WHERE routine > name) FROM names"
                " WHERE name IS NOT NULL) SELECT name, (SELECT id FROM runs WHERE routine = name"
                " ORDER BY started DESC LIMIT 1) FROM names WHERE name IS NOT NULL"
            ).fetchall()
            return {name: self._started(number) for name, number in rows}

    def _started(self, number: int) -> datetime:
        query = "SELECT started, utc_offset_seconds FROM runs WHERE id = ?"
        (row,) = self._rows(query, number)
        return moment_in(row, "started")

    def beginning_with(self, uuid: str, limit: int) -> list[Run]:
        """Give runs, the newest first, by how their uuid begins. Raises `LogError`."""
        with explained(), self._at_one_moment():
            return self._with_steps(
                self._rows(
                    "SELECT * FROM runs WHERE substr(uuid, 1, ?) = ?"
                    " ORDER BY started DESC, id DESC LIMIT ?",
                    *(len(uuid), uuid.lower(), limit),
                )
            )

    def run(self, uuid: str) -> Run:
        """Give a run by its uuid. Raises `LogError`, also if it is not there any more."""
        with explained(), self._at_one_moment():
            runs = self._with_steps(self._rows("SELECT * FROM runs WHERE uuid = ?", uuid))
        if not runs:
            raise LogError(_GONE)
        return runs[0]

    def annotate(self, uuid: str, felt: Felt) -> None:
        """Keep how a run felt. Raises `LogError`, also if it is not there any more."""
        with explained():
            found = self._rows("SELECT id FROM runs WHERE uuid = ?", uuid)
            if not found:
                raise LogError(_GONE)
            put_felt(self._connection, found[0]["id"], felt)

    def under_way(self) -> list[Run]:
        """Give the runs that some program, perhaps this one, is writing. Raises `LogError`."""
        return [run for run in self._not_ended() if run.outcome is Outcome.RUNNING]

    def broken_off(self, routine: str | None = None) -> list[Run]:
        """Give the runs whose program is gone before they ended, the newest first.

        Of one routine, if it is named. Raises `LogError`.
        """
        return [
            run
            for run in self._not_ended()
            if run.outcome is not Outcome.RUNNING and routine in {None, run.routine}
        ]

    def resume(self, run: Run, steps: tuple[TimelineStep, ...]) -> RunLog:
        """Go on writing a run that broke off. Raises `LogError`, also if another program does."""
        with explained(), self._at_one_moment():
            # Writing first keeps others from doing the same.
            self._connection.execute("UPDATE runs SET uuid = uuid WHERE uuid = ?", (run.uuid,))
            rows = self._rows(
                "SELECT id, process, process_since FROM runs"
                " WHERE uuid = ? AND outcome = 'running'",
                run.uuid,
            )
            if not rows or is_there(writer_of(rows[0])):
                raise LogError(message("This session has been gone on with already."))
            number, writer = int(rows[0]["id"]), this_writer()
            self._connection.execute(
                "UPDATE runs SET process = ?, process_since = ? WHERE id = ?",
                (writer.number, writer.since, number),
            )
        return RunLog(self._connection, self._clock, number, steps)

    def close_broken_off(self, run: Run) -> None:
        """Let a run that broke off have ended with its last step. Raises `LogError`."""
        ended = max((step.ended for step in run.steps), default=run.started)
        with explained():
            self._connection.execute(
                "UPDATE runs SET outcome = ?, ended = ?, active_seconds = ?"
                " WHERE uuid = ? AND outcome = 'running'",
                (Outcome.INTERRUPTED, written(ended), run.active_seconds, run.uuid),
            )

    def delete(self, uuid: str) -> None:
        """Delete a run and its steps. Raises `LogError`."""
        with explained():
            self._connection.execute("DELETE FROM runs WHERE uuid = ?", (uuid,))

    def delete_everything(self) -> None:
        """Delete all runs, activities, checks and plans. Raises `LogError`."""
        with explained(), self._at_one_moment():
            for table in ("runs", "activities", "checks", "plans"):
                self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def _not_ended(self) -> list[Run]:
        with explained(), self._at_one_moment():
            # The plus keeps SQLite from going through all runs in their order.
            return self._with_steps(
                self._rows(
                    "SELECT * FROM runs WHERE outcome = 'running' ORDER BY +started DESC, id DESC"
                )
            )

    def _with_steps(self, rows: list[sqlite3.Row]) -> list[Run]:
        steps: dict[int, list[sqlite3.Row]] = {}
        for step in self._rows(
            "SELECT * FROM steps WHERE run IN (SELECT value FROM json_each(?))"
            " ORDER BY run, position",
            json.dumps([row["id"] for row in rows]),
        ):
            steps.setdefault(step["run"], []).append(step)
        return [run_of(row, steps.get(row["id"], [])) for row in rows]

    def _rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        return cursor.execute(query, values).fetchall()

    @contextmanager
    def _at_one_moment(self) -> Iterator[None]:
        """Do several things as one; what fails undoes them all."""
        self._connection.execute("BEGIN")
        try:
            yield
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def add_activity(self, activity: Activity) -> None:
        """Keep something that was done without the program. Raises `LogError`."""
        with explained():
            put_activity(self._connection, activity)

    def activities(self) -> list[Activity]:
        """Give every activity, the newest first. Raises `LogError`."""
        with explained():
            rows = self._rows("SELECT * FROM activities ORDER BY started DESC, id DESC")
            return [activity_of(row) for row in rows]

    def keep_plans(self, plans: Iterable[Plan]) -> None:
        """Write plans, new ones and what others are now; all or none. Raises `LogError`."""
        with explained(), self._at_one_moment():
            for plan in plans:
                keep_plan(self._connection, plan)

    def plans(self) -> list[Plan]:
        """Give every plan, ended ones too, in the order they were made. Raises `LogError`."""
        with explained():
            return plans_in(self._connection)

    def done(self, since: date) -> list[Done]:
        """Give which routines were done on which days, from a day on. Raises `LogError`."""
        with explained():
            return done_in(self._connection, since)

    def annotate_activity(self, uuid: str, felt: Felt) -> None:
        """Keep how an activity felt afterwards. Raises `LogError`, also if it is not there."""
        with explained():
            changed = self._connection.execute(
                "UPDATE activities SET pain = ?, effort = ?, note = ? WHERE uuid = ?",
                (felt.pain_after, felt.effort, felt.note, uuid),
            )
            if not changed.rowcount:
                raise LogError(_GONE)

    def listed(
        self,
        limit: int,
        after: Place | None = None,
        since: datetime | None = None,
        routine: str | None = None,
    ) -> list[Listed]:
        """Give runs, without their steps, and activities, the newest first. Raises `LogError`.

        At most `limit` of them, that stand after `after` in the list and began at `since` or
        later; of one routine, if it is named, and then no activities.
        """
        with explained():
            return listed(self._connection, limit, after, since, routine)

    def note_check(self, stage: Stage | None) -> None:
        """Keep that the questions before a start were all answered with no. Raises `LogError`."""
        with explained():
            self._connection.execute(
                "INSERT INTO checks (day, stage, passed) VALUES (?, ?, 1)"
                " ON CONFLICT (day) DO UPDATE SET stage = excluded.stage",
                (self._clock().date().isoformat(), "" if stage is None else str(stage)),
            )

    def is_checked(self, stage: Stage | None) -> bool:
        """Whether they were answered so today, at this stage of life. Raises `LogError`."""
        with explained():
            row = self._connection.execute(
                "SELECT 1 FROM checks WHERE day = ? AND stage = ? AND passed",
                (self._clock().date().isoformat(), "" if stage is None else str(stage)),
            ).fetchone()
        return row is not None
