"""Days of the week and times of day as somebody writes them, in German or English."""

from __future__ import annotations

import re
from datetime import time
from typing import Final

from coach.plans import DAYS_OF_A_WEEK, Weekday

_NAMES: Final = {
    Weekday.MON: ("monday", "montag"),
    Weekday.TUE: ("tuesday", "dienstag"),
    Weekday.WED: ("wednesday", "mittwoch"),
    Weekday.THU: ("thursday", "donnerstag"),
    Weekday.FRI: ("friday", "freitag"),
    Weekday.SAT: ("saturday", "samstag"),
    Weekday.SUN: ("sunday", "sonntag"),
}
_SHORTEST: Final = 2
"""Letters that tell a day in both languages."""
_ALL: Final = frozenset(Weekday)
_GROUPS: Final = {
    **dict.fromkeys(("daily", "täglich", "taeglich"), _ALL),
    **dict.fromkeys(("weekdays", "werktags"), frozenset([*Weekday][:5])),
    **dict.fromkeys(("weekend", "wochenende"), frozenset([*Weekday][5:])),
    "sonnabend": frozenset({Weekday.SAT}),
}
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>am|pm)?\s*(?:uhr)?", re.ASCII
)


def days_of(written: str) -> frozenset[Weekday] | None:
    """Read `mon,wed,fri`, `mo, mi`, `mon-fri`, `daily`, `werktags`; None for anything else."""
    parts = re.split(r"[\s,;]+", re.sub(r"\s*[-–]\s*", "-", written.strip().casefold()))
    read = [_part(part) for part in parts if part]
    if not read:
        return None
    days = [each for each in read if each is not None]
    return frozenset[Weekday]().union(*days) if len(days) == len(read) else None


def time_of(written: str) -> time | None:
    """Read `18:30`, `18.30`, `7`, `18 Uhr`, `6:30 pm`; None for anything else."""
    match = _TIME.fullmatch(written.strip().casefold())
    if match is None:
        return None
    hour, half = int(match["hour"]), match["half"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(match["minute"] or 0))
    except ValueError:
        return None


def _part(part: str) -> frozenset[Weekday] | None:
    if part in _GROUPS:
        return _GROUPS[part]
    start, dash, end = part.partition("-")
    first = _day(start)
    last = _day(end) if dash else first
    if first is None or last is None:
        return None
    return frozenset(
        Weekday((first + n) % DAYS_OF_A_WEEK) for n in range((last - first) % DAYS_OF_A_WEEK + 1)
    )


def _day(written: str) -> Weekday | None:
    name = written.removesuffix(".")
    if len(name) < _SHORTEST:
        return None
    return next(
        (day for day, names in _NAMES.items() if any(each.startswith(name) for each in names)), None
    )
