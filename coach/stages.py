"""The stage of life as the settings keep it: told once, as a day, so that the weeks go on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, assert_never

from coach.settings import LifePhase, Settings
from sessions.stage import LAST_WEEK, AfterBirth, NotPregnant, Pregnant, Stage
from sessions.words import Message, message

_WEEK: Final = timedelta(weeks=1)


def stage_on(day: date, settings: Settings) -> Stage | None:
    """Give the stage on a day; None where it was not told, or has to be asked again.

    That is so when a pregnancy would be over, and when a day lies in the future.
    """
    match settings.phase:
        case LifePhase.UNTOLD:
            return None
        case LifePhase.NOT_PREGNANT:
            return NotPregnant()
        case LifePhase.PREGNANT:
            weeks = _weeks_since(settings.pregnant_since, day)
            return Pregnant(weeks + 1) if weeks is not None and weeks < LAST_WEEK else None
        case LifePhase.AFTER_BIRTH:
            weeks = _weeks_since(settings.birth, day)
            return None if weeks is None else AfterBirth(weeks, settings.caesarean)
        case _:
            assert_never(settings.phase)


def told(stage: Stage, day: date) -> dict[str, object]:
    """Give the values of the settings that keep a stage told on a day."""
    match stage:
        case NotPregnant():
            return {"phase": LifePhase.NOT_PREGNANT, "pregnant_since": None, "birth": None}
        case Pregnant(week=week):
            since = day - (week - 1) * _WEEK
            return {"phase": LifePhase.PREGNANT, "pregnant_since": since, "birth": None}
        case AfterBirth(weeks=weeks, caesarean=caesarean):
            return {
                "phase": LifePhase.AFTER_BIRTH,
                "pregnant_since": None,
                "birth": day - weeks * _WEEK,
                "caesarean": caesarean,
            }
        case _:
            assert_never(stage)


def stage_name(stage: Stage | None) -> Message:
    """Name a stage for people."""
    match stage:
        case None:
            return message("not told")
        case NotPregnant():
            return message("not pregnant")
        case Pregnant(week=week):
            return message("pregnant, week {week}", week=week)
        case AfterBirth(weeks=weeks, caesarean=True):
            return message("after birth, week {week}, caesarean", week=weeks + 1)
        case AfterBirth(weeks=weeks):
            return message("after birth, week {week}", week=weeks + 1)
        case _:
            assert_never(stage)


def _weeks_since(begun: date | None, day: date) -> int | None:
    if begun is None or begun > day:
        return None
    return (day - begun) // _WEEK
