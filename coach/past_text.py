"""What was done as lines of text: the overview of a log, and a line for each run and activity."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from coach.activities import NAMES
from coach.adherence import DAYS
from coach.formats import Formats
from coach.log import Log
from coach.log_list import Listed
from coach.plan_text import planned_line
from coach.progress import (
    Progress,
    first_of_weeks,
    last_weeks,
    pain_by_week,
    weeks_in_a_row,
)
from coach.progress_text import progress_lines
from coach.runs import Felt, Run, outcome_name
from coach.settings import Settings
from coach.telling import clock_time
from sessions.plain_text import harmless
from sessions.words import Words

WEEKS: Final = 8


def overview_lines(
    log: Log, today: date, settings: Settings, formats: Formats, words: Words
) -> list[str]:
    """Give the lines of what a log comes to, and of what was planned. Raises `LogError`."""
    first_weekday = formats.first_weekday
    first = first_of_weeks(today, first_weekday, WEEKS)
    progress = Progress(
        weeks=last_weeks(first, WEEKS, log.sums.minutes_by_day(first, today)),
        in_a_row=weeks_in_a_row(log.sums.days_newest_first(today), today, first_weekday),
        pain=pain_by_week(log.sums.pain_by_day(first, today), first_weekday),
        routines=log.sums.routines(),
    )
    done = log.done(today - timedelta(days=DAYS))
    planned = planned_line(log.plans(), done, today, formats, words)
    lines = progress_lines(progress, today, settings.weekly_goal, formats, words)
    return [*lines, *([planned] if planned else ())]


def listed_line(entry: Listed, formats: Formats, words: Words) -> str:
    """Tell something that was done in a line."""
    what: tuple[str, ...]
    if entry.activity is None:
        what = (words.say(outcome_name(entry.outcome)), harmless(entry.title))
    else:
        what = (words.say(NAMES[entry.activity]),)
    return _line(entry.started, entry.seconds, what, entry.felt, formats, words)


def run_line(run: Run, formats: Formats, words: Words) -> str:
    """Tell a run in a line."""
    what = (words.say(outcome_name(run.outcome)), harmless(run.title))
    return _line(run.started, run.active_seconds, what, run.felt, formats, words)


def _line(
    started: datetime,
    seconds: float,
    what: tuple[str, ...],
    felt: Felt,
    formats: Formats,
    words: Words,
) -> str:
    parts = [formats.moment(started), clock_time(seconds), *what]
    match felt.pain_before, felt.pain_after:
        case None, None:
            pass
        case None, after:
            parts.append(words("pain {n}", n=after))
        case before, None:
            parts.append(words("pain before {n}", n=before))
        case before, after:
            parts.append(words("pain {before} to {after}", before=before, after=after))
    if felt.effort is not None:
        parts.append(words("effort {n}", n=felt.effort))
    if felt.note:
        parts.append(harmless(felt.note))
    return "  ".join(parts)
