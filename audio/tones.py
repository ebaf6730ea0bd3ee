"""The tones: bells that begin and end, ticks that count, swells that breathe.

A struck singing bowl is a sum of partials that are no multiples of each other, each a pair that
beats slowly, the higher ones dying away sooner: see Inácio, Henrique and Antunes, "The Dynamics of
Tibetan Singing Bowls", Acta Acustica united with Acustica 92 (2006), 637-653. How high, how strong
and how long the partials are here is a choice: low, few and soft.
"""

from __future__ import annotations

from functools import cache
from typing import Final, assert_never

import numpy as np
from numpy.typing import NDArray

from audio.bell_set import BellSet
from audio.clip import RATE, Clip, Samples
from audio.levels import faded
from sessions.timeline import Tone

_GO_HERTZ: Final = 392.0
_END_HERTZ: Final = 220.0
_PARTIALS: Final = ((1.0, 1.0, 1.0), (2.8, 0.35, 0.55), (5.2, 0.12, 0.3), (8.0, 0.04, 0.18))
"""Ratio to the lowest, strength, and how long it rings beside the lowest."""
_CHIME: Final = ((1.0, 1.0, 1.0), (2.76, 0.25, 0.4), (5.4, 0.06, 0.15))
"""Of a bar that is free at both ends."""
_WOOD: Final = ((1.0, 1.0, 1.0), (3.93, 0.15, 0.3), (9.2, 0.03, 0.12))
"""Of a bar that is tuned as a marimba's."""
_BEAT_HERTZ: Final = 0.9
_BEAT_DEPTH: Final = 0.2
"""Strength of the second of a pair: at 1 a bell would fall silent with every beat and come back."""


@cache
def tone(kind: Tone, seconds: float = 1.0) -> Clip:
    """Give the sound of a tone; always the same samples, all of them below the level of speech.

    A breath's is so many seconds long; a bell and a tick have their own length.
    """
    match kind:
        case Tone.GO:
            return _scaled(_bowl(_GO_HERTZ, ring=0.9, seconds=3.2), peak=-16)
        case Tone.END:
            return _scaled(_bowl(_END_HERTZ, ring=1.2, seconds=4.0), peak=-16)
        case Tone.TICK:
            return _scaled(_tick(), peak=-22)
        case Tone.BREATHE_IN:
            return _scaled(_swell(196.0, 247.0, seconds), peak=-28)
        case Tone.BREATHE_OUT:
            return _scaled(_swell(247.0, 196.0, seconds), peak=-28)
        case _:
            assert_never(kind)


@cache
def struck(kind: Tone, chosen: BellSet) -> Clip:
    """Give the bell or tick of a set; always the same samples, below the level of speech."""
    match chosen, kind:
        case BellSet.CHIME, Tone.GO:
            return _scaled(_bowl(523.0, ring=0.7, seconds=3.0, partials=_CHIME), peak=-17)
        case BellSet.CHIME, Tone.END:
            return _scaled(_bowl(330.0, ring=0.9, seconds=3.6, partials=_CHIME), peak=-17)
        case BellSet.WOOD, Tone.GO:
            return _scaled(_bowl(330.0, ring=0.22, seconds=1.4, partials=_WOOD), peak=-15)
        case BellSet.WOOD, Tone.END:
            return _scaled(_bowl(196.0, ring=0.3, seconds=1.8, partials=_WOOD), peak=-15)
        case _:
            return tone(kind)


def _bowl(
    hertz: float,
    ring: float,
    seconds: float,
    partials: tuple[tuple[float, float, float], ...] = _PARTIALS,
) -> Samples:
    """Strike something whose lowest partial falls to 1/e in `ring` seconds."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros_like(time)
    for ratio, strength, length in partials:
        pair = np.sin(2 * np.pi * hertz * ratio * time)
        pair += _BEAT_DEPTH * np.sin(2 * np.pi * (hertz * ratio + _BEAT_HERTZ) * time)
        sound += strength * pair * np.exp(-time / (ring * length))
    return np.asarray(sound * _attack(time, 0.025), dtype=np.float32)


def _tick() -> Samples:
    """Tap soft wood: two short, low partials."""
    time = np.arange(round(0.08 * RATE)) / RATE
    sound = np.sin(2 * np.pi * 620 * time) + 0.4 * np.sin(2 * np.pi * 1510 * time)
    return np.asarray(sound * np.exp(-time / 0.016) * _attack(time, 0.005), dtype=np.float32)


def _swell(first: float, last: float, seconds: float) -> Samples:
    """Glide from one pitch to another as long as a breath, as soft as a hum."""
    way = np.linspace(0, 1, max(2, round(seconds * RATE)))
    phase = 2 * np.pi * np.cumsum(first + (last - first) * way) / RATE
    hum = np.sin(phase) + 0.2 * np.sin(2 * phase)
    return np.asarray(hum * np.sin(np.pi * way) ** 2, dtype=np.float32)


def _attack(time: NDArray[np.float64], seconds: float) -> NDArray[np.float64]:
    rising = np.minimum(time / seconds, 1.0)
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * rising))


def _scaled(samples: Samples, peak: float) -> Clip:
    """Bring the highest sample to `peak` dBFS."""
    gain = 10 ** (peak / 20) / float(np.max(np.abs(samples)))
    return faded(Clip((samples * gain).astype(np.float32)))
