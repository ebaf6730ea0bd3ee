"""The track: one file of music, read anywhere at the mixer's rate, never whole in memory.

It is decoded and resampled in units of a few seconds, each with what lies around it, so that a
sample does not depend on what was read before it. Units are made ahead, in a thread that is given.
"""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Executor, Future
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
import soundfile
import soxr

from audio.clip import RATE, Samples
from audio.quiet import hush_c
from sessions.words import Message, message

_UNIT: Final = 4
_AROUND: Final = 1
"""Seconds: whole ones are whole numbers of frames at every rate. The filter reaches far less."""
_KEPT: Final = 4
_SPOTS: Final = 24
_SPOT_SECONDS: Final = 0.5


class MusicError(Exception):
    """There is no music to play."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


class Track:
    """A file of music as mono samples."""

    def __init__(self, file: Path, decoder: Executor) -> None:
        """Open a file, to be read in the one thread of `decoder`. Raises `MusicError`."""
        hush_c()
        try:
            self._sound = soundfile.SoundFile(file)
            self._rate: Final = int(self._sound.samplerate)
            self.frames: Final = int(self._sound.frames) * RATE // self._rate
            """The length in frames at `RATE`."""
            self.level: Final = self._measured()
            """How loud it is, as RMS of full scale: of places all over it."""
        except (OSError, soundfile.LibsndfileError) as error:
            raise MusicError(_unreadable(file)) from error
        if self.frames < RATE or self.level == 0:
            raise MusicError(
                message('The music "{file}" is silent or shorter than a second.', file=file)
            )
        self._file = file
        self._decoder = decoder
        self._lock = Lock()
        self._units: OrderedDict[int, Future[Samples]] = OrderedDict()
        self.trouble: Message | None = None
        """What went wrong while it was read; there is silence then."""

    def read(self, start: int, count: int) -> Samples:
        """Give `count` frames from `start` on, silence where there are none; asks for more."""
        block = np.zeros(count, dtype=np.float32)
        begin, end = max(start, 0), min(start + count, self.frames)
        at = begin
        while at < end:
            number, into = divmod(at, _UNIT * RATE)
            unit = self._unit(number).result()
            piece = unit[into : into + end - at]
            block[at - start : at - start + len(piece)] = piece
            at = min(end, (number + 1) * _UNIT * RATE)
        if begin < end:
            self.ask_for(at)
        return block

    def ask_for(self, frame: int) -> None:
        """Have what lies there decoded, without waiting for it."""
        for number in (frame // (_UNIT * RATE), frame // (_UNIT * RATE) + 1):
            if 0 <= number * _UNIT * RATE < self.frames:
                self._unit(number)

    def _unit(self, number: int) -> Future[Samples]:
        with self._lock:
            if number not in self._units:
                self._units[number] = self._decoder.submit(self._decoded, number)
                while len(self._units) > _KEPT:
                    self._units.popitem(last=False)
            self._units.move_to_end(number)
            return self._units[number]

    def _decoded(self, number: int) -> Samples:
        first = number * _UNIT
        before = min(first, _AROUND)
        try:
            source = self._source(first - before, before + _UNIT + _AROUND)
        except (OSError, soundfile.LibsndfileError):
            self.trouble = _unreadable(self._file)
            return np.zeros(_UNIT * RATE, dtype=np.float32)
        if self._rate != RATE:
            source = soxr.resample(source, self._rate, RATE)
        samples = source[before * RATE : (before + _UNIT) * RATE]
        return np.asarray(samples, dtype=np.float32)

    def _source(self, second: int, seconds: int) -> Samples:
        self._sound.seek(min(second * self._rate, self._sound.frames))
        return self._mono(seconds * self._rate)

    def _mono(self, count: int) -> Samples:
        samples = self._sound.read(count, dtype="float32", always_2d=True)
        return np.asarray(np.nan_to_num(samples.mean(axis=1)), dtype=np.float32)

    def _measured(self) -> float:
        count = round(_SPOT_SECONDS * self._rate)
        last = max(0, self._sound.frames - count)
        squares = []
        for place in np.linspace(0, last, _SPOTS if last > count else 1):
            self._sound.seek(int(place))
            squares.append(float(np.mean(np.square(self._mono(count), dtype=np.float64))))
        # What is quiet counts less than what is loud: the louder half is how loud music seems.
        return float(np.sqrt(np.mean(sorted(squares)[len(squares) // 2 :])))


def _unreadable(file: Path) -> Message:
    return message(
        'The music "{file}" cannot be read; it must be WAV, FLAC, Ogg or MP3.', file=file
    )
