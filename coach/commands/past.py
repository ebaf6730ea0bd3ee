"""What a command line says of the past: since when, and which run."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem

from coach.clock import now
from coach.commands.offering import of_log
from sessions.plain_text import harmless
from sessions.words import Words

if TYPE_CHECKING:
    from coach.log import Log

_OFFERED: Final = ("1d", "7d", "30d", "365d")
_MOST_DAYS: Final = 36500
_RUNS_OFFERED: Final = 20


class Since(click.ParamType[datetime]):
    """A number of days back from now, or the beginning of a day on the clock of the wall."""

    name = "since"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Give the moment."""
        if isinstance(value, datetime):
            return value
        days = re.fullmatch(r"([0-9]{1,5})d", value)
        if days and int(days[1]) <= _MOST_DAYS:
            return now() - timedelta(days=int(days[1]))
        try:
            day = date.fromisoformat(value)
            # The time zone of that day: its offset may be another than today's.
            return datetime.combine(day, time()).astimezone()
        except (ValueError, OverflowError):
            self.fail(
                self._words(
                    '"{text}" is neither a number of days, such as 7d, nor a date, such as'
                    " 2026-01-31.",
                    text=harmless(value),
                ),
                param,
                ctx,
            )

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer some numbers of days."""
        return [CompletionItem(days) for days in _OFFERED if days.startswith(incomplete)]


class RunId(click.ParamType[str]):
    """The uuid of a run, or how it begins."""

    name = "run"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the newest runs."""

        def offered(log: Log) -> list[CompletionItem]:
            return [
                CompletionItem(run.uuid, help=f"{run.started:%Y-%m-%d %H:%M} {harmless(run.title)}")
                for run in log.beginning_with(incomplete, _RUNS_OFFERED)
            ]

        return of_log(ctx, offered)
