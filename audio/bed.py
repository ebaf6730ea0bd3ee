"""The bed: music that lies under a session and makes room for what is said.

How far it is turned down is known from where speech is placed, before anything is heard; so a
loudspeaker and a file get the same, and nothing pumps.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from audio.clip import RATE, Samples

DUCKED: Final = -12.0
"""Decibels by which music is turned down under speech."""
FALL: Final = RATE
"""Frames before speech in which it is turned down."""
RISE: Final = RATE * 3 // 2
"""Frames after speech in which it comes back."""
_HELD: Final = 3 * RATE
"""Frames: in a shorter pause between two utterances music stays down, so that it does not pump."""
_ENDS: Final = 4 * RATE
"""Frames in which it fades in at the beginning of a session, and out at its end."""


class Background(Protocol):
    """Sound without an end."""

    def read(self, start: int, count: int) -> Samples:
        """Give `count` frames from `start` on: a pure function of the frame."""
        ...


class Bed:
    """Music for one session."""

    def __init__(
        self, music: Background, speech: Iterable[tuple[int, int]], frames: int, volume: int
    ) -> None:
        """Lie under `frames` of session with `speech` from frame to frame; volume 0 to 100."""
        self._music = music
        self._frames = frames
        # As the stream has it: even steps to an ear.
        self._gain = (volume / 100) ** 2
        places, decibels = [0], [0.0]
        for start, end in _merged(speech):
            places += [start - FALL, start, end, end + RISE]
            decibels += [0.0, DUCKED, DUCKED, 0.0]
        self._places = np.asarray(places[1:] or [0], dtype=np.float64)
        self._decibels = np.asarray(decibels[1:] or [0.0], dtype=np.float64)

    def gain(self, start: int, count: int) -> NDArray[np.float64]:
        """Give the factor of each frame."""
        frame = np.arange(start, start + count)
        ducked = 10 ** (np.interp(frame, self._places, self._decibels) / 20)
        ends = np.clip(np.minimum(frame, self._frames - frame) / _ENDS, 0, 1)
        return np.asarray(self._gain * ducked * (0.5 - 0.5 * np.cos(np.pi * ends)))

    def read(self, start: int, count: int) -> Samples:
        """Give `count` frames from `start` on; silence before and after the session."""
        block = np.zeros(count, dtype=np.float32)
        begin, end = max(start, 0), min(start + count, self._frames)
        if begin < end:
            heard = self._music.read(begin, end - begin) * self.gain(begin, end - begin)
            block[begin - start : end - start] = heard
        return block


def _merged(speech: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for start, end in sorted(speech):
        if spans and start - spans[-1][1] < _HELD:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans
