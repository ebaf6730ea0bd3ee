"""The clock of the wall: the one place where the program asks what time it is."""

from __future__ import annotations

from datetime import datetime


def now() -> datetime:
    """Give the time, in the local time zone."""
    return datetime.now().astimezone()
