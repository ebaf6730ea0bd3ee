"""Notices that the machine has slept: a person who opens the lid is not lying on the mat."""

from __future__ import annotations

from typing import Final

from audio.clocks import Clocks

_NOTICED: Final = 2.0
"""Seconds of sleep between two looks that count; the clocks themselves differ by far less."""


class SleepWatch:
    """Compares two clocks, of which one stands still while the machine sleeps."""

    def __init__(self, clocks: Clocks) -> None:
        self._clocks = clocks
        self._asleep = self._so_far()

    def slept(self) -> bool:
        """Tell whether the machine has slept since this was asked last."""
        before, self._asleep = self._asleep, self._so_far()
        return self._asleep - before > _NOTICED

    def _so_far(self) -> float:
        return self._clocks.passing() - self._clocks.awake()
