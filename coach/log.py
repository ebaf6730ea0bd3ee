"""The log: every run and every step of it, written as it happens.

SQLite on disk: a run is a row from its first moment and every finished step is safe when
`RunLog.step` returns, so whatever ends the program, what was done stays known.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

from coach.activities import Activity, ActivityKind
from coach.clock import now
from coach.doing import StepResult, StepStatus
from coach.log_file import LogError as LogError
from coach.log_file import explained, open_to_read, open_to_write
from coach.runs import Felt, Outcome, Run, RunStep, Start
from sessions.session import Sore
from sessions.stage import Stage, stage_of
from sessions.timeline import Side, TimelineStep
from sessions.words import Language


class Log:
    """An open log."""

    def __init__(self, connection: sqlite3.Connection, clock: Callable[[], datetime]) -> None:
        """Use `open` or `open_read_only`."""
        self._connection = connection
        self._clock = clock

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

    def begin(self, start: Start) -> RunLog:
        """Begin a run; it stands in the log from now on. Raises `LogError`."""
        started = self._clock()
        offset = started.utcoffset() or timedelta()
        with explained():
            cursor = self._connection.execute(
                "INSERT INTO runs (uuid, process, routine, title, content_sha256, language, sore,"
                " started, utc_offset_seconds, stage) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    str(uuid4()),
                    os.getpid(),
                    start.routine,
                    start.title,
                    start.content_sha256,
                    start.language,
                    start.sore,
                    _written(started),
                    int(offset.total_seconds()),
                    "" if start.stage is None else str(start.stage),
                ),
            )
        return RunLog(self._connection, self._clock, cursor.lastrowid or 0, start.steps)

    def runs(self) -> list[Run]:
        """Give every run, the newest first. Raises `LogError`."""
        with explained():
            rows = self._connection.execute("SELECT * FROM runs ORDER BY started DESC, id DESC")
            rows.row_factory = sqlite3.Row
            runs = rows.fetchall()
            rows = self._connection.execute("SELECT * FROM steps ORDER BY run, position")
            rows.row_factory = sqlite3.Row
            steps: dict[int, list[sqlite3.Row]] = {}
            for row in rows:
                steps.setdefault(row["run"], []).append(row)
            return [_run(row, steps.get(row["id"], [])) for row in runs]

    def add_activity(self, activity: Activity) -> None:
        """Keep something that was done without the program. Raises `LogError`."""
        offset = activity.started.utcoffset() or timedelta()
        with explained():
            self._connection.execute(
                "INSERT INTO activities (uuid, kind, started, utc_offset_seconds, seconds, pain,"
                " effort, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    activity.uuid,
                    activity.kind,
                    _written(activity.started),
                    int(offset.total_seconds()),
                    activity.seconds,
                    activity.pain,
                    activity.effort,
                    activity.note,
                ),
            )

    def activities(self) -> list[Activity]:
        """Give every activity, the newest first. Raises `LogError`."""
        with explained():
            rows = self._connection.execute(
                "SELECT * FROM activities ORDER BY started DESC, id DESC"
            )
            rows.row_factory = sqlite3.Row
            return [_activity(row) for row in rows]

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


class RunLog:
    """The run that is being written."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        clock: Callable[[], datetime],
        run: int,
        steps: tuple[TimelineStep, ...],
    ) -> None:
        """Use `Log.begin`."""
        self._connection = connection
        self._clock = clock
        self._run = run
        self._steps = steps

    def step(self, result: StepResult) -> None:
        """Note a step that has been left; one done again replaces itself. Raises `LogError`."""
        step = self._steps[result.step]
        self._execute(
            "INSERT INTO steps (run, position, kind, title, sides, status, planned_seconds,"
            " done_seconds, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (run, position) DO UPDATE SET status = excluded.status,"
            " done_seconds = excluded.done_seconds, ended = excluded.ended",
            self._run,
            result.step,
            step.kind,
            step.title.text,
            " ".join(step.sides),
            result.status,
            result.planned_seconds,
            result.done_seconds,
            _written(self._clock()),
        )

    def end(self, outcome: Outcome, active_seconds: float, paused_seconds: float) -> None:
        """End the run. Raises `LogError`."""
        self._execute(
            "UPDATE runs SET ended = ?, outcome = ?, active_seconds = ?, paused_seconds = ?"
            " WHERE id = ?",
            _written(self._clock()),
            outcome,
            round(active_seconds, 1),
            round(paused_seconds, 1),
            self._run,
        )

    def annotate(self, felt: Felt) -> None:
        """Keep how it felt. Raises `LogError`."""
        self._execute(
            "UPDATE runs SET pain_before = ?, pain_after = ?, effort = ?, note = ? WHERE id = ?",
            felt.pain_before,
            felt.pain_after,
            felt.effort,
            felt.note,
            self._run,
        )

    def _execute(self, statement: str, *values: object) -> None:
        with explained():
            self._connection.execute(statement, values)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _read(text: str | None, zone: timezone) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).astimezone(zone)


def _run(row: sqlite3.Row, steps: list[sqlite3.Row]) -> Run:
    zone = timezone(timedelta(seconds=row["utc_offset_seconds"]))
    started = datetime.fromisoformat(row["started"]).astimezone(zone)
    done = tuple(_step(step, zone) for step in steps)
    outcome = Outcome(row["outcome"])
    active = row["active_seconds"]
    if outcome is Outcome.RUNNING and not _is_alive(row["process"]):
        # It was cut off before it could say so; what its steps tell is all that is known.
        outcome = Outcome.INTERRUPTED
        active = sum(step.done_seconds for step in done)
    return Run(
        uuid=row["uuid"],
        routine=row["routine"],
        title=row["title"],
        content_sha256=row["content_sha256"],
        language=Language(row["language"]),
        sore=Sore(row["sore"]),
        started=started,
        ended=_read(row["ended"], zone),
        outcome=outcome,
        active_seconds=active,
        paused_seconds=row["paused_seconds"],
        felt=Felt(row["pain_before"], row["pain_after"], row["effort"], row["note"]),
        steps=done,
        stage=stage_of(row["stage"]),
    )


def _activity(row: sqlite3.Row) -> Activity:
    zone = timezone(timedelta(seconds=row["utc_offset_seconds"]))
    return Activity(
        uuid=row["uuid"],
        kind=ActivityKind(row["kind"]),
        started=datetime.fromisoformat(row["started"]).astimezone(zone),
        seconds=row["seconds"],
        pain=row["pain"],
        effort=row["effort"],
        note=row["note"],
    )


def _step(row: sqlite3.Row, zone: timezone) -> RunStep:
    return RunStep(
        position=row["position"],
        kind=row["kind"],
        title=row["title"],
        sides=tuple(Side(side) for side in row["sides"].split()),
        status=StepStatus(row["status"]),
        planned_seconds=row["planned_seconds"],
        done_seconds=row["done_seconds"],
        ended=datetime.fromisoformat(row["ended"]).astimezone(zone),
    )


def _is_alive(process: int) -> bool:
    if process == os.getpid():
        return True
    if sys.platform == "win32":
        # There `os.kill` with 0 would send Ctrl-C; a run that nobody ends is taken as cut off.
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
