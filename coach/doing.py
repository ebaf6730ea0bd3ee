"""What has been done of a session, told from the moments that were heard."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sessions.timeline import Phase, Segment, Timeline

_TOLERANCE: Final = 1.0
"""Seconds of a step that may be missing before it counts as done in part."""


class StepStatus(StrEnum):
    """How a step ended."""

    DONE = "done"
    PARTLY = "partly"
    SKIPPED = "skipped"


@dataclass(frozen=True)
class StepResult:
    """What was done of a step that has been left."""

    step: int
    """Its place in `Timeline.steps`."""
    status: StepStatus
    planned_seconds: float
    """The time of its work; for a rest, of the rest."""
    done_seconds: float
    """How much of that was heard; more than planned where somebody went back."""


class Doing:
    """Adds up what is heard of each step, and tells when a step is left."""

    def __init__(self, timeline: Timeline, first_step: int = 0) -> None:
        """Begin with a step: those before it are not told of unless somebody goes back to them."""
        self._lay_out(timeline)
        self._done = [0.0] * len(timeline.steps)
        self._step = first_step
        self._seconds, _ = timeline.step_span(first_step)
        self._clock = 0.0
        self._over = False

    def go_on_with(self, timeline: Timeline) -> None:
        """Take another timeline of the same steps, which is the same up to now."""
        self._lay_out(timeline)

    def _lay_out(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._planned = [0.0] * len(timeline.steps)
        for segment in timeline.segments:
            if self._counts(segment):
                self._planned[segment.step] += segment.duration

    def heard(self, seconds: float, clock: float, *, over: bool) -> tuple[StepResult, ...]:
        """Take note of a moment of the session, in seconds, heard when so much sound had been.

        Gives the steps that have been left: by going on, by a skip over them, or because it is
        `over`.
        """
        self._add(self._seconds, seconds, clock - self._clock)
        self._seconds, self._clock = seconds, clock
        if self._over:
            return ()
        segment = self._timeline.segment_at(seconds)
        finishing = segment.phase is Phase.FINISH
        step = len(self._done) if finishing else segment.step
        left = range(self._step, max(step, self._step + 1)) if step != self._step else range(0)
        if over and not left and not finishing:
            left = range(self._step, self._step + 1)
        self._step, self._over = step, over
        return tuple(self._result(each) for each in left if each < len(self._done))

    def _add(self, before: float, after: float, elapsed: float) -> None:
        # A session that moved further than there was sound has been skipped through, not done.
        if not before < after <= before + elapsed + 1e-3:
            return
        first, last = self._timeline.index_at(before), self._timeline.index_at(after)
        for segment in self._timeline.segments[first : last + 1]:
            if self._counts(segment):
                inside = min(after, segment.end) - max(before, segment.start)
                self._done[segment.step] += max(0.0, inside)

    def _counts(self, segment: Segment) -> bool:
        if segment.phase is Phase.WORK:
            return True
        resting = self._timeline.steps[segment.step].kind == "rest"
        return resting and segment.phase in {Phase.REST, Phase.WAIT}

    def _result(self, step: int) -> StepResult:
        planned, done = self._planned[step], self._done[step]
        if done >= planned - _TOLERANCE:
            status = StepStatus.DONE
        elif done > 0:
            status = StepStatus.PARTLY
        else:
            status = StepStatus.SKIPPED
        return StepResult(step, status, planned, round(done, 1))
