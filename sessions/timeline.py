"""The timeline: a session as segments in order, each owning the cues that are heard in it.

It is made by `sessions.compile`, mixed into sound by `audio.mixer` and drawn by the screens. All
times are seconds from the beginning of the session.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from sessions.routine import LocalText, Position
from sessions.suitability import ChangeKind
from sessions.words import Language


class Phase(StrEnum):
    """What a segment is for."""

    PREPARE = "prepare"
    WORK = "work"
    REST = "rest"
    SWITCH = "switch"
    WAIT = "wait"
    """Until a key is pressed: the player stands at its end; a rendered file goes on."""
    FINISH = "finish"


class Side(StrEnum):
    """A side of the person's own body, never mirrored."""

    LEFT = "left"
    RIGHT = "right"


class Tone(StrEnum):
    """A sound that is no speech."""

    GO = "go"
    END = "end"
    TICK = "tick"
    BREATHE_IN = "breathe-in"
    BREATHE_OUT = "breathe-out"


class CueKind(StrEnum):
    """Why a cue is heard."""

    START = "start"
    INSTRUCTION = "instruction"
    GO = "go"
    FORM = "form"
    HALFWAY = "halfway"
    TEN_LEFT = "ten-left"
    TIME_LEFT = "time-left"
    TICK = "tick"
    END = "end"
    RELEASE = "release"
    LET_GO = "let-go"
    """The end of what is held within a repetition."""
    GET_UP = "get-up"
    SWITCH = "switch"
    REST = "rest"
    PREVIEW = "preview"
    COUNT = "count"
    BREATH = "breath"
    DONE = "done"


@dataclass(frozen=True)
class Cue:
    """Something heard at a moment: an utterance, or a tone."""

    kind: CueKind
    start: float
    """Seconds from the beginning of the session."""
    duration: float
    """Seconds; for a bell or a tick the part that nothing else may cover (its ringing may go on).

    A breath's tone is as long as the breath, and so soft that words may be said over it.
    """
    text: str = ""
    """What is spoken; empty for a tone."""
    language: Language | None = None
    """The language of the voice; None for a tone."""
    tone: Tone | None = None

    @property
    def end(self) -> float:
        """Seconds from the beginning of the session."""
        return self.start + self.duration

    @property
    def is_speech(self) -> bool:
        """Whether a voice says it."""
        return self.tone is None


@dataclass(frozen=True)
class Segment:
    """A piece of the timeline with one phase."""

    phase: Phase
    start: float
    """Seconds from the beginning of the session."""
    duration: float
    step: int
    """The place of its step in `Timeline.steps`."""
    cues: tuple[Cue, ...]
    side: Side | None = None
    rep: int = 1
    """The repetition or set that it belongs to, from 1."""
    reps: int = 1
    """The repetitions or sets of the step on each side."""

    @property
    def end(self) -> float:
        """Seconds from the beginning of the session: the start of the next segment."""
        return self.start + self.duration


@dataclass(frozen=True)
class TimelineStep:
    """A step as it is done once: a step of a circuit stands here once a round."""

    kind: str
    """The step's kind as it is written in the file, such as `stretch`."""
    title: LocalText
    """For a rest, the word for it."""
    dose: str
    """How much, short, for the screen: `2 × 30 s each side`."""
    position: Position | None
    sides: tuple[Side, ...]
    avoid: tuple[LocalText, ...] = ()
    say: LocalText | None = None
    easier: LocalText | None = None
    round: int = 1
    rounds: int = 1


@dataclass(frozen=True)
class TimelineChange:
    """A step that is not done as it stands in the file, because of the person's stage of life."""

    kind: ChangeKind
    step: LocalText
    instead: LocalText | None
    """None where it is left out."""
    why: str
    """A sentence."""


@dataclass(frozen=True)
class Timeline:
    """A whole session in time."""

    title: LocalText
    language: Language
    steps: tuple[TimelineStep, ...]
    segments: tuple[Segment, ...]
    """In order, without gaps, from 0; never empty."""
    changes: tuple[TimelineChange, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.segments[-1].end

    @cached_property
    def _starts(self) -> list[float]:
        return [segment.start for segment in self.segments]

    def index_at(self, seconds: float) -> int:
        """Give the place in `segments` of the one that a moment falls in, clamped to the ends."""
        return max(0, bisect_right(self._starts, seconds) - 1)

    def segment_at(self, seconds: float) -> Segment:
        """Give the segment that a moment falls in, clamped to the ends."""
        return self.segments[self.index_at(seconds)]

    def cues(self) -> Iterator[Cue]:
        """Give every cue in the order it is heard."""
        for segment in self.segments:
            yield from segment.cues

    def utterances(self) -> Iterator[Cue]:
        """Give every cue that a voice speaks, in order."""
        return (cue for cue in self.cues() if cue.is_speech)

    def utterance_at(self, seconds: float) -> Cue | None:
        """Give what is being spoken at a moment, if anything is."""
        for cue in self.segment_at(seconds).cues:
            if cue.is_speech and cue.start <= seconds < cue.end:
                return cue
        return None

    def step_span(self, step: int) -> tuple[float, float]:
        """Give the start and end, in seconds, of a step by its place in `steps`."""
        spans = [(s.start, s.end) for s in self.segments if s.step == step]
        return spans[0][0], spans[-1][1]
