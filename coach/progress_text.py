"""Progress as lines of text: minutes are numbers, so that they can be read and heard alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from coach.formats import Formats
from coach.progress import Pain, Progress, Week
from sessions.plain_text import harmless
from sessions.words import Words

_FULL: Final = "█"
_BAR: Final = 16
"""Columns of a week that has reached its goal."""
_CELL: Final = 3
"""Columns of a day's minutes."""
_NOTHING: Final = "·"


def progress_lines(
    progress: Progress, today: date, goal: int, formats: Formats, words: Words
) -> Iterator[str]:
    """Give the lines: the last weeks as a calendar with bars, then what they come to.

    `goal` is in minutes a week; 0 is none.
    """
    yield from _calendar(progress, today, goal, formats, words)
    yield ""
    yield from summary_lines(progress.weeks[-1], progress.in_a_row, goal, formats, words)
    for routine in progress.routines:
        yield words.plural(
            "Once {title}, on {day}",
            "{n} × {title}, last on {day}",
            routine.times,
            title=harmless(routine.title),
            day=formats.day(routine.last.date()),
        )


def summary_lines(
    present: Week, in_a_row: int, goal: int, formats: Formats, words: Words
) -> Iterator[str]:
    """Give what this week and those before come to, a sentence a line."""
    n = formats.number(round(present.total))
    if goal:
        yield words("This week: {n} of {goal} minutes", n=n, goal=formats.number(goal))
    else:
        yield words("This week: {n} minutes", n=n)
    if in_a_row:
        yield words.plural(
            "One week with two days or more.",
            "{n} weeks in a row with two days or more each.",
            in_a_row,
        )


def pain_text(pain: Pain, formats: Formats, words: Words) -> str:
    """Tell pain before and after, or what of it was told."""
    match pain.before, pain.after:
        case None, None:
            return ""
        case None, float() | int() as after:
            return words("after {n}", n=formats.number(after))
        case float() | int() as before, None:
            return words("before {n}", n=formats.number(before))
        case before, after:
            return words(
                "{before} to {after}",
                before=formats.number(before or 0.0),
                after=formats.number(after or 0.0),
            )


def _calendar(
    progress: Progress, today: date, goal: int, formats: Formats, words: Words
) -> Iterator[str]:
    labels = [formats.short_day(week.start) for week in progress.weeks]
    totals = [formats.number(round(week.total)) for week in progress.weeks]
    pains = [_pain_of(week, progress, formats, words) for week in progress.weeks]
    label = _width(labels)
    total_name, pain_name = words("min"), words("Pain") if any(pains) else ""
    total, pain = _width([*totals, total_name]), _width([*pains, pain_name])
    names = " ".join(f"{name.rstrip('.')[:_CELL]:>{_CELL}}" for name in formats.weekdays())
    of_goal = words("Goal {goal}", goal=formats.number(goal)) if goal else ""
    yield f"{'':<{label}}  {names}  {total_name:>{total}}  {pain_name:<{pain}}  {of_goal}".rstrip()
    for week, *texts in zip(progress.weeks, labels, totals, pains, strict=True):
        days = " ".join(_cell(week, day, today) for day in range(len(week.minutes)))
        bar = _bar(week, goal)
        yield (
            f"{texts[0]:<{label}}  {days}  {texts[1]:>{total}}  {texts[2]:<{pain}}  {bar}".rstrip()
        )


def _width(texts: Sequence[str]) -> int:
    return max(map(len, texts), default=0)


def _pain_of(week: Week, progress: Progress, formats: Formats, words: Words) -> str:
    pain = progress.pain.get(week.start)
    return "" if pain is None else pain_text(pain, formats, words)


def _cell(week: Week, day: int, today: date) -> str:
    minutes = week.minutes[day]
    if minutes:
        # What was done is there, be it half a minute.
        return f"{max(1, round(minutes)):>{_CELL}}"
    is_to_come = week.start + timedelta(days=day) > today
    return f"{'' if is_to_come else _NOTHING:>{_CELL}}"


def _bar(week: Week, goal: int) -> str:
    """Draw the part of the goal that was reached; the number beside it tells how much more."""
    return _FULL * min(_BAR, round(_BAR * week.total / goal)) if goal else ""
