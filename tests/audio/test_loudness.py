"""The loudness of everything that is heard: each built-in routine, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest

from audio.clip import RATE
from audio.clips import ClipStore
from audio.levels import CEILING, SPEECH, loudness
from audio.mixer import mixed
from audio.speech import SpeechVoice
from audio.tones import tone
from sessions.compile import compile_session
from sessions.library import Entry, Library
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.words import Language

WITHIN = 0.5
"""LU: what EBU R 128 allows a programme to be off."""

BUILT_IN = [entry for entry in Library([]).entries() if entry.built_in]
HEARD = pytest.mark.parametrize(
    ("entry", "language"),
    list(product(BUILT_IN, Language)),
    ids=lambda value: value.name if isinstance(value, Entry) else str(value),
)


@pytest.fixture(scope="module")
def clips() -> Iterator[ClipStore]:
    store = ClipStore(SpeechVoice(), None)
    yield store
    store.close()


def session_of(entry: Entry, language: Language) -> Session:
    assert entry.routine is not None
    return Session(entry.routine, language)


@HEARD
def test_every_utterance_of_a_routine_is_as_loud_as_every_other(
    clips: ClipStore, entry: Entry, language: Language
) -> None:
    likely = compile_session(session_of(entry, language), estimated_seconds)
    said = {(cue.text, cue.language or language) for cue in likely.utterances()}
    measured = {text: loudness(clips.clip(text, of)) for text, of in said}
    assert measured == {text: pytest.approx(SPEECH, abs=WITHIN) for text in measured}
    assert clips.notes == ()


@HEARD
def test_no_sample_of_a_whole_session_comes_above_minus_1_dbfs(
    clips: ClipStore, entry: Entry, language: Language
) -> None:
    timeline = compile_session(
        session_of(entry, language), lambda text, of: clips.clip(text, of).seconds
    )
    mix = mixed(timeline, clips.clip, tone)
    blocks = range(0, mix.frames, 60 * RATE)
    peaks = [float(np.max(np.abs(mix.read(at, 60 * RATE)), initial=0)) for at in blocks]
    # Below the guard, not at it: what is levelled is never cut.
    assert 0.1 < max(peaks) < CEILING
