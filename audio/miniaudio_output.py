"""Playback through miniaudio: one continuous stream on every platform, no system package."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from typing import Final

import miniaudio

from audio.clip import RATE, Samples
from audio.output import OutputError, Source
from audio.quiet import hush_alsa
from sessions.words import message

_PERIOD_MS: Final = 100
"""A device keeps two or three of them."""

_PULSE_MS: Final = 400
"""What PulseAudio and PipeWire are asked to keep. As miniaudio asks they keep a period or less, and
a program that is held up for 80 ms is heard to be; with this one may be for 180 ms, and a pause is
heard 0.3 s after the key."""

_BACKENDS: Final = [b for b in miniaudio.Backend if b.name not in {"NULL", "JACK", "CUSTOM"}]
"""Not the one that swallows everything and would pass for a loudspeaker; nor JACK, whose library
writes across the screen and behind which a desktop has one of the others anyway."""


class MiniaudioOutput:
    """Plays through the system's default device."""

    name = "miniaudio"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare to play; `clock` tells seconds that never jump."""
        self._clock = clock
        self._device: miniaudio.PlaybackDevice | None = None
        self._read = 0
        self._began: float | None = None

    def start(self, source: Source) -> None:
        """Open the device and play; raises `OutputError` where there is none."""
        hush_alsa()
        # libpulse reads it when a stream is connected; who has chosen another value keeps it.
        os.environ.setdefault("PULSE_LATENCY_MSEC", str(_PULSE_MS))
        feed = self._feed(source)
        next(feed)
        try:
            self._device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=RATE,
                buffersize_msec=_PERIOD_MS,
                backends=_BACKENDS,
                app_name="Mat Coach",
            )
            self._device.start(feed)
        except miniaudio.MiniaudioError as error:
            self.close()
            raise OutputError(message("miniaudio finds no sound device.")) from error

    def frames_heard(self) -> int:
        """Give the frames heard: those read, but never more than there was time for."""
        if self._began is None:
            return 0
        return min(self._read, round((self._clock() - self._began) * RATE))

    def close(self) -> None:
        """Stop and let go of the device."""
        if self._device is not None:
            self._device.close()
            self._device = None

    def _feed(self, source: Source) -> Generator[Samples, int, None]:
        count = yield source(0)
        # Sound may begin a period later than this; the screen can be that much early, never late.
        self._began = self._clock()
        while True:
            # Who asks for more before there was time for it all has stood still meanwhile.
            self._began = max(self._began, self._clock() - self._read / RATE)
            block = source(count)
            self._read += count
            count = yield block
