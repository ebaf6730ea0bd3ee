"""The session: a routine for one person, ready to compile."""

from __future__ import annotations

from dataclasses import dataclass, field

from sessions.cue_rules import CueRules
from sessions.routine import Routine
from sessions.sore import Sore
from sessions.stage import BackWeeks, Stage
from sessions.words import Language


@dataclass(frozen=True)
class Session:
    """A routine resolved for one person."""

    routine: Routine
    language: Language
    sore: Sore = Sore.BOTH
    rules: CueRules = field(default_factory=CueRules)
    stage: Stage | None = None
    """None: it was not told, and nothing is swapped."""
    back: BackWeeks = field(default_factory=BackWeeks)
