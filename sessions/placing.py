"""Placing the cues of a stretch of work: each where it fits, the less important ones left out.

A hold has a fixed length, so what is said in it has to find room: candidates are placed in the
order of their rank, each at the first moment of its window that keeps a silence from what stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

GAP: Final = 1.0
"""The least silence between two utterances, in seconds."""


@dataclass(frozen=True)
class Span:
    """A piece of time in seconds."""

    start: float
    end: float

    def clear_of(self, other: Span, gap: float) -> bool:
        """Whether a silence of `gap` seconds or more lies between the two."""
        return self.end + gap <= other.start or other.end + gap <= self.start


@dataclass(frozen=True)
class Candidate:
    """Something that would be good to say, if there is room."""

    rank: int
    """The smallest is placed first."""
    earliest: float
    """When it may begin, in seconds."""
    latest: float
    """When it must have begun, in seconds."""
    duration: float
    """In seconds."""

    @property
    def wish(self) -> Span:
        """Where it would stand if it were alone."""
        return Span(self.earliest, self.earliest + self.duration)


def place(
    candidates: Sequence[Candidate], room: Span, taken: Sequence[Span] = ()
) -> dict[int, float]:
    """Give the start, in seconds, of every candidate that fits, by its place in the sequence.

    All lie within `room`, none meets a span of `taken` and any two keep `GAP` between them. One
    that has a choice leaves the others where they wish to be, if it finds room elsewhere.
    """
    starts: dict[int, float] = {}
    spoken: list[Span] = []
    order = sorted(range(len(candidates)), key=lambda i: (candidates[i].rank, i))
    for turn, index in enumerate(order):
        candidate = candidates[index]
        waiting = [candidates[later].wish for later in order[turn + 1 :]]
        start = _first_fit(candidate, room, taken, [*spoken, *waiting])
        if start is None:
            start = _first_fit(candidate, room, taken, spoken)
        if start is not None:
            starts[index] = start
            spoken.append(Span(start, start + candidate.duration))
    return starts


def _first_fit(
    candidate: Candidate, room: Span, taken: Iterable[Span], spoken: Sequence[Span]
) -> float | None:
    earliest = max(candidate.earliest, room.start)
    moments = [earliest]
    moments += [span.end for span in taken]
    moments += [span.end + GAP for span in spoken]
    latest = min(candidate.latest, room.end - candidate.duration)
    for start in sorted(moment for moment in moments if earliest <= moment <= latest):
        span = Span(start, start + candidate.duration)
        if all(span.clear_of(other, 0.0) for other in taken) and all(
            span.clear_of(other, GAP) for other in spoken
        ):
            return start
    return None
