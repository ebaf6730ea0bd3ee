"""The chapters of a session: where a player of recordings may jump to."""

from __future__ import annotations

from dataclasses import dataclass

from sessions.phrases import Phrases
from sessions.timeline import Phase, Timeline


@dataclass(frozen=True)
class Chapter:
    """A step of a session, on one side where it has sides."""

    start: float
    """Seconds from the beginning of the session; it ends where the next one starts."""
    title: str


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """Give the chapters in order, the first from 0 on: a new one for each step and each side."""
    phrases = Phrases(timeline.language)
    found: list[Chapter] = []
    before = None
    for segment in timeline.segments:
        if segment.phase is Phase.FINISH and found:
            # The last words belong to the last step.
            break
        here = (segment.step, segment.side)
        if here != before:
            title = phrases.heading(timeline.steps[segment.step].title, segment.side)
            found.append(Chapter(segment.start, title))
        before = here
    return tuple(found)
