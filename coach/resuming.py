"""Sessions that broke off: which of them can be gone on with, and from where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coach.context import Program
from coach.doing import StepResult
from coach.runs import Run, RunStep, content_sha256
from sessions.library import Entry
from sessions.routine import LocalText
from sessions.session import Session
from sessions.timeline import TimelineStep

if TYPE_CHECKING:
    from coach.log import Log


@dataclass(frozen=True)
class BrokenOff:
    """A session that was cut off, and how to go on with it."""

    run: Run
    entry: Entry
    session: Session
    """As it was begun: in its language, for its side."""
    step: int
    """Where it goes on, a place in `Timeline.steps`."""
    steps: int
    """How many there are."""
    title: LocalText
    """Of the step."""

    def pain_before(self, now: int | None) -> int | None:
        """Give the pain before the session: as it was told at its beginning, or else now."""
        before = self.run.felt.pain_before
        return now if before is None else before

    @property
    def results(self) -> tuple[StepResult, ...]:
        """What was done of the steps before."""
        return tuple(
            StepResult(step.position, step.status, step.planned_seconds, step.done_seconds)
            for step in self.run.steps
        )


def broken_off(runs: Iterable[Run], entries: Iterable[Entry], program: Program) -> BrokenOff | None:
    """Give the newest of some runs that broke off, if it can be gone on with.

    Its routine must be among `entries` and be what it was, a step must be left to do, and those
    before must be what suits this person today too.
    """
    from sessions.compile import SessionError, compile_session
    from sessions.speech_length import estimated_seconds

    newest = next(iter(runs), None)
    if newest is None:
        return None
    entry = next((entry for entry in entries if entry.name == newest.routine), None)
    if entry is None or entry.routine is None:
        return None
    if content_sha256(entry.path) != newest.content_sha256:
        return None
    session = replace(program.session(entry.routine), language=newest.language, sore=newest.sore)
    try:
        steps = compile_session(session, estimated_seconds).steps
    except SessionError:
        return None
    step = max((step.position for step in newest.steps), default=-1) + 1
    if step >= len(steps) or not all(_is_same(done, steps) for done in newest.steps):
        return None
    return BrokenOff(newest, entry, session, step, len(steps), steps[step].title)


def _is_same(done: RunStep, steps: Sequence[TimelineStep]) -> bool:
    step = steps[done.position]
    return (done.kind, done.title) == (step.kind, step.title.text)


def settle(log: Log, but: Run | None = None) -> None:
    """Close every session that broke off, except one. Raises `LogError`."""
    for run in log.broken_off():
        if but is None or run.uuid != but.uuid:
            log.close_broken_off(run)
