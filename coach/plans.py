"""Plans: what somebody set out to do, on which days of the week and at what time of day.

Pure. A plan that is changed or removed ends and stays: what was planned once is what the past is
measured against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Final

_A_DAY: Final = timedelta(days=1)
DAYS_OF_A_WEEK: Final = 7
FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2200
"""A plan begins and ends in these years; further off it is a slip of the finger."""


class Weekday(IntEnum):
    """A day of the week, as `date.weekday` numbers it."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6

    @property
    def code(self) -> str:
        """Give its name in the log, in JSON and on the command line: `mon`."""
        return self.name.lower()

    @classmethod
    def coded(cls, code: str) -> Weekday:
        """Give the day of such a name; raises `ValueError` where there is none."""
        try:
            return cls[code.upper()]
        except KeyError as error:
            raise ValueError(code) from error


@dataclass(frozen=True)
class Plan:
    """A routine on some days of every week."""

    uuid: str
    routine: str
    """Its name in the library."""
    days: frozenset[Weekday]
    """One at least."""
    at: time
    """By the clock on the wall wherever somebody is, to the minute."""
    first: date
    """From this day on."""
    last: date | None
    """Up to and with this day; None while it goes on. Before `first` it never was to be done."""
    changed: datetime
    """When it was made or changed last, to the second, in UTC."""
    revision: int = 0
    """How often it was changed."""

    def __post_init__(self) -> None:
        """Raise `ValueError` for what no plan can be."""
        ends = self.last or self.first
        if not self.days or self.revision < 0:
            raise ValueError(self)
        if self.first.year < FIRST_YEAR or max(self.first, ends).year > LAST_YEAR:
            raise ValueError(self)
        if ends < self.first - _A_DAY or not _is_to_the_minute(self.at):
            raise ValueError(self)

    def is_on(self, day: date) -> bool:
        """Whether it is to be done on a day."""
        return (
            self.first <= day
            and (self.last is None or day <= self.last)
            and Weekday(day.weekday()) in self.days
        )

    def next_day(self, day: date) -> date | None:
        """Give the first day from `day` on that it is to be done on; None where there is none."""
        start = max(self.first, day)
        week = (start + n * _A_DAY for n in range(DAYS_OF_A_WEEK))
        return next((each for each in week if self.is_on(each)), None)


@dataclass(frozen=True)
class Wish:
    """What is to be planned."""

    routine: str
    days: frozenset[Weekday]
    at: time
    first: date


def going_on(plans: Iterable[Plan], day: date) -> list[Plan]:
    """Give the plans that have not ended before a day, in the order of the week and of the day."""
    present = (plan for plan in plans if plan.last is None or plan.last >= max(day, plan.first))
    return sorted(present, key=lambda plan: (plan.routine, min(plan.days), plan.at, plan.uuid))


def planned(
    plans: Iterable[Plan],
    wish: Wish,
    changed: datetime,
    new_uuid: Callable[[], str],
    instead: Plan | None = None,
) -> list[Plan]:
    """Give what is to be written so that a wish holds, the plan of the wish first.

    A day of the week has one time for a routine: earlier plans for it give up these days. With
    `instead`, that plan gives way as a whole. A plan that has not begun by then is changed itself;
    one that has, ends the day before and goes on as a new one.
    """
    others = [plan for plan in plans if plan.routine == wish.routine]
    same = next((plan for plan in others if _says(plan, wish)), None)
    if same is not None and instead in {None, same}:
        return []
    if instead is not None and instead.first >= wish.first:
        others.remove(instead)
        made = _changed(instead, changed, days=wish.days, at=wish.at, first=wish.first)
    else:
        made = Plan(new_uuid(), wish.routine, wish.days, wish.at, wish.first, None, changed)
    written = [made]
    for plan in going_on(others, wish.first):
        left = frozenset[Weekday]() if plan == instead else plan.days - wish.days
        if left == plan.days:
            continue
        if plan.first >= wish.first and left:
            written.append(_changed(plan, changed, days=left))
            continue
        written.append(ended(plan, wish.first, changed))
        if left:
            written.append(
                Plan(new_uuid(), plan.routine, left, plan.at, wish.first, plan.last, changed)
            )
    return written


def ended(plan: Plan, day: date, changed: datetime) -> Plan:
    """End a plan so that `day`, and what comes after it, is planned no longer."""
    return _changed(plan, changed, last=max(day, plan.first) - _A_DAY)


def _is_to_the_minute(at: time) -> bool:
    return at == time(at.hour, at.minute)


def _says(plan: Plan, wish: Wish) -> bool:
    return (
        plan.days == wish.days
        and plan.at == wish.at
        and plan.first <= wish.first
        and plan.last is None
    )


def _changed(plan: Plan, changed: datetime, **fields: object) -> Plan:
    return replace(plan, changed=changed, revision=plan.revision + 1, **fields)  # type: ignore[arg-type]
