"""The player: one session being done, with no screen in it.

The sound is the clock: whoever shows the session asks `Player.poll` for the moment that is being
heard, as often as it likes, and draws that. The screen and `--plain` are two views of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sessions.timeline import Cue, Segment, TimelineStep


class State(StrEnum):
    """What the session is doing."""

    READY = "ready"
    PLAYING = "playing"
    PAUSED = "paused"
    COUNTING_IN = "counting-in"
    """The time stands still while something is said first: 3-2-1, or the instruction again."""
    WAITING = "waiting"
    """At the end of a wait segment, until `resume`."""
    DONE = "done"
    STOPPED = "stopped"


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
    """The time of its work segments."""
    done_seconds: float
    """The time of its work segments that was heard."""


@dataclass(frozen=True)
class Snapshot:
    """The moment being heard, and everything that a view needs to draw it."""

    state: State
    seconds: float
    """From the beginning of the session."""
    segment_index: int
    segment: Segment
    step: TimelineStep
    countdown: int
    """Whole seconds that are left of the segment, as counted aloud: 3, 2, 1."""
    said: Cue | None
    """What is being spoken."""
    ticking: bool
    """Whether a tick was due within this second: the countdown flashes with it."""
    next_step: TimelineStep | None
    volume: int
    """0 to 100."""
    muted: bool
    finished: tuple[StepResult, ...]
    """The steps left since the last `poll`, to be logged."""
