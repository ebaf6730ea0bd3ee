"""An output that keeps going: a device that takes no more samples is closed and opened anew.

When a sound server dies nothing is raised, and the device still says that it plays; only that no
samples are taken any more tells. Until a device plays again silence takes them by the clock: the
session goes on, nobody holds a stretch for longer than was said, and nothing that was missed is
made up for in a burst.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

import numpy as np

from audio.clip import RATE, Samples
from audio.output import Output, OutputError, Source
from audio.outputs import devices_of, open_output
from audio.silent_output import SilentOutput
from audio.stream import FADE
from sessions.words import Message, message

_LOOK: Final = 1.0
"""Seconds between two looks at whether samples are taken."""
_PATIENCE: Final = 2
"""After so many looks without one the device has gone; a busy machine may keep it for one."""
_AT_FIRST: Final = 5
"""The same for a device that has just been opened: a loudspeaker on the air takes time to wake."""
_WAKING: Final = 3.0
"""Seconds that a device has from being opened to taking samples, before it is given up."""
_PERIOD: Final = 0.05
_STEADY: Final = RATE // 2
"""Who takes so much between two looks is at work."""
_PARTING: Final = 2.0
"""Seconds that closing waits for a device: a server that hangs would keep it for ever."""

_GONE: Final = message("The sound is gone: the time goes on in silence until it is back.")
_NONE_YET: Final = message("No sound device is found: the session is silent until there is one.")


class KeptOutput:
    """Plays through the device that was chosen, for as long as there is one."""

    def __init__(self, choice: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare to play through `choice`, as in `open_output`; `clock` never jumps."""
        self._choice = choice
        self._clock = clock
        self._lock = threading.Lock()
        self._source: Source = _nothing
        self._taking = _End(self._take)
        self._read = 0
        self._heard = 0
        self._closed = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self.notes: tuple[Message, ...] = ()
        """What is to be said about the device it began with."""
        self.trouble: Message | None = None
        """Why nothing is heard just now."""

    @property
    def name(self) -> str:
        """The output that takes samples now."""
        return self._choice if self._taking.output is None else self._taking.output.name

    def start(self, source: Source) -> None:
        """Begin to take samples; raises `OutputError` where the device asked for does not open.

        Where any would do and there is none, it begins in silence, and is heard when there is one.
        """
        self._source = source
        opened = open_output(self._choice, self._taking.read)
        self._taking.output = opened.output
        if opened.output.name == SilentOutput.name and devices_of(self._choice):
            self.trouble = _NONE_YET
        else:
            self.notes = opened.notes
        self._keeper.start()

    def frames_heard(self) -> int:
        """Give the frames heard, or that would have been where there was no sound."""
        with self._lock:
            self._heard = max(self._heard, min(self._read, self._taking.frames_heard()))
            return self._heard

    def close(self) -> None:
        """Stop and let go of the device."""
        self._closed.set()
        if self._keeper.ident is not None:
            self._keeper.join(_PARTING)

    def _take(self, end: _End, count: int) -> Samples:
        """Give the next samples to the output whose turn it is, and silence to any other."""
        with self._lock:
            if end is not self._taking:
                end.first -= count
                return _nothing(count)
            block = self._source(count)
            self._read += count
        return end.risen(block)

    def _hand_over(self, end: _End) -> None:
        with self._lock:
            end.first += self._read
            self._taking = end

    def _keep(self) -> None:
        """See that samples are taken, until it is closed."""
        seen, seen_at, patience = 0, self._clock(), _AT_FIRST
        while not self._closed.wait(_LOOK):
            heard, now = self.frames_heard(), self._clock()
            if heard - seen > _STEADY:
                patience = _PATIENCE
            elif self.trouble is None:
                patience -= 1
            if patience == 0:
                self._lose(heard + round((now - seen_at) * RATE))
            if self.trouble is not None:
                self._return()
                heard, now, patience = self.frames_heard(), self._clock(), _AT_FIRST
            if heard > seen:
                seen, seen_at = heard, now
        _close(self._taking.output)

    def _lose(self, due: int) -> None:
        """Let silence take the place of a device that has gone, from where time has got to."""
        self.trouble = _GONE
        gone, silent = self._taking.output, SilentOutput(self._clock)
        end = _End(self._take, silent)
        self._hand_over(end)
        while (missed := due - self._read) > 0:
            self._take(end, min(RATE, missed))
        end.first = self._read
        silent.start(end.read)
        _close(gone)

    def _return(self) -> None:
        """Let a device take over from silence, if there is one that takes samples."""
        for name in devices_of(self._choice):
            end = _End(self._take)
            end.rising = FADE
            try:
                end.output = open_output(name, end.read).output
            except OutputError:
                continue
            if self._is_at_work(end):
                silent = self._taking.output
                self._hand_over(end)
                self.trouble = None
                _close(silent)
                return
            _close(end.output)

    def _is_at_work(self, end: _End) -> bool:
        """Wait until an output takes more than it did when it was opened."""
        at_first, until = end.first, self._clock() + _WAKING
        while end.first == at_first and self._clock() < until:
            if self._closed.wait(_PERIOD):
                break
        return end.first < at_first


class _End:
    """One output's end of the source."""

    def __init__(self, take: Callable[[_End, int], Samples], output: Output | None = None) -> None:
        self._take = take
        self.output = output
        self.first = 0
        """What had been read when it began to, less the silence it was given before its turn."""

        self.rising = 0
        """Frames that are still to be faded in: it may begin in the middle of a word."""

    def risen(self, block: Samples) -> Samples:
        if self.rising:
            ramp = np.arange(FADE - self.rising, FADE, dtype=np.float32)[: len(block)] / FADE
            block[: len(ramp)] *= ramp
            self.rising -= len(ramp)
        return block

    def read(self, count: int) -> Samples:
        return self._take(self, count)

    def frames_heard(self) -> int:
        return 0 if self.output is None else self.first + self.output.frames_heard()


def _nothing(count: int) -> Samples:
    return np.zeros(count, dtype=np.float32)


def _close(output: Output | None) -> None:
    if output is not None:
        output.close()
