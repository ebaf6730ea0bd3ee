"""Loudness: every voice as loud as every other, the bells below them, nothing above the ceiling.

Levels are in dBFS: 0 is a sample of ±1 (for a peak), or a square wave of that height (for an RMS).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from audio.clip import RATE, Clip, Samples

CEILING: Final = 10 ** (-1 / 20)
"""The highest sample there may be after mixing: −1 dBFS."""

SPEECH: Final = -23.0
"""The level of speech, in dBFS RMS over the frames in which something is said.

The target level of EBU R 128 is −23 LUFS; for speech the two measures are close to each other.
"""

_SPEECH_PEAK: Final = 10 ** (-3 / 20)
"""Leaves room below the ceiling for a bell that rings on into the speech."""
_FRAME: Final = RATE // 20
_GATE: Final = 0.1
"""Frames of 50 ms that are 20 dB below the loudest one are pauses and do not count."""
_SILENCE: Final = -90.0
"""Below the last bit of a 16-bit sample."""
_FADE: Final = RATE * 5 // 1000


def level(clip: Clip) -> float:
    """Measure how loud a clip is where it is not silent, in dBFS RMS; −inf for silence."""
    whole = len(clip.samples) // _FRAME * _FRAME
    pieces = clip.samples[:whole].reshape(-1, _FRAME) if whole else clip.samples[None, :]
    rms = np.sqrt(np.mean(np.square(pieces, dtype=np.float64), axis=1)) if pieces.size else [0.0]
    loudest = float(np.max(rms))
    if loudest == 0:
        return -np.inf
    active = np.asarray(rms)[np.asarray(rms) >= loudest * _GATE]
    return float(20 * np.log10(np.sqrt(np.mean(np.square(active)))))


def levelled(clip: Clip) -> Clip:
    """Bring speech to the level of `SPEECH`, its peaks at −3 dBFS or below; silence stays."""
    measured = level(clip)
    if measured < _SILENCE:
        return clip
    gain = 10 ** ((SPEECH - measured) / 20)
    peak = float(np.max(np.abs(clip.samples)))
    return Clip(clip.samples * np.float32(min(gain, _SPEECH_PEAK / peak)))


def trimmed(clip: Clip, keep: float = 0.03) -> Clip:
    """Cut the silence off both ends, but for `keep` seconds."""
    loud = np.flatnonzero(np.abs(clip.samples) > 10 ** (-50 / 20))
    if not loud.size:
        return Clip(clip.samples[:0])
    margin = round(keep * RATE)
    return Clip(clip.samples[max(0, loud[0] - margin) : loud[-1] + 1 + margin])


def faded(clip: Clip) -> Clip:
    """Let a clip rise and fall over 5 ms at its ends, so that neither clicks."""
    length = min(_FADE, clip.frames // 2)
    if length == 0:
        return Clip(np.zeros(clip.frames, dtype=np.float32))
    ramp: Samples = np.linspace(0, 1, length, endpoint=False, dtype=np.float32)
    samples = clip.samples.astype(np.float32, copy=True)
    samples[:length] *= ramp
    samples[-length:] *= ramp[::-1]
    return Clip(samples)
