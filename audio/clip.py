"""The clip: a piece of sound at the mixer's rate, the one currency of this package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
"""Frames a second of every clip, mix and output."""

Samples: TypeAlias = NDArray[np.float32]
"""Mono samples, shape (frames,), full scale at ±1."""


@dataclass(frozen=True, eq=False)
class Clip:
    """Mono sound."""

    samples: Samples

    @property
    def frames(self) -> int:
        """The length in frames at `RATE`."""
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return len(self.samples) / RATE


def frames(seconds: float) -> int:
    """Give the frame that is nearest to a moment in seconds."""
    return round(seconds * RATE)
