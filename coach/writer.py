"""Who writes a run: which process, known by its number and by when it began.

The number alone may soon be another program's, above all when the computer was switched off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_AS_GOOD_AS_SAME: Final = 5.0
"""Seconds by which the beginning of one process may be told differently: a clock may be set."""


@dataclass(frozen=True)
class Writer:
    """A process."""

    number: int
    """0 is nobody."""
    since: float
    """When it began, in seconds since 1970; 0 where that was not written down."""


def this_writer() -> Writer:
    """Give the process that this is."""
    import psutil

    process = psutil.Process()
    return Writer(process.pid, process.create_time())


def is_there(writer: Writer) -> bool:
    """Whether a process still is; one of which only the number is known is if that is taken."""
    if writer.number < 1:
        return False
    import psutil

    try:
        since = psutil.Process(writer.number).create_time()
    except (psutil.NoSuchProcess, OverflowError):
        return False
    except psutil.AccessDenied:
        return True
    return not writer.since or abs(since - writer.since) < _AS_GOOD_AS_SAME
