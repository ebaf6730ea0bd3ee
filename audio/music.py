"""The music: tracks one after the other, round and round, each fading into the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.clip import RATE, Samples
from audio.track import MusicError, Track
from sessions.words import Message, message

SUFFIXES: Final = frozenset({".wav", ".flac", ".ogg", ".opus", ".oga", ".mp3"})
"""What is taken out of a folder."""
CROSS_FADE: Final = 4 * RATE
"""Frames in which one track fades into the next; less where tracks are short."""
MOST: Final = 100
"""Tracks: each is an open file, of which some systems allow a program no more than 256."""
_LONGEST: Final = 5 * 3600 * RATE
"""Frames: the longest session, and what is lost of it where tracks fade into each other."""
_LEVEL: Final = 10 ** (-30 / 20)
"""RMS that every track is brought to: at full volume still below the bells."""
_MOST_GAIN: Final = 10.0
PEAK: Final = 10 ** (-12 / 20)
"""No sample is higher: what comes near is bent softly, so that speech and bells have their room."""


class Music:
    """Endless music, a pure function of the frame; what is next is decoded ahead in a thread."""

    def __init__(self, tracks: Sequence[Track], left_out: Sequence[Message] = ()) -> None:
        """Play tracks, of which there is one or more, in their order; tell what is `left_out`."""
        self._tracks: Final = tuple(tracks)
        self._left_out: Final = tuple(left_out)
        self._gains: Final = [min(_LEVEL / track.level, _MOST_GAIN) for track in tracks]
        following = [*tracks[1:], tracks[0]]
        self._fades: Final = [
            min(CROSS_FADE, one.frames // 3, other.frames // 3)
            for one, other in zip(tracks, following, strict=True)
        ]
        steps = [track.frames - fade for track, fade in zip(tracks, self._fades, strict=True)]
        self._starts: Final = [0, *accumulate(steps)][:-1]
        self.period: Final = sum(steps)
        """Frames after which it begins again."""
        self._tracks[0].ask_for(0)

    @property
    def troubles(self) -> tuple[Message, ...]:
        """What could not be read so far."""
        troubles = (track.trouble for track in self._tracks if track.trouble is not None)
        return (*self._left_out, *troubles)

    def read(self, start: int, count: int) -> Samples:
        """Give `count` frames from `start` on, which is 0 or more."""
        block = np.zeros(count, dtype=np.float32)
        turn, into = divmod(start, self.period)
        number = turn * len(self._tracks) + bisect_right(self._starts, into) - 1
        # The one before may still be fading out.
        number = max(0, number - 1)
        while self._start(number) < start + count:
            self._add(number, start, block)
            number += 1
        self._tracks[number % len(self._tracks)].ask_for(0)
        return np.asarray(PEAK * np.tanh(block / PEAK), dtype=np.float32)

    def _start(self, number: int) -> int:
        turn, place = divmod(number, len(self._tracks))
        return turn * self.period + self._starts[place]

    def _add(self, number: int, start: int, block: Samples) -> None:
        """Add the so-many-th track that is played, where it lies in a block."""
        place = number % len(self._tracks)
        track, at = self._tracks[place], self._start(number)
        begin, end = max(start, at), min(start + len(block), at + track.frames)
        if begin >= end:
            return
        samples = track.read(begin - at, end - begin) * np.float32(self._gains[place])
        frame = np.arange(begin - at, end - at)
        rising, falling = self._fades[place - 1], self._fades[place]
        # Sines: two pieces of music keep their power while they cross.
        if number > 0 and begin - at < rising:
            samples *= _quarter(frame / rising)
        if end - at > track.frames - falling:
            samples *= _quarter((track.frames - frame) / falling)
        block[begin - start : end - start] += samples


def open_music(path: Path) -> Music:
    """Open a file, or all that a folder holds, by name. Raises `MusicError`."""
    try:
        files = _files(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise MusicError(
            message('The music "{file}" cannot be read: {reason}.', file=path, reason=reason)
        ) from error
    if not files:
        raise MusicError(
            message('There is no music in "{file}": no WAV, FLAC, Ogg or MP3 file.', file=path)
        )
    tracks, left_out = _opened(files)
    if not tracks:
        raise MusicError(left_out[0])
    return Music(tracks, left_out)


def _opened(files: Sequence[Path]) -> tuple[list[Track], list[Message]]:
    """Open as many files as a session can hear; gives also why some are left out."""
    decoder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="music")
    tracks: list[Track] = []
    left_out: list[Message] = []
    for file in files:
        if len(tracks) == MOST or sum(track.frames for track in tracks) > _LONGEST:
            break
        try:
            tracks.append(Track(file, decoder))
        except MusicError as error:
            left_out.append(error.message)
    return tracks, left_out


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        path.stat()
        return [path]
    return sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)


def _quarter(way: NDArray[np.float64]) -> Samples:
    return np.asarray(np.sin(np.clip(way, 0, 1) * np.pi / 2), dtype=np.float32)
