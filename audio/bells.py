"""The bells of a session: one of the sets, or the user's own files, levelled as softly as those."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
import soxr

from audio.bell_set import BellSet
from audio.clip import RATE, Clip, Samples
from audio.levels import faded, loudness, trimmed
from audio.tones import struck, tone
from sessions.timeline import Tone
from sessions.words import Message, message

OWN: Final = (Tone.GO, Tone.END, Tone.TICK)
_SUFFIXES: Final = (".wav", ".flac", ".ogg")
_LONGEST: Final = {Tone.GO: 4.0, Tone.END: 4.0, Tone.TICK: 0.1}
"""Seconds; more of a file is faded out."""
_PEAK: Final = {Tone.GO: -16.0, Tone.END: -16.0, Tone.TICK: -22.0}
_LEVEL: Final = -27.0
"""LUFS, some decibels below speech: what rings evenly is softer than its peak allows."""
_FADE_OUT: Final = 0.3
"""The part of its length that a bell fades out in."""


@dataclass(frozen=True)
class Bells:
    """The tones of a session."""

    chosen: BellSet
    own: dict[Tone, Clip] = field(default_factory=dict)
    notes: tuple[Message, ...] = ()
    """Which files of the user's own could not be used."""

    def tone(self, kind: Tone, seconds: float) -> Clip:
        """Give a tone; a breath's is so many seconds long."""
        if kind in self.own:
            return self.own[kind]
        if kind in {Tone.GO, Tone.END, Tone.TICK}:
            return struck(kind, BellSet.BOWL if self.chosen is BellSet.OWN else self.chosen)
        return tone(kind, seconds)


def bells(chosen: BellSet, folder: Path) -> Bells:
    """Give a set, or what stands in `folder` as go, end and tick with `.wav`, `.flac`, `.ogg`."""
    if chosen is not BellSet.OWN:
        return Bells(chosen)
    own: dict[Tone, Clip] = {}
    notes: list[Message] = []
    for kind in OWN:
        files = [folder / f"{kind}{suffix}" for suffix in _SUFFIXES]
        file = next((file for file in files if file.exists()), None)
        if file is None:
            notes.append(
                message(
                    'There is no bell "{name}.wav" in {folder}; the bowl sounds instead.',
                    name=kind,
                    folder=folder,
                )
            )
            continue
        clip = _read(file, kind)
        if clip is None:
            notes.append(
                message('The bell "{file}" cannot be used; the bowl sounds instead.', file=file)
            )
        else:
            own[kind] = clip
    return Bells(chosen, own, tuple(notes))


def _read(file: Path, kind: Tone) -> Clip | None:
    """Read a bell: mono, short and soft; None where that is not possible."""
    try:
        with soundfile.SoundFile(file) as sound:
            # Silence before it is cut off: as much again as the longest bell may be looked at.
            samples = sound.read(10 * sound.samplerate, dtype="float32", always_2d=True)
            rate = sound.samplerate
    except (OSError, soundfile.LibsndfileError):
        return None
    mono = np.nan_to_num(samples.mean(axis=1))
    if not len(mono) or not np.max(np.abs(mono)):
        return None
    loud = Clip(_resampled(mono / np.max(np.abs(mono)), rate))
    cut = trimmed(loud, keep=0.005).samples[: round(_LONGEST[kind] * RATE)]
    if not len(cut):
        return None
    return _soft(cut, kind)


def _soft(samples: Samples, kind: Tone) -> Clip:
    count = len(samples)
    attack = min(count // 4, round((0.005 if kind is Tone.TICK else 0.02) * RATE))
    rising = np.ones(count)
    rising[:attack] = 0.5 - 0.5 * np.cos(np.pi * np.arange(attack) / max(1, attack))
    left = np.arange(count, 0, -1) / (count * _FADE_OUT)
    shaped = samples * rising * np.minimum(1, left)
    gain = 10 ** (_PEAK[kind] / 20) / max(1e-9, float(np.max(np.abs(shaped))))
    clip = faded(Clip((shaped * gain).astype(np.float32)))
    above = max(0.0, loudness(clip) - _LEVEL)
    return Clip(clip.samples * np.float32(10 ** (-above / 20)))


def _resampled(samples: Samples, rate: int) -> Samples:
    if rate == RATE:
        return samples
    return np.asarray(soxr.resample(samples, rate, RATE), dtype=np.float32)
