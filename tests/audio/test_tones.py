"""Tones: soft, below the voice, and each to be told from the others."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from audio.clip import RATE, Clip
from audio.levels import SPEECH, loudness
from audio.tones import tone
from sessions.timeline import Tone

BELLS = (Tone.GO, Tone.END)


def strongest_hertz(clip: Clip) -> float:
    spectrum = np.abs(np.fft.rfft(clip.samples * np.hanning(clip.frames)))
    return float(np.argmax(spectrum)) * RATE / clip.frames


def envelope(clip: Clip, seconds: float) -> list[float]:
    """Give the highest sample of every piece of so many seconds."""
    size = round(seconds * RATE)
    return [
        float(np.max(np.abs(clip.samples[at : at + size]))) for at in range(0, clip.frames, size)
    ]


@pytest.mark.parametrize("kind", Tone)
def test_no_tone_is_as_loud_as_the_voice(kind: Tone) -> None:
    assert loudness(tone(kind)) < SPEECH - 5


@pytest.mark.parametrize("kind", Tone)
def test_no_tone_clicks_at_its_ends(kind: Tone) -> None:
    clip = tone(kind)
    assert clip.samples[0] == 0
    assert clip.samples[-1] == 0
    assert np.max(np.abs(clip.samples[: RATE // 1000])) < 0.1 * np.max(np.abs(clip.samples))


@pytest.mark.parametrize("kind", BELLS)
def test_a_bell_swells_softly_and_dies_away_slowly(kind: Tone) -> None:
    clip = tone(kind)
    peak = int(np.argmax(np.abs(clip.samples)))
    assert 0.010 < peak / RATE < 0.200
    pieces = envelope(clip, 0.4)
    assert all(later < earlier for earlier, later in itertools.pairwise(pieces))
    assert pieces[-1] < pieces[0] / 10


@pytest.mark.parametrize("kind", BELLS)
def test_a_bell_is_no_bare_sine(kind: Tone) -> None:
    clip = tone(kind)
    spectrum = np.abs(np.fft.rfft(clip.samples * np.hanning(clip.frames)))
    hertz = np.fft.rfftfreq(clip.frames, 1 / RATE)
    lowest = strongest_hertz(clip)
    others = spectrum[hertz > 2 * lowest]
    assert np.max(others) > np.max(spectrum) / 100
    strongest_other = hertz[hertz > 2 * lowest][np.argmax(others)]
    assert abs(strongest_other / lowest - round(strongest_other / lowest)) > 0.1


def test_the_bell_at_the_end_is_the_lower_one() -> None:
    assert strongest_hertz(tone(Tone.END)) < strongest_hertz(tone(Tone.GO))


def test_a_tick_is_over_within_80_milliseconds() -> None:
    assert tone(Tone.TICK).seconds <= 0.080


@pytest.mark.parametrize("seconds", [1.0, 4.0, 6.0, 10.0])
@pytest.mark.parametrize("kind", [Tone.BREATHE_IN, Tone.BREATHE_OUT])
def test_a_breath_is_as_long_as_it_is_and_far_below_the_words_over_it(
    kind: Tone, seconds: float
) -> None:
    clip = tone(kind, seconds)
    assert clip.frames == round(seconds * RATE)
    assert loudness(clip) < SPEECH - 8
    pieces = envelope(clip, seconds / 10)
    assert pieces[:5] == sorted(pieces[:5])
    assert pieces[5:] == sorted(pieces[5:], reverse=True)
    assert pieces[0] < pieces[4] / 5


def test_breathing_in_rises_and_breathing_out_falls() -> None:
    for kind, rises in ((Tone.BREATHE_IN, True), (Tone.BREATHE_OUT, False)):
        clip = tone(kind)
        first, second = np.split(clip.samples, 2)
        assert (strongest_hertz(Clip(second)) > strongest_hertz(Clip(first))) is rises
        assert 1 <= np.argmax(envelope(clip, 0.25)) <= 2


@pytest.mark.parametrize("kind", Tone)
def test_a_tone_is_made_once(kind: Tone) -> None:
    assert tone(kind) is tone(kind)
