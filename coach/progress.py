"""Progress: what was done day by day and week by week, as pure functions over the log's sums.

The goal of 150 minutes a week at a moderate pace is what Canada's guideline for pregnancy names
(CSEP, 2019); it is a setting, and no duty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

DAYS_OF_A_WEEK: Final = 7
ENOUGH_DAYS: Final = 2
"""A week with so many days of practice counts; every other day may be one of rest."""
SHADES: Final = (0.0, 5.0, 15.0, 30.0)
"""Up to so many minutes a day has the shade of that place; with more it has the darkest."""


@dataclass(frozen=True)
class Week:
    """Seven days."""

    start: date
    minutes: tuple[float, ...]
    """Of each of its days, in order."""

    @property
    def total(self) -> float:
        """Minutes."""
        return sum(self.minutes)


@dataclass(frozen=True)
class Pain:
    """The pain that was told of the runs of a day, or of a week: 0 to 10, on average."""

    day: date
    """Its first."""
    before: float | None
    """None where it was not told."""
    after: float | None


@dataclass(frozen=True)
class RoutineSum:
    """How often a routine was done, and when last."""

    name: str
    title: str
    times: int
    last: datetime
    """In the time zone of where that was."""


@dataclass(frozen=True)
class Progress:
    """What was done, put together."""

    weeks: tuple[Week, ...]
    """The last ones, the present one at the end."""
    in_a_row: int
    """Weeks in a row with enough days."""
    pain: Mapping[date, Pain]
    """Of each of these weeks in which it was told, by their first day."""
    routines: Sequence[RoutineSum]


def week_start(day: date, first_weekday: int) -> date:
    """Give the day that the week of a day begins on; `first_weekday` 0 is Monday."""
    return day - timedelta(days=(day.weekday() - first_weekday) % DAYS_OF_A_WEEK)


def first_of_weeks(today: date, first_weekday: int, weeks: int) -> date:
    """Give the first day of the last weeks, of which the present one is one."""
    return week_start(today, first_weekday) - timedelta(weeks=weeks - 1)


def last_weeks(first: date, weeks: int, minutes: Mapping[date, float]) -> tuple[Week, ...]:
    """Give weeks from a day on that a week begins with, by the minutes of each day."""
    starts = (first + timedelta(weeks=week) for week in range(weeks))
    return tuple(
        Week(
            start,
            tuple(minutes.get(start + timedelta(days=day), 0.0) for day in range(DAYS_OF_A_WEEK)),
        )
        for start in starts
    )


def weeks_in_a_row(newest_first: Iterable[date], today: date, first_weekday: int) -> int:
    """Count the weeks in a row with enough days; one that is not over breaks nothing.

    `newest_first` gives the days on which something was done, today or earlier; no more of them
    are asked for than are needed.
    """
    expected, in_a_row = week_start(today, first_weekday), 0
    present = expected
    for start, days in groupby(newest_first, lambda day: week_start(day, first_weekday)):
        if start < present == expected:
            expected -= timedelta(weeks=1)
        if start != expected:
            break
        if len({*days}) >= ENOUGH_DAYS:
            in_a_row += 1
        elif start != present:
            break
        expected -= timedelta(weeks=1)
    return in_a_row


def pain_by_week(days: Sequence[Pain], first_weekday: int) -> Mapping[date, Pain]:
    """Give the pain of each week, by its first day, as the mean of its days."""
    weeks = groupby(days, lambda pain: week_start(pain.day, first_weekday))
    return {start: _mean(start, [*of_week]) for start, of_week in weeks}


def _mean(start: date, days: Sequence[Pain]) -> Pain:
    before = [pain.before for pain in days if pain.before is not None]
    after = [pain.after for pain in days if pain.after is not None]
    return Pain(
        start,
        sum(before) / len(before) if before else None,
        sum(after) / len(after) if after else None,
    )


def shade(minutes: float) -> int:
    """Give how dark a day is: 0 for nothing, up to 4 for more than half an hour."""
    return bisect_left(SHADES, minutes) if minutes > 0 else 0
