"""The cue sheet: a timeline as data for scripts, which rely on its form."""

from __future__ import annotations

from typing import TypedDict

from audio.clip import RATE
from sessions.timeline import Cue, Segment, Timeline


class SegmentRow(TypedDict):
    """A segment; times in seconds from the beginning."""

    start: float
    end: float
    phase: str
    step: int
    """From 1."""
    side: str | None
    title: str
    rep: int
    reps: int


class CueRow(TypedDict):
    """A cue; times in seconds from the beginning."""

    start: float
    end: float
    kind: str
    text: str
    language: str | None
    tone: str | None


class CueSheet(TypedDict):
    """All of it, as `coach render --cues` writes it."""

    sample_rate: int
    segments: list[SegmentRow]
    cues: list[CueRow]


def cue_sheet(timeline: Timeline) -> CueSheet:
    """Give a timeline as plain data."""
    return CueSheet(
        sample_rate=RATE,
        segments=[_segment(segment, timeline) for segment in timeline.segments],
        cues=[_cue(cue) for cue in timeline.cues()],
    )


def _segment(segment: Segment, timeline: Timeline) -> SegmentRow:
    return SegmentRow(
        start=_rounded(segment.start),
        end=_rounded(segment.end),
        phase=segment.phase,
        step=segment.step + 1,
        side=segment.side,
        title=timeline.steps[segment.step].title.text,
        rep=segment.rep,
        reps=segment.reps,
    )


def _cue(cue: Cue) -> CueRow:
    return CueRow(
        start=_rounded(cue.start),
        end=_rounded(cue.end),
        kind=cue.kind,
        text=cue.text,
        language=cue.language,
        tone=cue.tone,
    )


def _rounded(seconds: float) -> float:
    # A sample lasts 0.00002 s: six digits tell every one apart.
    return round(seconds, 6)
