"""Plans in words: their days, what is due, and how much of them was done; never a reproach."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from coach.adherence import DAYS, Adherence, Done, Due, adherence
from coach.plans import DAYS_OF_A_WEEK, Plan, Weekday, going_on
from sessions.plain_text import harmless
from sessions.words import Words

if TYPE_CHECKING:
    from coach.formats import Formats

_MUCH: Final = 0.5
"""The share below which somebody is told that a smaller plan is a good plan."""


def due_text(due: Due, words: Words) -> str:
    """Tell what is due today, or done."""
    if due.is_done:
        return words("✓ done today")
    return words("● due today {time}", time=f"{due.at:%H:%M}")


def when_text(plan: Plan, formats: Formats, words: Words) -> str:
    """Tell the days and the time: `Mon Wed Fri 18:30`, in the order of the place's week."""
    time = f"{plan.at:%H:%M}"
    if len(plan.days) == DAYS_OF_A_WEEK:
        return words("every day {time}", time=time)
    order = [Weekday((formats.first_weekday + n) % DAYS_OF_A_WEEK) for n in range(DAYS_OF_A_WEEK)]
    names = zip(order, formats.weekdays(), strict=True)
    return f"{' '.join(name for day, name in names if day in plan.days)} {time}"


def next_text(plan: Plan, due: Due | None, today: date, formats: Formats, words: Words) -> str:
    """Tell when a plan's routine is to be done next, and when the plan ends, if it does."""
    is_today = due is not None and plan.is_on(today)
    parts = [due_text(due, words)] if due is not None and is_today else []
    following = plan.next_day(today + timedelta(days=1) if is_today else today)
    if following is not None and (due is None or not is_today or due.is_done):
        parts.append(words("next: {day}", day=formats.day(following)))
    if plan.last is not None:
        parts.append(words("until {day}", day=formats.day(plan.last)))
    return " · ".join(parts)


def adherence_text(found: Adherence, formats: Formats, words: Words) -> str:
    """Tell how much was done of what was planned; nothing planned is no text."""
    if found.share is None:
        return ""
    parts = [
        words(
            "{done} of {planned} done ({percent} %)",
            done=formats.number(found.completed),
            planned=formats.number(found.planned),
            percent=formats.number(round(100 * found.share)),
        )
    ]
    if found.stopped_early:
        parts.append(
            words(
                "{n} begun, which counts for something too",
                n=formats.number(found.stopped_early),
            )
        )
    return ", ".join(parts)


def planned_line(
    plans: Sequence[Plan], done: Iterable[Done], today: date, formats: Formats, words: Words
) -> str:
    """Give what the last four weeks come to in a sentence; empty without a plan.

    `done` goes back `DAYS` days at least.
    """
    whole = adherence(plans, done, today - timedelta(days=DAYS), today)
    if whole.share is not None:
        told = adherence_text(whole, formats, words)
        return words("Planned in the last four weeks: {told}.", told=told)
    if going_on(plans, today):
        return words("Planned; nothing of it was to be done yet.")
    return ""


def plan_lines(
    plans: Sequence[Plan],
    done: Iterable[Done],
    today: date,
    titles: Mapping[str, str],
    formats: Formats,
    words: Words,
) -> Iterator[str]:
    """Give what the last four weeks come to, in all and by routine; no line without a plan.

    `done` goes back `DAYS` days at least. `titles` are by the name of the routine; one that it
    lacks is called by that name.
    """
    since, done = today - timedelta(days=DAYS), list(done)
    line = planned_line(plans, done, today, formats, words)
    if line:
        yield line
    whole = adherence(plans, done, since, today)
    if whole.share is None:
        return
    routines = sorted({plan.routine for plan in plans})
    if len(routines) > 1:
        for routine in routines:
            own = [plan for plan in plans if plan.routine == routine]
            told = adherence_text(adherence(own, done, since, today), formats, words)
            if told:
                title = harmless(titles.get(routine, routine))
                yield f"  {title}: {told}"
    if whole.share < _MUCH:
        yield words("Fewer days make a good plan as well.")
