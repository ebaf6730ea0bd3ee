"""A routine made one person's session, from what the settings know of them."""

from __future__ import annotations

from datetime import date

from coach.settings import Settings
from coach.stages import stage_on
from sessions.routine import Routine
from sessions.session import Session
from sessions.words import Language


def session_for(routine: Routine, settings: Settings, language: Language, day: date) -> Session:
    """Resolve a routine for a person on a day."""
    return Session(
        routine,
        language,
        settings.sore,
        settings.rules(),
        stage_on(day, settings),
        settings.back_weeks(),
    )
