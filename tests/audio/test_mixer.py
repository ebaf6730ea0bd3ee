"""The mix: every clip on its frame, whichever way it is read."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from strategies import sessions, speech_of

from audio.clip import RATE, Clip, Samples, frames
from audio.levels import CEILING
from audio.mixer import Mix, mixed
from audio.tones import tone
from sessions.compile import SessionError, compile_session
from sessions.session import Session
from sessions.timeline import Timeline, Tone
from sessions.words import Language


def noise(length: int, seed: int = 0, peak: float = 0.3) -> Clip:
    samples = np.random.default_rng(seed).uniform(-peak, peak, length)
    return Clip(samples.astype(np.float32))


placements = st.lists(
    st.builds(
        lambda at, length, seed: (at, noise(length, seed)),
        st.integers(0, 400),
        st.integers(0, 150),
        st.integers(0, 99),
    ),
    max_size=8,
)


def added(placed: list[tuple[int, Clip]], length: int) -> Samples:
    """Add clips up in the plainest way there is."""
    whole = np.zeros(length, dtype=np.float64)
    for at, clip in placed:
        whole[at : at + clip.frames] += clip.samples
    return np.clip(whole, -CEILING, CEILING).astype(np.float32)


@given(placements, st.lists(st.integers(0, 600), max_size=10))
def test_the_samples_do_not_depend_on_how_they_are_read(
    placed: list[tuple[int, Clip]], cuts: list[int]
) -> None:
    mix = Mix(placed)
    edges = sorted({0, 600, *cuts})
    pieces = [mix.read(start, end - start) for start, end in pairwise(edges)]
    assert np.array_equal(np.concatenate(pieces), mix.read(0, 600))


@given(placements, st.integers(-100, 700), st.integers(0, 300))
def test_any_stretch_may_be_read_at_any_time(
    placed: list[tuple[int, Clip]], start: int, count: int
) -> None:
    mix = Mix(placed)
    whole = mix.read(-100, 1100)
    assert np.array_equal(mix.read(start, count), whole[start + 100 : start + 100 + count])


@given(placements)
def test_clips_that_overlap_are_added(placed: list[tuple[int, Clip]]) -> None:
    np.testing.assert_allclose(Mix(placed).read(0, 600), added(placed, 600), atol=1e-6)


@given(placements, st.integers(0, 700))
def test_a_mix_ends_with_its_last_clip_or_later_where_that_is_asked_for(
    placed: list[tuple[int, Clip]], length: int
) -> None:
    last = max((at + clip.frames for at, clip in placed), default=0)
    assert Mix(placed).frames == last
    assert Mix(placed, length).frames == max(last, length)


def test_before_between_and_after_the_clips_there_is_silence() -> None:
    mix = Mix([(100, noise(50)), (300, noise(50))])
    assert not mix.read(-500, 600).any()
    assert not mix.read(150, 150).any()
    assert not mix.read(350, 10 * RATE).any()
    assert mix.read(99, 2).any()
    assert mix.read(349, 2).any()


def test_an_empty_mix_is_silence_of_its_length() -> None:
    mix = Mix([], RATE)
    assert mix.frames == RATE
    assert not mix.read(0, 2 * RATE).any()
    assert not mix.sounding(0)


def test_nothing_to_read_is_an_empty_block() -> None:
    assert Mix([(0, noise(10))]).read(5, 0).shape == (0,)


def test_a_clip_is_heard_bit_for_bit_where_it_is_alone() -> None:
    clip = noise(1000, peak=CEILING)
    assert np.array_equal(Mix([(77, clip)]).read(77, 1000), clip.samples)


def test_only_what_is_above_minus_1_dbfs_is_held_there() -> None:
    loud = Clip(np.array([0.2, 0.6, -0.6, 0.4], dtype=np.float32))
    both = Mix([(0, loud), (0, loud)]).read(0, 4)
    ceiling = np.float32(10 ** (-1 / 20))
    assert np.array_equal(both, np.array([0.4, ceiling, -ceiling, 0.8], dtype=np.float32))


def test_reading_leaves_the_clips_as_they_were() -> None:
    clip = noise(100, peak=1.0)
    before = clip.samples.copy()
    block = Mix([(0, clip), (0, clip)]).read(0, 100)
    block[:] = 0
    assert np.array_equal(clip.samples, before)


@given(placements, st.integers(-10, 600))
def test_a_clip_is_sounding_from_the_frame_after_its_first_to_its_last(
    placed: list[tuple[int, Clip]], frame: int
) -> None:
    expected = any(at < frame < at + clip.frames for at, clip in placed)
    assert Mix(placed).sounding(frame) is expected


@pytest.mark.parametrize("ahead", [0, 1, 5])
def test_a_long_clip_that_began_before_short_ones_is_still_heard(ahead: int) -> None:
    long, short = noise(10_000, 1), noise(10, 2)
    mix = Mix([(ahead, long), *((at, short) for at in range(100, 5000, 100))])
    assert np.array_equal(mix.read(9000, 500), long.samples[9000 - ahead : 9500 - ahead])
    assert mix.sounding(9000)


def timeline_of(session: Session, seed: int) -> Timeline:
    """Compile a session, passing over one that is longer than a session may be."""
    try:
        return compile_session(session, speech_of(seed))
    except SessionError:
        reject()


@given(sessions, st.integers(0, 999))
@settings(max_examples=25)
def test_every_cue_of_a_session_begins_on_its_very_frame(session: Session, seed: int) -> None:
    timeline = timeline_of(session, seed)
    # A voice of one loud sample an utterance: it stands where the cue begins, and nowhere else.
    click = Clip(np.array([0.5], dtype=np.float32))
    mix = mixed(timeline, lambda *_: click, lambda *_: click)
    due = sorted({round(cue.start * RATE) for cue in timeline.cues()})
    found = [
        start + int(at)
        for start in range(0, mix.frames, 60 * RATE)
        for at in np.flatnonzero(mix.read(start, 60 * RATE))
    ]
    assert found == due


@given(sessions, st.integers(0, 999))
@settings(max_examples=10)
def test_tones_sound_as_they_are_over_a_silent_voice(session: Session, seed: int) -> None:
    timeline = timeline_of(session, seed)
    mute = Clip(np.zeros(0, dtype=np.float32))
    mix = mixed(timeline, lambda *_: mute, tone)
    for cue in timeline.cues():
        if cue.tone is Tone.TICK:
            at, tick = round(cue.start * RATE), tone(Tone.TICK)
            if not mix.sounding(at):
                assert np.array_equal(mix.read(at, tick.frames), tick.samples)
    assert mix.frames >= frames(timeline.duration)


@given(sessions, st.integers(0, 999))
@settings(max_examples=15)
def test_each_utterance_is_asked_for_in_the_language_of_its_cue(
    session: Session, seed: int
) -> None:
    timeline = timeline_of(session, seed)
    asked: list[tuple[str, Language]] = []

    def speech(text: str, language: Language) -> Clip:
        asked.append((text, language))
        return noise(1)

    mixed(timeline, speech, tone)
    assert asked == [(cue.text, cue.language) for cue in timeline.utterances()]
