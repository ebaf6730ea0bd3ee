"""Plans as a calendar (RFC 5545) for other programs, its times by the clock on the wall.

An event's UID is the plan's uuid: a calendar that takes it over again brings its own up to date
instead of having two. So plans that ended are written too, with their end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from coach.plans import Plan
from sessions.plain_text import harmless

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

_PRODUCT: Final = "-//Mat Coach//Mat Coach//EN"
_ZONE_YEARS: Final = 20
"""How far ahead a zone's changes of the clocks are spelled out; calendars go on by its name."""


@dataclass(frozen=True)
class Occasion:
    """A plan, and what its event says."""

    plan: Plan
    title: str
    about: Sequence[str]
    """Lines."""
    minutes: int
    """How long the session is; more than zero."""


def calendar(
    occasions: Iterable[Occasion], zone: ZoneInfo, ahead: timedelta, now: datetime
) -> bytes:
    """Write a calendar whose alarms go off some time before each session."""
    import icalendar

    written = icalendar.Calendar()
    written.add("prodid", _PRODUCT)
    written.add("version", "2.0")
    written.add("calscale", "GREGORIAN")
    firsts = [now.date()]
    for occasion in occasions:
        written.add_component(_event(occasion, zone, ahead, now))
        firsts.append(occasion.plan.first)
    # The year before, so that the first event has a change of the clocks to go by.
    since = date(min(firsts).year - 1, 1, 1)
    written.add_missing_timezones(since, date(max(firsts).year + _ZONE_YEARS, 1, 1))
    for zone_written in written.timezones:
        _one_change_a_line(zone_written)
    content: bytes = written.to_ical()
    return content


def _one_change_a_line(zone: Timezone) -> None:
    """Part the lists of changes of the clocks: some readers take only the first of a line."""
    for offset in zone.subcomponents:
        changes = offset.pop("rdate", None)
        for change in () if changes is None else changes.dts:
            offset.add("rdate", change.dt)


def _event(occasion: Occasion, zone: ZoneInfo, ahead: timedelta, now: datetime) -> Event:
    import icalendar

    plan, event = occasion.plan, icalendar.Event()
    event.add("uid", plan.uuid)
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", plan.changed)
    event.add("sequence", plan.revision)
    event.add("summary", harmless(occasion.title))
    event.add("description", "\n".join(harmless(line) for line in occasion.about))
    event.add("duration", timedelta(minutes=occasion.minutes))
    first = plan.next_day(plan.first)
    # A rule repeats from its beginning: that must be a day of the plan.
    event.add("dtstart", datetime.combine(first or plan.first, plan.at, zone))
    if first is None:
        # It ended before anything was to be done. Calendars that know of it are told so.
        event.add("status", "CANCELLED")
        return event
    rule: dict[str, object] = {
        "freq": "weekly",
        "byday": [day.code[:2].upper() for day in sorted(plan.days)],
    }
    if plan.last is not None:
        rule["until"] = datetime.combine(plan.last, plan.at, zone).astimezone(UTC)
    event.add("rrule", rule)
    event.add_component(_alarm(occasion.title, ahead))
    return event


def _alarm(title: str, ahead: timedelta) -> Alarm:
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", harmless(title))
    alarm.add("trigger", -ahead)
    return alarm
