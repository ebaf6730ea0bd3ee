"""The machine's two clocks that never jump: one stands still while it sleeps, the other goes on.

Which is which is the system's own affair. Linux: CLOCK_MONOTONIC stands, CLOCK_BOOTTIME goes on
(clock_gettime(2)). macOS: mach_absolute_time, Python's `time.monotonic`, stands, its
CLOCK_MONOTONIC goes on (clock_gettime(3) there). Windows: QueryUnbiasedInterruptTime stands,
`time.monotonic` goes on (Microsoft, "Acquiring high-resolution time stamps").
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

Clock: TypeAlias = Callable[[], float]
"""Seconds from some beginning of its own."""


@dataclass(frozen=True)
class Clocks:
    """Two clocks that tell a machine's sleep between them."""

    awake: Clock
    """Stands still while the machine sleeps."""
    passing: Clock
    """Goes on while the machine sleeps."""


def machine_clocks(system: str = sys.platform) -> Clocks:
    """Give this machine's clocks; where a system has only one, no sleep is ever noticed."""
    if system == "linux":
        return Clocks(time.monotonic, lambda: time.clock_gettime(time.CLOCK_BOOTTIME))
    if system == "darwin":
        return Clocks(time.monotonic, lambda: time.clock_gettime(time.CLOCK_MONOTONIC))
    if system == "win32":
        return Clocks(_unbiased, time.monotonic)
    return Clocks(time.monotonic, time.monotonic)


def _unbiased() -> float:
    import ctypes

    ticks = ctypes.c_ulonglong()
    ctypes.WinDLL("kernel32").QueryUnbiasedInterruptTime(ctypes.byref(ticks))  # type: ignore[attr-defined,unused-ignore]
    return ticks.value / 1e7
