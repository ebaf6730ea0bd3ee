"""Finding sounds in a recording."""

from __future__ import annotations

import numpy as np

from audio.clip import RATE, Clip, Samples


def found_at(recording: Samples, clip: Clip, expected: int, least_likeness: float = 0.9) -> int:
    """Give the frame at which a clip begins, near where it is expected, by cross-correlation.

    It may be half a second off. Fails where nothing there resembles it: the correlation, with a
    gain of its own, must be `least_likeness`.
    """
    margin = RATE // 2
    start = max(0, expected - margin)
    piece = recording[start : expected + margin + clip.frames]
    size = len(piece) + clip.frames
    spectrum = np.fft.rfft(piece, size) * np.conj(np.fft.rfft(clip.samples, size))
    at = int(np.argmax(np.fft.irfft(spectrum, size)[: len(piece)]))
    heard = piece[at : at + clip.frames]
    likeness = np.dot(heard, clip.samples[: len(heard)]) / (
        np.linalg.norm(heard) * np.linalg.norm(clip.samples) + 1e-12
    )
    assert likeness > least_likeness, (
        f"expected at {expected / RATE:.2f} s, likeness {likeness:.2f}"
    )
    return start + at


def first_sound(recording: Samples, level: float = 0.002) -> int:
    """Give the frame of the first sample that is no silence."""
    loud = np.flatnonzero(np.abs(recording) > level)
    assert loud.size, "nothing was heard"
    return int(loud[0])
