"""Hypothesis strategies for whole sessions, shared by the tests of every package."""

from __future__ import annotations

import dataclasses
import zlib

from hypothesis import strategies as st

from sessions.compile import SessionError, compile_session
from sessions.cue_rules import CueRules, Verbosity
from sessions.plain_text import harmless
from sessions.reading import LONGEST_TEXT
from sessions.routine import (
    AnyStep,
    BallMassage,
    Breathing,
    BreathPattern,
    Circuit,
    Exercise,
    Pause,
    Position,
    Rest,
    Routine,
    RoutineCues,
    Seconds,
    Sides,
    Stretch,
    Tempo,
    Text,
)
from sessions.session import Session
from sessions.sore import Sore
from sessions.words import Language
from sessions.work import Speech

sentences = (
    st.text(alphabet="abcdefg hijklm.", min_size=1, max_size=120)
    | st.text(min_size=1, max_size=40)
    | st.text(alphabet="äß→[]{}‏é 👋🏽", min_size=1, max_size=LONGEST_TEXT)
)
sentences = sentences.map(harmless).filter(lambda text: any(map(str.isprintable, text)))
texts = st.one_of(
    sentences.map(Text),
    st.dictionaries(st.sampled_from(Language), sentences, min_size=1).map(Text),
)
titles = texts.filter(lambda text: all(len(said) <= 120 for _, said in text.variants()))
halves = st.integers(min_value=1, max_value=20).map(lambda n: n / 2)
breath_parts = st.integers(min_value=2, max_value=20).map(lambda n: n / 2)


def seconds(least: float, most: float) -> st.SearchStrategy[Seconds]:
    return st.floats(least, most).map(lambda s: Seconds(round(s, 2)))


def pauses(least: float, most: float) -> st.SearchStrategy[Pause]:
    return st.floats(least, most).map(lambda s: Pause(round(s, 2)))


common = {
    "title": titles,
    "position": st.none() | st.sampled_from(Position),
    "sides": st.sampled_from(Sides),
    "say": st.none() | texts,
    "form": st.none() | texts,
    "prepare": pauses(0, 20),
    "switch": pauses(0, 20),
}
stretches = st.builds(
    Stretch, **common, hold=seconds(0.1, 90), reps=st.integers(1, 4), rest=pauses(0, 30)
)
balls = st.builds(BallMassage, **common, duration=seconds(0.1, 120))
tempos = st.builds(Tempo, halves, halves, halves, halves)
counted = st.builds(
    Exercise,
    **common,
    reps=st.integers(1, 15),
    tempo=tempos,
    sets=st.integers(1, 3),
    rest=pauses(0, 30),
)
timed = st.builds(Exercise, **common, duration=seconds(1, 120))
patterns = st.builds(BreathPattern, breath_parts, breath_parts)
breathing = st.builds(
    Breathing, **common, breaths=st.integers(1, 12), pattern=patterns
) | st.builds(Breathing, **common, duration=seconds(0.5, 120), pattern=patterns)
rests = st.builds(Rest, duration=seconds(1, 60)) | st.just(Rest(until="key"))
moving = st.one_of(stretches, balls, counted, timed, breathing)


def steps(nesting: int) -> st.SearchStrategy[AnyStep]:
    if nesting == 0:
        return moving | rests
    circuits = st.builds(
        Circuit,
        rounds=st.integers(1, 2),
        steps=st.lists(steps(nesting - 1), min_size=1, max_size=2).map(tuple),
    )
    return moving | rests | circuits


routines = st.builds(
    Routine,
    format=st.just(1),
    title=titles,
    steps=st.lists(steps(2), min_size=1, max_size=5).map(tuple),
    cues=st.builds(RoutineCues, **dict.fromkeys(RoutineCues.__struct_fields__, st.booleans())),
)
cue_rules = st.builds(
    CueRules,
    verbosity=st.sampled_from(Verbosity),
    precount=st.integers(0, 10),
    time_left_every=st.sampled_from([0.0, 10.0, 15.0, 60.0]),
    **{
        field.name: st.booleans()
        for field in dataclasses.fields(CueRules)
        if isinstance(field.default, bool)
    },
)

SLOWEST = 40.2
"""The longest that `speech_of` takes for a text, in seconds."""


def _fits(session: Session) -> bool:
    """Whether it is short enough to be compiled even with a voice three times as slow."""
    try:
        compile_session(session, lambda *_: 3 * SLOWEST)
    except SessionError:
        return False
    return True


sessions = st.builds(
    Session,
    routine=routines,
    language=st.sampled_from(Language),
    sore=st.sampled_from(Sore),
    rules=cue_rules,
).filter(_fits)


def speech_of(seed: int) -> Speech:
    """Voices of every pace: a text takes a length of its own, from 0.2 s to 40 s."""

    def speech(text: str, language: Language) -> float:
        chance = zlib.crc32(f"{seed} {language} {text}".encode()) / 2**32
        return round(0.2 + 40 * chance**4, 4)

    return speech


speeches = st.integers(0, 2**16).map(speech_of)
