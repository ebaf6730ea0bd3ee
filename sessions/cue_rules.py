"""Which cues somebody wants to hear: the settings' half of what `sessions.compile` is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verbosity(StrEnum):
    """How much is spoken."""

    FULL = "full"
    SHORT = "short"
    """Names, sides and countdowns; no instructions, form cues or halfway."""
    TONES = "tones"
    """Bells and ticks alone."""


@dataclass(frozen=True)
class CueRules:
    """The person's choice of cues; a routine may turn off more, never turn on."""

    verbosity: Verbosity = Verbosity.FULL
    form: bool = True
    halfway: bool = True
    ten_left: bool = True
    counting: bool = True
    preview: bool = True
    ticks: bool = True
    precount: int = 3
    """Ticks before work begins, after a pause, and at its end, one a second: 0 to 10."""
    time_left_every: float = 0.0
    """Seconds between two announcements of the time left in a hold; 0: none."""
