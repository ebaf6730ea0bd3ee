"""Progress: what was done day by day and week by week, as pure functions over the log.

The goal of 150 minutes a week at a moderate pace is what Canada's guideline for pregnancy names
(CSEP, 2019); it is a setting, and no duty.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach.activities import Activity
from coach.runs import Run

DAYS_OF_A_WEEK: Final = 7
ENOUGH_DAYS: Final = 2
"""A week with so many days of practice counts; every other day may be one of rest."""


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

    @property
    def days(self) -> int:
        """On how many of its days something was done."""
        return sum(minutes > 0 for minutes in self.minutes)


@dataclass(frozen=True)
class Progress:
    """What was done, put together."""

    weeks: tuple[Week, ...]
    """The last ones, the present one at the end."""
    in_a_row: int
    """Weeks in a row with enough days; one that is not over breaks nothing."""
    often: tuple[tuple[str, int], ...]
    """The routines by title, with how often, the most frequent first."""


def progress(
    runs: Sequence[Run],
    activities: Iterable[Activity],
    today: date,
    *,
    first_weekday: int = 0,
    weeks: int = 8,
) -> Progress:
    """Put together what was done up to a day; a week begins on `first_weekday`, 0 is Monday."""
    minutes = minutes_by_day(runs, activities)
    present = today - timedelta(days=(today.weekday() - first_weekday) % DAYS_OF_A_WEEK)
    often = Counter(run.title for run in runs)
    return Progress(
        weeks=tuple(_week(present - timedelta(weeks=ago), minutes) for ago in range(weeks))[::-1],
        in_a_row=_in_a_row(present, minutes),
        often=tuple(often.most_common()),
    )


def minutes_by_day(runs: Iterable[Run], activities: Iterable[Activity]) -> Mapping[date, float]:
    """Give the minutes of each day, by the calendar of where something was begun."""
    minutes: defaultdict[date, float] = defaultdict(float)
    for run in runs:
        minutes[run.started.date()] += run.active_seconds / 60
    for activity in activities:
        minutes[activity.started.date()] += activity.seconds / 60
    return {day: each for day, each in minutes.items() if each > 0}


def _week(start: date, minutes: Mapping[date, float]) -> Week:
    days = (start + timedelta(days=day) for day in range(DAYS_OF_A_WEEK))
    return Week(start, tuple(minutes.get(day, 0.0) for day in days))


def _in_a_row(present: date, minutes: Mapping[date, float]) -> int:
    enough = int(_week(present, minutes).days >= ENOUGH_DAYS)
    start = present - timedelta(weeks=1)
    while _week(start, minutes).days >= ENOUGH_DAYS:
        enough += 1
        start -= timedelta(weeks=1)
    return enough
