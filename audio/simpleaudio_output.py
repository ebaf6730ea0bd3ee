"""Playback through simpleaudio, the second backend: an extra, since it needs a compiler on Linux.

simpleaudio plays whole buffers and knows no stream. But on every platform its player reads from
the very buffer it was given while it plays (c_src/simpleaudio_alsa.c and its siblings keep a
`Py_buffer` and copy from it a piece at a time), so it is given one long buffer of silence, which is
filled in a moment before it is played. Pages that were never written take no memory.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from audio.clip import RATE
from audio.output import OutputError, Source
from audio.quiet import hush_alsa
from sessions.words import message

_BUFFER: Final = 30 * 60 * RATE
"""Frames of one buffer, 30 min: then the next one is begun, with a breath of silence between."""
_LEAD: Final = RATE * 6 // 10
"""How far ahead of the clock the buffer is filled: for simpleaudio's own latency of 0.1 s, a thread
that comes late, and a sound card that is faster by 0.02 %, which is 0.36 s in half an hour."""
_PERIOD: Final = 0.05
_FULL_SCALE: Final = 32_767


class SimpleaudioOutput:
    """Plays through the system's default device."""

    name = "simpleaudio"

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Prepare to play; `clock` tells seconds that never jump."""
        self._clock = clock
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._began = 0.0
        self._read = 0
        self._before = 0
        """Frames that were read into the buffers before this one."""

    def start(self, source: Source) -> None:
        """Open the device and play; raises `OutputError` where that is impossible."""
        player = _simpleaudio()
        hush_alsa()
        buffer, playing = self._begun(player, source)
        self._thread = threading.Thread(
            target=self._keep_filling, args=(player, source, buffer, playing), daemon=True
        )
        self._thread.start()

    def frames_heard(self) -> int:
        """Give the frames heard, by the clock: simpleaudio does not tell."""
        if not self._read:
            return 0
        elapsed = round((self._clock() - self._began) * RATE)
        return min(self._read, self._before + min(elapsed, _BUFFER))

    def close(self) -> None:
        """Stop and let go of the device."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begun(self, player: ModuleType, source: Source) -> tuple[NDArray[np.int16], Any]:
        """Begin a new buffer; it is filled only once it plays, so that no sample is lost."""
        buffer = np.zeros(_BUFFER, dtype=np.int16)
        playing = self._play(player, buffer)
        self._before = self._read
        self._fill(buffer, source, _LEAD)
        return buffer, playing

    def _fill(self, buffer: NDArray[np.int16], source: Source, until: int) -> None:
        at = self._read - self._before
        count = min(until, _BUFFER) - at
        if count > 0:
            block = source(count)
            buffer[at : at + count] = np.rint(block * _FULL_SCALE).astype(np.int16)
            self._read += count

    def _play(self, player: ModuleType, buffer: NDArray[np.int16]) -> Any:  # noqa: ANN401
        try:
            playing = player.play_buffer(buffer, 1, 2, RATE)
        except Exception as error:  # simpleaudio's own type is not exported by every version
            raise OutputError(message("simpleaudio finds no sound device.")) from error
        self._began = self._clock()
        return playing

    def _keep_filling(
        self,
        player: ModuleType,
        source: Source,
        buffer: NDArray[np.int16],
        playing: Any,  # noqa: ANN401 - simpleaudio has no types
    ) -> None:
        while not self._closed.wait(_PERIOD):
            elapsed = round((self._clock() - self._began) * RATE)
            if elapsed < _BUFFER and not playing.is_playing():
                # The device has gone; who takes no more samples tells so.
                break
            if elapsed < min(self._read - self._before, _BUFFER):
                self._fill(buffer, source, elapsed + _LEAD)
                continue
            if elapsed < _BUFFER:
                # It has run dry: the whole program stood still, and its player is behind the clock.
                playing.stop()
            playing.wait_done()
            try:
                buffer, playing = self._begun(player, source)
            except OutputError:
                # The device has gone: the time stands until it is back.
                continue
        playing.stop()


def _simpleaudio() -> ModuleType:
    try:
        import simpleaudio
    except ImportError as error:
        raise OutputError(
            message("simpleaudio is not installed; `uv sync --extra simpleaudio` adds it.")
        ) from error
    return simpleaudio  # type: ignore[no-any-return]
