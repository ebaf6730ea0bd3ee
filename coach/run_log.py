"""The run that is being written to the log; `coach.log.Log` begins it and goes on with it.

Every finished step is safe when `RunLog.step` returns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from coach.doing import StepResult
from coach.log_file import explained
from coach.log_rows import put_felt, written
from coach.runs import Felt, Outcome
from sessions.timeline import TimelineStep


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

    def step(self, result: StepResult, at: datetime | None = None) -> None:
        """Note a step that has been left, now or at a moment before. Raises `LogError`.

        One done again replaces itself.
        """
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
            written(at or self._clock()),
        )

    def end(
        self,
        outcome: Outcome,
        active_seconds: float,
        paused_seconds: float,
        at: datetime | None = None,
    ) -> None:
        """Write that the run ended, now or at a moment before. Raises `LogError`."""
        self._execute(
            "UPDATE runs SET ended = ?, outcome = ?, active_seconds = ?, paused_seconds = ?"
            " WHERE id = ?",
            written(at or self._clock()),
            outcome,
            round(active_seconds, 1),
            round(paused_seconds, 1),
            self._run,
        )

    def annotate(self, felt: Felt) -> None:
        """Keep how it felt. Raises `LogError`."""
        with explained():
            put_felt(self._connection, self._run, felt)

    def _execute(self, statement: str, *values: object) -> None:
        with explained():
            self._connection.execute(statement, values)
