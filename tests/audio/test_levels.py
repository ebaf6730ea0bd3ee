"""Levels: every voice as loud as every other, nothing cut off, nothing that clicks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio.clip import RATE, Clip
from audio.levels import CEILING, SPEECH, faded, levelled, loudness, trimmed
from audio.tones import tone
from sessions.timeline import Tone

WITHIN = 0.1
"""LU: what EBU Tech 3341 allows a meter to be off."""


def sine(seconds: float, peak: float, hertz: float = 440) -> Clip:
    time = np.arange(round(seconds * RATE)) / RATE
    return Clip((peak * np.sin(2 * np.pi * hertz * time)).astype(np.float32))


def silence(seconds: float) -> Clip:
    return Clip(np.zeros(round(seconds * RATE), dtype=np.float32))


def joined(*clips: Clip) -> Clip:
    return Clip(np.concatenate([clip.samples for clip in clips]))


def test_a_full_sine_is_as_loud_as_the_recommendation_says() -> None:
    # ITU-R BS.1770-4, annex 1: 997 Hz at full scale in one channel reads −3.01 LKFS.
    assert loudness(sine(1, 1.0, 997)) == pytest.approx(-3.01, abs=WITHIN)


def test_the_ear_hears_less_of_a_low_tone() -> None:
    assert loudness(sine(1, 0.5, 60)) < loudness(sine(1, 0.5, 997)) - 3


def test_pauses_do_not_make_a_clip_quieter() -> None:
    spoken = sine(10, 0.25)
    assert loudness(joined(spoken, silence(3), spoken)) == pytest.approx(
        loudness(spoken), abs=WITHIN
    )


def test_quiet_breaths_between_words_do_not_make_a_clip_louder_or_quieter() -> None:
    spoken, breath = sine(10, 0.25), sine(3, 0.25 / 10)
    assert loudness(joined(spoken, breath, spoken)) == pytest.approx(loudness(spoken), abs=WITHIN)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.39, 0.41])
def test_a_word_shorter_than_the_block_is_as_loud_as_the_same_sound_going_on(
    seconds: float,
) -> None:
    assert loudness(sine(seconds, 0.25)) == pytest.approx(loudness(sine(3, 0.25)), abs=0.5)


@given(st.floats(0.001, 1.0), st.floats(0.01, 0.5))
def test_whatever_is_spoken_comes_to_the_level_of_speech(peak: float, seconds: float) -> None:
    assert loudness(levelled(sine(seconds, peak))) == pytest.approx(SPEECH, abs=0.1)


@given(st.lists(st.floats(-1, 1, width=32), max_size=200))
def test_levelled_speech_leaves_room_for_a_bell_below_the_ceiling(values: list[float]) -> None:
    clip = levelled(Clip(np.array(values, dtype=np.float32)))
    assert np.isfinite(clip.samples).all()
    bell = np.max(np.abs(tone(Tone.GO).samples))
    assert np.max(np.abs(clip.samples), initial=0) + bell <= CEILING


@pytest.mark.parametrize("louder", [1.5, 3.0, 6.0])
def test_one_plosive_does_not_make_a_sentence_softer_than_the_others(louder: float) -> None:
    spoken = sine(2, 0.1)
    spoken.samples[RATE : RATE + 24] *= louder
    loud = levelled(spoken)
    assert loudness(loud) == pytest.approx(SPEECH, abs=0.2)
    assert np.max(np.abs(loud.samples)) <= 10 ** (-3 / 20)


def test_silence_has_no_level_and_stays_silence() -> None:
    assert loudness(silence(1)) == loudness(silence(0)) == -np.inf
    assert not levelled(silence(1)).samples.any()


def test_trimming_keeps_thirty_milliseconds_around_what_is_heard() -> None:
    clip = trimmed(joined(silence(1), sine(0.5, 0.5), silence(2)))
    assert clip.seconds == pytest.approx(0.5 + 2 * 0.03, abs=0.001)


def test_trimming_silence_leaves_nothing() -> None:
    assert trimmed(silence(1)).frames == 0


@given(st.integers(0, 1000))
def test_a_faded_clip_of_any_length_begins_and_ends_at_nothing(frames: int) -> None:
    clip = faded(Clip(np.ones(frames, dtype=np.float32)))
    assert clip.frames == frames
    assert not clip.samples[:1].any()
    assert not clip.samples[-1:].any()


def test_the_middle_of_a_faded_clip_is_untouched() -> None:
    clip = faded(sine(1, 0.5))
    five = RATE * 5 // 1000
    assert np.array_equal(clip.samples[five:-five], sine(1, 0.5).samples[five:-five])
