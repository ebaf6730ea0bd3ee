"""Loudness: every voice as loud as every other, the bells below them, nothing above the ceiling.

How loud a clip is heard is measured in LUFS by ITU-R BS.1770-4, as EBU R 128 asks for: filtered as
the ear hears, in blocks of 400 ms, of which the pauses do not count. Peaks are in dBFS: 0 is ±1.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from audio.clip import RATE, Clip, Samples

CEILING: Final = 10 ** (-1 / 20)
"""The highest sample there may be after mixing: −1 dBFS."""

SPEECH: Final = -23.0
"""The loudness of speech in LUFS: the target level of EBU R 128."""

_SPEECH_PEAK: Final = 10 ** (-3 / 20)
"""Leaves room below the ceiling for a bell that rings on into the speech."""
_MOST_DIPPED: Final = 2.0
"""How far above that peak a sample may be dipped: 6 dB for a moment are not heard."""
_BLOCK: Final = RATE * 400 // 1000
"""The gating block of BS.1770, in frames."""
_FADE: Final = RATE * 5 // 1000


def loudness(clip: Clip) -> float:
    """Measure how loud a clip is, in LUFS within 0.1; −inf below −70 LUFS, where silence begins.

    One that is shorter than a block of the measure is repeated until it fills one. Filled up with
    silence it would count as quieter than it is, and a short word come out as the loudest.
    """
    from loudness import integrated_loudness

    samples = clip.samples
    if 0 < len(samples) < _BLOCK:
        samples = np.resize(samples, _BLOCK)
    return float(integrated_loudness(samples, RATE)) if len(samples) else -np.inf


def levelled(clip: Clip) -> Clip:
    """Bring speech to the loudness of `SPEECH`, its peaks at −3 dBFS or below; silence stays."""
    measured = loudness(clip)
    peak = float(np.max(np.abs(clip.samples), initial=0))
    if peak == 0:
        return clip
    gain = 10 ** ((SPEECH - measured) / 20) if np.isfinite(measured) else 1.0
    return _dipped(clip.samples * np.float32(min(gain, _MOST_DIPPED * _SPEECH_PEAK / peak)))


def _dipped(samples: Samples) -> Clip:
    """Let the volume dip for 5 ms either side of each sample above the peak of speech.

    Turned down as a whole for the sake of one plosive, a sentence would be softer than the others.
    """
    above = np.flatnonzero(np.abs(samples) > _SPEECH_PEAK)
    if not above.size:
        return Clip(samples)
    bump = np.hanning(2 * _FADE + 1)
    gain = np.ones(len(samples) + 2 * _FADE)
    for at, depth in zip(above, 1 - _SPEECH_PEAK / np.abs(samples[above]), strict=True):
        around = gain[at : at + len(bump)]
        np.minimum(around, 1 - depth * bump, out=around)
    dipped = (samples * gain[_FADE:-_FADE]).astype(np.float32)
    return Clip(np.clip(dipped, -_SPEECH_PEAK, _SPEECH_PEAK))


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
