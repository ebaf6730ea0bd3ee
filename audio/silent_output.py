"""No sound at all: a session is read from the screen, in real time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from audio.clip import RATE
from audio.output import Source

_PERIOD: Final = 0.5
"""Seconds taken at a time, a period before they are due, as a sound server would."""


class SilentOutput:
    """Takes samples as fast as a loudspeaker would."""

    name = "silent"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare to take; `clock` tells seconds that never jump."""
        self._clock = clock
        self._began = 0.0
        self._taken = 0
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, source: Source) -> None:
        """Begin to take samples."""
        self._began = self._clock()
        self._thread = threading.Thread(target=self._take, args=(source,), daemon=True)
        self._thread.start()

    def frames_heard(self) -> int:
        """Give the frames taken, but never more than there was time for."""
        return min(self._taken, self._elapsed())

    def close(self) -> None:
        """Take no more."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _take(self, source: Source) -> None:
        while not self._closed.is_set():
            due = self._elapsed() + round(_PERIOD * RATE)
            # A machine that was busy for long is caught up with in pieces.
            while self._taken < due and not self._closed.is_set():
                count = min(RATE, due - self._taken)
                source(count)
                self._taken += count
            self._closed.wait(_PERIOD)

    def _elapsed(self) -> int:
        return round((self._clock() - self._began) * RATE)
