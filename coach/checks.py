"""The check before a start, remembered for the day; without a log it is asked each time."""

from __future__ import annotations

from coach.log import Log, LogError
from sessions.stage import Stage


def is_checked(log: Log | None, stage: Stage | None) -> bool:
    """Whether every question was answered with no today, at this stage of life."""
    try:
        return log is not None and log.is_checked(stage)
    except LogError:
        # Then it is asked once more.
        return False


def keep_check(log: Log | None, stage: Stage | None) -> None:
    """Remember for today that every question was answered with no."""
    try:
        if log is not None:
            log.note_check(stage)
    except LogError:
        # Then it is asked again at the next start; the run says what is wrong with the log.
        return
