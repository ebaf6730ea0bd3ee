"""An output without a device: time passes as far as a test pumps it."""

from __future__ import annotations

import numpy as np

from audio.clip import RATE, Samples
from audio.output import Source


class PumpedOutput:
    """Takes what it is told to take, and keeps it."""

    name = "pumped"

    def __init__(self, block: int = 480, *, ahead: int = 0) -> None:
        """Read blocks of so many frames, so many frames before they are heard."""
        self._block = block
        self._ahead = ahead
        self._source: Source | None = None
        self._taken: list[Samples] = []
        self._read = 0
        self._heard = 0
        self.closed = False

    def start(self, source: Source) -> None:
        self._source = source

    def pump(self, seconds: float) -> None:
        self._heard += round(seconds * RATE)
        assert self._source is not None
        while self._read < self._heard + self._ahead:
            self._taken.append(self._source(self._block))
            self._read += self._block

    def frames_heard(self) -> int:
        return self._heard

    def close(self) -> None:
        self.closed = True

    @property
    def samples(self) -> Samples:
        return np.concatenate(self._taken)[: self._heard]
