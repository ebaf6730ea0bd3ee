"""A mix being played: exact without commands, soft and truthful with them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.clip import RATE, Clip, Samples
from audio.levels import faded
from audio.mixer import Mix
from audio.stream import FADE, Moment, Stream, StreamState

SECOND = RATE
LOUD = 0.5


def hum(seconds: float, hertz: float = 220.0) -> Clip:
    time = np.arange(round(seconds * RATE)) / RATE
    return faded(Clip((LOUD * np.sin(2 * np.pi * hertz * time)).astype(np.float32)))


@pytest.fixture
def mix() -> Mix:
    """Ten seconds: a hum in the first three, one in the middle, silence at the end."""
    return Mix([(0, hum(3)), (5 * SECOND, hum(2, 330))], 10 * SECOND)


def read(stream: Stream, frames: int, block: int = 1000) -> Samples:
    blocks = [stream.read(min(block, frames - at)) for at in range(0, frames, block)]
    return np.concatenate(blocks)


def playing(mix: Mix, **more: object) -> Stream:
    stream = Stream(mix, **more)
    stream.play()
    return stream


def steepest(samples: Samples) -> float:
    return float(np.max(np.abs(np.diff(samples))))


STEEPEST_HUM = 2 * np.pi * 330 / RATE * LOUD
"""The largest step from sample to sample of anything in these mixes."""


@given(st.lists(st.integers(1, 70_000), min_size=1, max_size=12))
@settings(max_examples=30)
def test_without_commands_the_stream_is_the_mix(blocks: list[int]) -> None:
    mix = Mix([(0, hum(3)), (5 * SECOND, hum(2, 330))], 8 * SECOND)
    stream = playing(mix)
    live = np.concatenate([stream.read(block) for block in blocks])
    assert np.array_equal(live, mix.read(0, len(live)))


def test_before_play_there_is_silence_and_no_time_passes(mix: Mix) -> None:
    stream = Stream(mix)
    assert not read(stream, SECOND).any()
    assert stream.moment(SECOND) == Moment(0, StreamState.PAUSED)


def test_a_pause_fades_out_in_50_ms_and_stands_where_it_was_pressed(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, SECOND)
    stream.pause()
    after = read(stream, SECOND)
    assert np.max(np.abs(after[: FADE // 2])) > LOUD / 4
    assert not after[FADE:].any()
    assert stream.moment(2 * SECOND) == Moment(SECOND, StreamState.PAUSED)


def test_going_on_after_a_pause_leaves_nothing_out(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, SECOND)
    stream.pause()
    read(stream, SECOND)
    stream.play()
    after = read(stream, SECOND)
    assert np.array_equal(after[FADE:], mix.read(SECOND, SECOND)[FADE:])


def test_what_begins_where_somebody_jumps_to_is_heard_as_it_is(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, 4 * SECOND)
    stream.seek(5 * SECOND)
    assert np.array_equal(read(stream, SECOND), mix.read(5 * SECOND, SECOND))


def test_a_jump_while_paused_stays_paused(mix: Mix) -> None:
    stream = Stream(mix)
    stream.seek(5 * SECOND)
    assert not read(stream, SECOND).any()
    assert stream.frame == 5 * SECOND


def test_an_interlude_is_heard_whole_while_the_time_stands(mix: Mix) -> None:
    between = Mix([(0, hum(0.5, 110))], SECOND)
    stream = playing(mix)
    read(stream, 4 * SECOND)
    stream.interlude(between, then=4 * SECOND)
    heard = read(stream, SECOND)
    assert np.array_equal(heard, between.read(0, SECOND))
    assert stream.moment(4 * SECOND + 100) == Moment(4 * SECOND, StreamState.INTERLUDE, 100)
    assert stream.moment(5 * SECOND) == Moment(4 * SECOND, StreamState.PLAYING)
    assert np.array_equal(read(stream, 3 * SECOND), mix.read(4 * SECOND, 3 * SECOND))


def test_a_pause_in_an_interlude_drops_it_and_stands_where_it_led(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, SECOND)
    stream.interlude(Mix([], SECOND), then=5 * SECOND)
    read(stream, 100)
    stream.pause()
    assert (stream.state, stream.frame) == (StreamState.PAUSED, 5 * SECOND)


def test_a_stop_holds_until_it_is_passed(mix: Mix) -> None:
    stream = playing(mix, stops=[4 * SECOND])
    read(stream, 6 * SECOND)
    assert stream.moment(6 * SECOND) == Moment(4 * SECOND, StreamState.STOPPED_AT)
    stream.pass_stop()
    read(stream, SECOND)
    assert stream.moment(7 * SECOND) == Moment(5 * SECOND, StreamState.PLAYING)


def test_going_back_before_a_stop_meets_it_again(mix: Mix) -> None:
    stream = playing(mix, stops=[4 * SECOND])
    read(stream, 5 * SECOND)
    stream.pass_stop()
    read(stream, SECOND)
    stream.seek(3 * SECOND)
    read(stream, 3 * SECOND)
    assert stream.state is StreamState.STOPPED_AT


def test_jumping_onto_a_stop_goes_past_it(mix: Mix) -> None:
    stream = playing(mix, stops=[4 * SECOND])
    stream.seek(4 * SECOND)
    read(stream, SECOND)
    assert (stream.state, stream.frame) == (StreamState.PLAYING, 5 * SECOND)


def test_at_its_end_the_stream_is_silent(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, 11 * SECOND)
    assert not read(stream, SECOND).any()
    assert stream.moment(12 * SECOND) == Moment(10 * SECOND, StreamState.ENDED)


def test_what_was_fetched_ahead_is_not_what_is_heard(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, 2 * SECOND)
    stream.pause()
    read(stream, SECOND)
    assert stream.moment(SECOND) == Moment(SECOND, StreamState.PLAYING)


@pytest.mark.parametrize("volume", [0, 50, 100])
def test_the_volume_is_the_square_of_its_number(mix: Mix, volume: int) -> None:
    stream = playing(mix, volume=volume)
    heard = read(stream, SECOND)
    assert np.allclose(heard[FADE:], mix.read(0, SECOND)[FADE:] * (volume / 100) ** 2)


def test_muting_is_soft_and_time_goes_on(mix: Mix) -> None:
    stream = playing(mix)
    read(stream, SECOND)
    stream.muted = True
    muted = read(stream, SECOND)
    assert steepest(muted) < 1.2 * STEEPEST_HUM
    assert not muted[FADE:].any()
    assert stream.frame == 2 * SECOND


commands = st.one_of(
    st.sampled_from(["play", "pause", "pass_stop", "mute", "interlude"]).map(lambda c: (c, 0)),
    st.tuples(st.just("seek"), st.integers(0, 10 * SECOND)),
    st.tuples(st.just("volume"), st.integers(0, 100)),
)


def obey(stream: Stream, command: str, value: int) -> None:
    match command:
        case "seek":
            stream.seek(value)
        case "volume":
            stream.volume = value
        case "mute":
            stream.muted = not stream.muted
        case "interlude":
            stream.interlude(Mix([(0, hum(0.2, 330))]), then=stream.frame)
        case _:
            getattr(stream, command)()


@given(st.lists(st.tuples(commands, st.integers(0, SECOND)), max_size=12))
@settings(max_examples=60)
def test_no_command_ever_clicks(script: list[tuple[tuple[str, int], int]]) -> None:
    mix = Mix([(0, hum(3)), (5 * SECOND, hum(2, 330))], 10 * SECOND)
    stream = playing(mix, stops=[6 * SECOND])
    heard = [stream.read(480)]
    for (command, value), frames in script:
        obey(stream, command, value)
        heard.append(read(stream, frames, 480) if frames else stream.read(1))
    # Sounds fade out under what fades in: with so many commands within 50 ms, several at once.
    assert steepest(np.concatenate(heard)) < (len(script) + 2) * 1.3 * STEEPEST_HUM


@given(st.lists(st.tuples(commands, st.integers(1, SECOND)), max_size=12))
@settings(max_examples=60)
def test_what_is_told_never_runs_ahead_of_the_sound(
    script: list[tuple[tuple[str, int], int]],
) -> None:
    mix = Mix([], 10 * SECOND)
    stream = playing(mix, stops=[6 * SECOND])
    total = 0
    for (command, value), frames in script:
        obey(stream, command, value)
        before = stream.moment(total)
        stream.read(frames)
        total += frames
        after = stream.moment(total)
        if before.state is StreamState.PLAYING and command != "interlude":
            assert after.frame - before.frame <= frames
