"""The time zone that the computer is set to, by the name that calendars know: `Europe/Berlin`."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sessions.plain_text import harmless
from sessions.words import Message, message

_UNKNOWN: Final = message(
    "This computer does not tell its time zone; add for example --zone Europe/Berlin."
)


class TimeZoneError(Exception):
    """There is no such time zone, or the computer does not tell which is its own."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def zone_named(name: str) -> ZoneInfo:
    """Give a time zone; raises `TimeZoneError`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        # A name may also be no path at all, or that of a folder.
        raise TimeZoneError(
            message(
                'There is no time zone "{name}"; write for example Europe/Berlin.',
                name=harmless(name),
            )
        ) from error


def own_zone(now: datetime) -> ZoneInfo:
    """Give the computer's time zone; raises `TimeZoneError`.

    `now` is the time in the local zone: what is found must agree with it.
    """
    from tzlocal import get_localzone

    try:
        zone = get_localzone()
    except (LookupError, ValueError, OSError) as error:
        # `TZ` may also hold a rule without a name, or a name that is none.
        raise TimeZoneError(_UNKNOWN) from error
    # A computer may know the rules of its zone, and no name for them.
    name = getattr(zone, "key", None)
    if name is None or name == "local":
        raise TimeZoneError(_UNKNOWN)
    named = zone_named(name)
    if now.astimezone(named).utcoffset() != now.utcoffset():
        raise TimeZoneError(_UNKNOWN)
    return named
