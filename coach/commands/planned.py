"""What a command line says of plans: days, a time, a first day, and which plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from coach.commands.failure import Failure
from coach.commands.offering import of_log
from coach.plan_reading import days_of, time_of
from coach.plans import FIRST_YEAR, LAST_YEAR, Plan, Weekday
from sessions.durations import seconds_of
from sessions.plain_text import harmless
from sessions.words import Words

if TYPE_CHECKING:
    from coach.log import Log

_MOST_AHEAD = timedelta(days=7)
_OFFERED_DAYS = ("daily", "mon,wed,fri", "weekdays", "weekend")


class Days(click.ParamType[frozenset[Weekday]]):
    """Days of the week."""

    name = "days"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self,
        value: str | frozenset[Weekday],
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> frozenset[Weekday]:
        """Give the days."""
        if isinstance(value, frozenset):
            return value
        days = days_of(value)
        if days is None:
            raise Failure(
                self._words(
                    '"{text}" names no days of the week; write for example mon,wed,fri or daily.',
                    text=harmless(value),
                )
            )
        return days

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer some."""
        return [CompletionItem(days) for days in _OFFERED_DAYS if days.startswith(incomplete)]


class TimeOfDay(click.ParamType[time]):
    """A time by the clock on the wall."""

    name = "time"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self,
        value: str | time,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> time:
        """Give the time."""
        at = value if isinstance(value, time) else time_of(value)
        if at is None:
            raise Failure(
                self._words(
                    '"{text}" is no time of day; write for example 18:30.',
                    text=harmless(str(value)),
                )
            )
        return at


class DayOf(click.ParamType[date]):
    """A day of the calendar, near enough to be meant."""

    name = "day"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self,
        value: str | date,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> date:
        """Give the day."""
        try:
            day = value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            day = date.min
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Failure(
                self._words(
                    '"{text}" is no date; write for example 2026-05-01.', text=harmless(str(value))
                )
            )
        return day


class Ahead(click.ParamType[timedelta]):
    """How long before something."""

    name = "length"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self,
        value: str | timedelta,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> timedelta:
        """Give the length of time."""
        if isinstance(value, timedelta):
            return value
        seconds = seconds_of(value)
        if seconds is None or not 0 <= seconds <= _MOST_AHEAD.total_seconds():
            raise Failure(
                self._words(
                    '"{text}" is no length of up to seven days; write for example 10m.',
                    text=harmless(value),
                )
            )
        return timedelta(seconds=round(seconds))


class PlanId(click.ParamType[str]):
    """The routine of a plan, or how the plan's uuid begins."""

    name = "plan"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the routines that are planned."""

        def offered(log: Log) -> list[CompletionItem]:
            names = sorted({plan.routine for plan in log.plans()})
            return [CompletionItem(name) for name in names if name.startswith(incomplete)]

        return of_log(ctx, offered)


def matching(name: str, plans: Iterable[Plan], words: Words) -> list[Plan]:
    """Give the plans of a routine, or whose uuid begins so; what is none ends the command."""
    plans = list(plans)
    found = [plan for plan in plans if plan.routine == name]
    if not found and name:
        found = [plan for plan in plans if plan.uuid.startswith(name.lower())]
    if not found:
        raise Failure(
            words('There is no plan "{plan}"; coach plan shows them all.', plan=harmless(name))
        )
    return found
