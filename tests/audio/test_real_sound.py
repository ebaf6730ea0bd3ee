"""What a loudspeaker would play: through a real PulseAudio, on a busy machine, recorded."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator

import numpy as np
import pytest
from hearing import first_sound, found_at
from pulse import Pulse, busy

from audio.clip import RATE, Clip, Samples, frames
from audio.clips import ClipStore
from audio.mixer import Mix, mixed
from audio.outputs import OUTPUTS, open_output
from audio.speech import SpeechVoice
from audio.stream import Stream, StreamState
from audio.tones import tone
from sessions.compile import compile_session
from sessions.routine import BallMassage, Routine, Seconds, Text
from sessions.session import Session
from sessions.timeline import Cue, Timeline
from sessions.words import Language

pytestmark = pytest.mark.sound
MILLISECOND = RATE // 1000
LEAD_IN = RATE // 5


@pytest.fixture(scope="module")
def clips() -> Iterator[ClipStore]:
    store = ClipStore(SpeechVoice(), None)
    yield store
    store.close()


@pytest.fixture(scope="module")
def timeline(clips: ClipStore) -> Timeline:
    """About half a minute with speech, bells and ticks."""
    ball = BallMassage(title=Text("Ball massage"), duration=Seconds(8), say=Text("Lean back."))
    routine = Routine(format=1, title=Text("Short"), steps=(ball,))
    session = Session(routine, Language.EN)
    return compile_session(session, lambda text, lang: clips.clip(text, lang).seconds)


@pytest.fixture(scope="module")
def mix(timeline: Timeline, clips: ClipStore) -> Mix:
    return mixed(timeline, clips.clip, tone)


def played(pulse: Pulse, output: str, mix: Mix) -> Samples:
    """Play a mix to its end on a busy machine, and give what came out."""
    with pulse.used(), busy():
        recording = pulse.record()
        stream = Stream(mix)
        stream.interlude(Mix([], LEAD_IN), then=0)
        opened = open_output(output, stream.read)
        deadline = time.monotonic() + 2 * mix.frames / RATE + 20
        while stream.moment(opened.output.frames_heard()).state is not StreamState.ENDED:
            assert time.monotonic() < deadline, "the sound stands still"
            time.sleep(0.1)
        time.sleep(0.8)
        samples = recording.end()
        opened.output.close()
    return samples


def clip_of(cue: Cue, clips: ClipStore) -> Clip:
    if cue.tone is not None:
        # Bells ring on under what is said next: the part that is theirs alone.
        return Clip(tone(cue.tone).samples[: frames(cue.duration)])
    return clips.clip(cue.text, cue.language or Language.EN)


def offsets(recording: Samples, timeline: Timeline, clips: ClipStore) -> np.ndarray:
    """Give for every cue how much later than its frame it was heard, in frames."""
    cues = list(timeline.cues())
    first = clip_of(cues[0], clips)
    origin = found_at(recording, first, first_sound(recording))
    found = [
        found_at(recording, clip_of(cue, clips), origin + frames(cue.start)) - frames(cue.start)
        for cue in cues
    ]
    return np.array(found)


def test_miniaudio_plays_every_cue_whole_and_to_the_millisecond_on_a_busy_machine(
    pulse: Pulse, mix: Mix, timeline: Timeline, clips: ClipStore
) -> None:
    recording = played(pulse, "miniaudio", mix)
    late = offsets(recording, timeline, clips)
    assert np.ptp(late) <= MILLISECOND
    origin = int(late[0])
    heard = recording[origin : origin + mix.frames - RATE]
    difference = heard - mix.read(0, len(heard))
    assert np.max(np.abs(difference)) < 2e-3


def test_a_machine_that_is_held_up_for_a_tenth_of_a_second_does_not_break_the_sound(
    pulse: Pulse,
) -> None:
    noise = np.random.default_rng(5).uniform(-0.3, 0.3, 3 * RATE).astype(np.float32)
    held_up_at, given = 1.5 * RATE, 0

    def source(count: int) -> Samples:
        nonlocal given
        if given < held_up_at <= given + count:
            time.sleep(0.1)
        given += count
        block = noise[given - count : given]
        return np.pad(block, (0, count - len(block)))

    with pulse.used():
        recording = pulse.record()
        opened = open_output("miniaudio", source)
        while given < len(noise) + RATE:
            time.sleep(0.05)
        samples = recording.end()
        opened.output.close()
    early, late = RATE, 2 * RATE
    origin = first_sound(samples)
    found = [
        found_at(samples, Clip(noise[at : at + RATE // 4]), origin + at) - at
        for at in (early, late)
    ]
    assert found[0] == found[1]


def test_simpleaudio_plays_every_cue_whole_and_in_order(
    pulse: Pulse,
    mix: Mix,
    timeline: Timeline,
    clips: ClipStore,
    record_property: pytest.RecordProperty,
) -> None:
    if "simpleaudio" not in OUTPUTS or not _simpleaudio_is_installed():
        pytest.skip("the extra simpleaudio is not installed")
    late = offsets(played(pulse, "simpleaudio", mix), timeline, clips)
    record_property("spread_ms", float(np.ptp(late)) / MILLISECOND)
    starts = np.array([frames(cue.start) for cue in timeline.cues()]) + late
    ends = starts + [frames(cue.duration) for cue in timeline.cues()]
    for end, start in itertools.pairwise(zip(starts, ends, strict=True)):
        assert end[1] <= start[0] + MILLISECOND


def _simpleaudio_is_installed() -> bool:
    try:
        import simpleaudio  # noqa: F401
    except ImportError:
        return False
    return True


def test_auto_takes_miniaudio_and_says_nothing_about_it(pulse: Pulse) -> None:
    with pulse.used():
        opened = open_output("auto", lambda count: np.zeros(count, dtype=np.float32))
        opened.output.close()
    assert (opened.output.name, opened.notes) == ("miniaudio", ())


def test_closing_never_hangs_after_the_server_has_died(pulse: Pulse) -> None:
    with pulse.used():
        opened = open_output("miniaudio", lambda count: np.zeros(count, dtype=np.float32))
        time.sleep(0.3)
        pulse.kill()
        opened.output.close()
        opened.output.close()
    assert opened.output.name == "miniaudio"
