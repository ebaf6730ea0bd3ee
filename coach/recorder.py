"""Keeps a run in the log while it is done; where there is no log, the run goes on and it is told.

The screen and `--plain` show each snapshot of the player to it. What cannot be written is kept
until it can: a lock passes, a disk is cleared.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from coach.log import Log, LogError
from coach.player import Snapshot, State
from coach.run_log import RunLog
from coach.runs import Felt, Outcome, Run, Start, content_sha256
from sessions.session import Session
from sessions.timeline import Timeline
from sessions.words import Message

_ACTIVE: Final = {State.PLAYING, State.COUNTING_IN}
_PAUSED: Final = {State.PAUSED, State.WAITING}


def start_of(name: str, file: Path, timeline: Timeline, session: Session) -> Start:
    """Give what the log is told when the routine `name`, read from `file`, is begun."""
    # The name of a file need be no text, and what the log keeps must be.
    return Start(
        routine=name.encode(errors="surrogateescape").decode(errors="replace"),
        title=timeline.title.text,
        content_sha256=content_sha256(file),
        language=timeline.language,
        sore=session.sore,
        steps=timeline.steps,
        stage=session.stage,
    )


class Recorder:
    """Writes one run; never raises."""

    def __init__(
        self,
        log: Log | None,
        start: Start,
        clock: Callable[[], float],
        resumed: Run | None = None,
    ) -> None:
        """Begin the run in `log`, if there is one; `clock` gives seconds that never go back.

        Or go on with one that broke off.
        """
        self.trouble: Message | None = None
        """Why the run is not, or not wholly, in the log."""
        self._clock = clock
        self._last = clock()
        self._active = 0.0 if resumed is None else resumed.active_seconds
        self._paused = 0.0 if resumed is None else resumed.paused_seconds
        self._ended = False
        self._log = log
        self._run: RunLog | None = None
        self._unwritten: list[Callable[[RunLog], None]] = []
        if log is None:
            return
        if resumed is None:
            self._begin = partial(log.begin, start, at=log.now())
        else:
            self._begin = partial(log.resume, resumed, start.steps)
        self._catch_up()

    def saw(self, snapshot: Snapshot) -> None:
        """Take note of a moment: the time that went by in its state, and the steps it finished."""
        now = self._clock()
        if snapshot.state in _ACTIVE:
            self._active += now - self._last
        elif snapshot.state in _PAUSED:
            self._paused += now - self._last
        self._last = now
        if self._log is not None:
            for result in snapshot.finished:
                self._write(partial(RunLog.step, result=result, at=self._log.now()))
        if snapshot.state is State.DONE:
            self.end(Outcome.COMPLETED)
        elif snapshot.state is State.STOPPED:
            self.end(Outcome.STOPPED)

    def end(self, outcome: Outcome) -> None:
        """End the run; the first end counts."""
        if self._ended:
            return
        self._ended = True
        if self._log is not None:
            active, paused, at = self._active, self._paused, self._log.now()
            self._write(lambda run: run.end(outcome, active, paused, at))

    @property
    def active_seconds(self) -> float:
        """The time so far that was no pause."""
        return self._active

    def annotate(self, felt: Felt) -> None:
        """Keep how it felt."""
        if felt != Felt():
            self._write(lambda run: run.annotate(felt))

    def _write(self, write: Callable[[RunLog], None]) -> None:
        if self._log is not None:
            self._unwritten.append(write)
            self._catch_up()

    def _catch_up(self) -> None:
        """Write all that is not written yet, in its order."""
        try:
            if self._run is None:
                self._run = self._begin()
            while self._unwritten:
                self._unwritten[0](self._run)
                del self._unwritten[0]
        except LogError as error:
            self.trouble = error.message
        else:
            self.trouble = None
