"""Bells: every set is soft and below the voice, and so are the user's own files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.bell_set import BellSet
from audio.bells import OWN, bells
from audio.clip import RATE, Clip
from audio.levels import SPEECH, loudness
from audio.tones import tone
from sessions.timeline import Tone

SETS = (BellSet.BOWL, BellSet.CHIME, BellSet.WOOD)


def lowest_hertz(clip: Clip) -> float:
    spectrum = np.abs(np.fft.rfft(clip.samples * np.hanning(clip.frames)))
    return float(np.argmax(spectrum)) * RATE / clip.frames


def is_soft(clip: Clip) -> None:
    peak = np.max(np.abs(clip.samples))
    assert loudness(clip) < SPEECH - 1
    assert peak <= 10 ** (-14.9 / 20)
    assert clip.samples[0] == 0
    assert np.abs(clip.samples[-1]) < 0.01 * peak
    assert np.max(np.abs(clip.samples[: RATE // 1000])) < 0.12 * peak


@pytest.mark.parametrize("chosen", SETS)
def test_every_set_is_soft_and_its_end_is_lower(chosen: BellSet, tmp_path: Path) -> None:
    made = bells(chosen, tmp_path)
    for kind in OWN:
        is_soft(made.tone(kind, 0.6))
    assert lowest_hertz(made.tone(Tone.END, 0.6)) < lowest_hertz(made.tone(Tone.GO, 0.6))
    assert not made.notes


def test_sets_sound_different(tmp_path: Path) -> None:
    heard = {round(lowest_hertz(bells(chosen, tmp_path).tone(Tone.GO, 0.6))) for chosen in SETS}
    assert len(heard) == 3


def test_own_files_are_made_mono_short_and_soft(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, (44_100 * 12, 2))
    soundfile.write(tmp_path / "go.wav", noise, 44_100)
    soundfile.write(tmp_path / "end.flac", 0.001 * noise[:30_000], 48_000)
    soundfile.write(tmp_path / "tick.ogg", noise[:5_000], 44_100)
    made = bells(BellSet.OWN, tmp_path)
    assert not made.notes
    for kind in OWN:
        is_soft(made.tone(kind, 0.6))
    assert made.tone(Tone.GO, 0.6).seconds <= 4
    assert made.tone(Tone.TICK, 0.1).seconds <= 0.1
    assert made.tone(Tone.BREATHE_IN, 4.0) is tone(Tone.BREATHE_IN, 4.0)


def test_a_missing_and_a_broken_file_are_told_and_the_bowl_sounds(tmp_path: Path) -> None:
    (tmp_path / "go.wav").write_text("no sound")
    soundfile.write(tmp_path / "end.wav", np.zeros(RATE), RATE)
    made = bells(BellSet.OWN, tmp_path)
    told = [str(note) for note in made.notes]
    assert len(told) == 3
    assert "go.wav" in told[0]
    assert "end.wav" in told[1]
    assert told[2].startswith('There is no bell "tick.wav"')
    for kind in OWN:
        assert made.tone(kind, 0.6) is tone(kind)
