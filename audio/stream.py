"""The live end of a mix: what an output pulls samples from while a person gives commands.

The mix itself is only read. Pausing, jumping, saying something in between and the volume are done
here, each with a short fade, so that nothing clicks and without commands nothing is changed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import Final

import numpy as np

from audio.clip import RATE, Samples
from audio.mixer import Mix

FADE: Final = RATE * 50 // 1000
"""Frames of a fade: 50 ms."""

_MARKS: Final = 4096
_LOUDEST: Final = 100


class StreamState(StrEnum):
    """What a stream is doing."""

    PLAYING = "playing"
    PAUSED = "paused"
    INTERLUDE = "interlude"
    """The mix stands still while something else is heard."""
    STOPPED_AT = "stopped-at"
    """The mix stands at a stop until `pass_stop`."""
    ENDED = "ended"


@dataclass(frozen=True)
class Moment:
    """What is being heard."""

    frame: int
    """The place in the mix."""
    state: StreamState
    into: int = 0
    """The frames into an interlude, else 0."""


@dataclass(frozen=True)
class _Mark:
    """From a frame that was read on, the stream was in this state at that place."""

    read: int
    frame: int
    state: StreamState


class Stream:
    """A mix being played. `read` belongs to the output's thread, everything else to any other."""

    def __init__(self, mix: Mix, stops: Sequence[int] = (), volume: int = _LOUDEST) -> None:
        """Stand paused at the beginning; hold at each frame of `stops`, in ascending order."""
        self._mix = mix
        self._stops = tuple(stops)
        self._lock = Lock()
        self._state = StreamState.PAUSED
        self._frame = 0
        self._read = 0
        self._entered = 0
        """Where it last began to play: a stop just there lies behind."""
        self._interlude: Mix | None = None
        self._into = 0
        self._then = 0
        self._fading: Samples = np.zeros(0, dtype=np.float32)
        """What is left of the sound that is being faded out."""
        self._rising = FADE
        """How far the sound that began last has faded in."""
        self._volume = volume
        self._muted = False
        self._gain = _gain(volume)
        self._marks = deque([_Mark(0, 0, StreamState.PAUSED)], maxlen=_MARKS)

    @property
    def state(self) -> StreamState:
        """What the frame that is read next belongs to."""
        with self._lock:
            return self._state

    @property
    def frame(self) -> int:
        """The place in the mix of what is read next; in an interlude, where it goes on."""
        with self._lock:
            return self._then if self._state is StreamState.INTERLUDE else self._frame

    @property
    def volume(self) -> int:
        """How loud it is, from 0 to 100."""
        with self._lock:
            return self._volume

    @volume.setter
    def volume(self, volume: int) -> None:
        with self._lock:
            self._volume = volume

    @property
    def muted(self) -> bool:
        """Whether all is silent while time goes on."""
        with self._lock:
            return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        with self._lock:
            self._muted = muted

    def play(self) -> None:
        """Go on from where it stands; does nothing unless it is paused."""
        with self._lock:
            if self._state is StreamState.PAUSED:
                self._enter(StreamState.PLAYING, self._frame)

    def pause(self) -> None:
        """Fade out and stand where it is now; an interlude is dropped, and stands where it led."""
        with self._lock:
            if self._state is StreamState.INTERLUDE:
                self._enter(StreamState.PAUSED, self._then)
            elif self._state is StreamState.PLAYING:
                self._enter(StreamState.PAUSED, self._frame)

    def seek(self, frame: int) -> None:
        """Fade out, and be at `frame`: paused if it was paused, else playing."""
        with self._lock:
            paused = self._state is StreamState.PAUSED
            self._enter(StreamState.PAUSED if paused else StreamState.PLAYING, frame)

    def interlude(self, sounds: Mix, then: int) -> None:
        """Fade out, play `sounds` whole, and go on playing from frame `then`."""
        with self._lock:
            self._enter(StreamState.INTERLUDE, self._frame)
            self._interlude, self._then, self._rising = sounds, then, FADE

    def remix(self, mix: Mix, stops: Sequence[int] | None = None) -> None:
        """Play `mix` from here on, which sounds the same up to now, and hold at other stops.

        A stop that it stands at and that is no longer one is passed.
        """
        with self._lock:
            self._mix = mix
            if stops is None:
                return
            self._stops = tuple(stops)
            if self._state is StreamState.STOPPED_AT and self._frame not in self._stops:
                self._enter(StreamState.PLAYING, self._frame)

    def pass_stop(self) -> None:
        """Go on from the stop it stands at."""
        with self._lock:
            if self._state is StreamState.STOPPED_AT:
                self._enter(StreamState.PLAYING, self._frame)

    def moment(self, heard: int) -> Moment:
        """Tell what is heard when so many frames of what was read have been heard."""
        with self._lock:
            place = bisect_right(self._marks, heard, key=lambda mark: mark.read)
            mark = self._marks[max(0, place - 1)]
            since = max(0, min(heard, self._read) - mark.read)
        match mark.state:
            case StreamState.PLAYING:
                return Moment(mark.frame + since, mark.state)
            case StreamState.INTERLUDE:
                return Moment(mark.frame, mark.state, since)
            case _:
                return Moment(mark.frame, mark.state)

    def read(self, count: int) -> Samples:
        """Give the next `count` frames, and move on by them."""
        block = np.zeros(count, dtype=np.float32)
        with self._lock:
            done = 0
            while done < count:
                piece = self._piece(count - done)
                block[done : done + len(piece)] = piece
                done += len(piece)
                self._read += len(piece)
            ending = self._fading[:count]
            block[: len(ending)] += ending
            self._fading = self._fading[count:]
            self._apply_gain(block)
        return block

    def _piece(self, most: int) -> Samples:
        """Give at most so many frames of what is playing, up to where something changes."""
        match self._state:
            case StreamState.PLAYING:
                return self._played(most)
            case StreamState.INTERLUDE if self._interlude is not None:
                return self._between(self._interlude, most)
            case _:
                return np.zeros(most, dtype=np.float32)

    def _played(self, most: int) -> Samples:
        stop = self._next_stop()
        piece = self._risen(self._mix.read(self._frame, min(most, stop - self._frame)))
        self._frame += len(piece)
        if self._frame >= stop:
            ended = self._frame >= self._mix.frames
            state = StreamState.ENDED if ended else StreamState.STOPPED_AT
            self._mark(state, self._frame, len(piece))
        return piece

    def _between(self, sounds: Mix, most: int) -> Samples:
        piece = self._risen(sounds.read(self._into, min(most, sounds.frames - self._into)))
        self._into += len(piece)
        if self._into >= sounds.frames:
            self._stand(self._then)
            self._mark(StreamState.PLAYING, self._then, len(piece))
        return piece

    def _next_stop(self) -> int:
        place = bisect_right(self._stops, self._entered)
        return max(self._frame, min([*self._stops[place : place + 1], self._mix.frames]))

    def _enter(self, state: StreamState, frame: int) -> None:
        """Let what sounds now fade out under what comes, and begin that softly."""
        self._fade_out()
        self._stand(frame)
        self._mark(state, frame, 0)

    def _stand(self, frame: int) -> None:
        self._frame = self._entered = frame
        self._into = 0
        # A clip that begins here has its own soft beginning; one that is cut into has none.
        self._rising = 0 if self._mix.sounding(frame) else FADE

    def _fade_out(self) -> None:
        if self._state is StreamState.PLAYING:
            tail = self._mix.read(self._frame, FADE)
        elif self._state is StreamState.INTERLUDE and self._interlude is not None:
            tail = self._interlude.read(self._into, FADE)
        else:
            return
        tail = self._risen(tail)
        tail *= np.linspace(1, 0, FADE, dtype=np.float32)
        tail[: len(self._fading)] += self._fading[:FADE]
        self._fading = tail

    def _risen(self, piece: Samples) -> Samples:
        """Fade in what began less than `FADE` frames ago."""
        left = min(FADE - self._rising, len(piece))
        if left > 0:
            ramp = np.arange(self._rising, self._rising + left, dtype=np.float32) / FADE
            piece[:left] *= ramp
            self._rising += left
        return piece

    def _mark(self, state: StreamState, frame: int, ahead: int) -> None:
        self._state = state
        mark = _Mark(self._read + ahead, frame, state)
        if self._marks and self._marks[-1].read == mark.read:
            self._marks.pop()
        self._marks.append(mark)

    def _apply_gain(self, block: Samples) -> None:
        aim = 0.0 if self._muted else _gain(self._volume)
        if self._gain == aim:
            if aim != 1.0:
                block *= np.float32(aim)
            return
        # A change of the whole range takes one fade, however long the blocks are.
        step = 1.0 / FADE
        ramp = self._gain + np.sign(aim - self._gain) * step * np.arange(1, len(block) + 1)
        low, high = min(self._gain, aim), max(self._gain, aim)
        ramp = np.clip(ramp, low, high)
        block *= ramp.astype(np.float32)
        self._gain = float(ramp[-1]) if len(block) else self._gain


def _gain(volume: int) -> float:
    """Give the factor of a volume: its square, an ear's even steps over some 40 dB."""
    return (min(max(volume, 0), _LOUDEST) / _LOUDEST) ** 2
