"""Adherence: how much of what was planned was done, day by day; and what is due today. Pure.

A routine that is planned for a day counts once, however often it stands in a plan or was done. It
counts as completed when a run of it that began on that day, by the calendar of where it was, went
through to its end; as begun when one was ended early, by the person or by anything else. Today
counts only once it is done: until midnight there is time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from coach.plans import Plan
from coach.runs import Outcome

DAYS: Final = 28
"""Four weeks, over which adherence is told."""


@dataclass(frozen=True)
class Done:
    """That a routine was begun on a day, and how that ended."""

    routine: str
    day: date
    outcome: Outcome


@dataclass(frozen=True)
class Adherence:
    """What became of what was planned for some days."""

    completed: int
    stopped_early: int
    """Begun, and not done to the end."""
    skipped: int

    @property
    def planned(self) -> int:
        """How often something was to be done."""
        return self.completed + self.stopped_early + self.skipped

    @property
    def share(self) -> float | None:
        """Done ÷ planned, from 0 to 1; None where nothing was planned."""
        return self.completed / self.planned if self.planned else None


@dataclass(frozen=True)
class Due:
    """That a routine is to be done on a day."""

    at: time
    is_done: bool


def adherence(plans: Iterable[Plan], done: Iterable[Done], since: date, today: date) -> Adherence:
    """Measure the days from `since` to `today` against the plans that held on them."""
    outcomes: defaultdict[tuple[str, date], set[Outcome]] = defaultdict(set)
    for each in done:
        outcomes[each.routine, each.day].add(each.outcome)
    wanted = {
        (plan.routine, day)
        for plan in plans
        for day in _days(max(since, plan.first), min(today, plan.last or today))
        if plan.is_on(day)
    }
    completed = {each for each in wanted if Outcome.COMPLETED in outcomes[each]}
    over = {(routine, day) for routine, day in wanted - completed if day < today}
    begun = {each for each in over if outcomes[each]}
    return Adherence(len(completed), len(begun), len(over - begun))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def due_on(day: date, plans: Iterable[Plan], done: Iterable[Done]) -> Mapping[str, Due]:
    """Give what is to be done on a day, by the name of the routine, with its earliest time."""
    completed = {
        each.routine for each in done if each.day == day and each.outcome is Outcome.COMPLETED
    }
    on = sorted((plan for plan in plans if plan.is_on(day)), key=lambda plan: plan.at, reverse=True)
    return {plan.routine: Due(plan.at, plan.routine in completed) for plan in on}
