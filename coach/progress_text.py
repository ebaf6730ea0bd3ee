"""Progress as lines of text, for the screen and the command alike; readable without colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from coach.formats import Formats
from coach.progress import Progress, Week
from sessions.plain_text import harmless
from sessions.words import Words

_SHADES: Final = ((0.0, "·"), (5.0, "░"), (15.0, "▒"), (30.0, "▓"))
"""What a day looks like with up to so many minutes; more is full."""
_FULL: Final = "█"
_BAR: Final = 20
_MOST_ROUTINES: Final = 3


def progress_lines(progress: Progress, goal: int, formats: Formats, words: Words) -> Iterator[str]:
    """Give the lines: the last weeks as a calendar, then what they come to.

    `goal` is in minutes a week.
    """
    width = max(len(formats.day(week.start)) for week in progress.weeks)
    days = [name[:2] for name in formats.weekdays()]
    yield f"{'':<{width}}  {' '.join(f'{name:<2}' for name in days)}"
    for week in progress.weeks:
        shades = " ".join(f"{_shade(minutes):<2}" for minutes in week.minutes)
        total = words("{n} min", n=formats.number(round(week.total)))
        yield f"{formats.day(week.start):<{width}}  {shades}  {total:>9}"
    present = progress.weeks[-1]
    yield words(
        "This week: {n} of {goal} minutes  {bar}",
        n=formats.number(round(present.total)),
        goal=formats.number(goal),
        bar=_bar(present, goal),
    )
    if progress.in_a_row:
        yield words.plural(
            "One week with two days or more.",
            "{n} weeks in a row with two days or more each.",
            progress.in_a_row,
        )
    for title, times in progress.often[:_MOST_ROUTINES]:
        yield words("{n} × {title}", n=formats.number(times), title=harmless(title))


def _shade(minutes: float) -> str:
    return next((shade for most, shade in _SHADES if minutes <= most), _FULL)


def _bar(week: Week, goal: int) -> str:
    filled = min(_BAR, round(_BAR * week.total / goal)) if goal else _BAR
    return _FULL * filled + "░" * (_BAR - filled)
