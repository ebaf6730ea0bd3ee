"""What every routine that comes with the program keeps."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sessions.compile import compile_session
from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.routine import AnyStep, BallMassage, Circuit, Position, Rest, Text
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.timeline import Phase
from sessions.words import Language

WORDS_IN_A_SENTENCE = 12
SECONDS_OF_AN_INSTRUCTION = 25
SECONDS_ON_THE_BALL = 5 * 60

built_in = pytest.mark.parametrize(
    "path", sorted(BUILT_IN.glob("*.toml")), ids=lambda path: path.stem
)


def texts(value: object) -> list[Text]:
    """Every text there is in something."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [t for f in value.__struct_fields__ for t in texts(getattr(value, f))]
    return [t for item in value for t in texts(item)] if isinstance(value, tuple) else []


def moving(steps: tuple[AnyStep, ...]) -> list[msgspec.Struct]:
    """Every step that moves somebody, out of its circuits."""
    found: list[msgspec.Struct] = []
    for step in steps:
        if isinstance(step, Circuit):
            found += moving(step.steps)
        elif not isinstance(step, Rest):
            found.append(step)
    return found


@built_in
def test_it_is_written_in_both_languages(path: Path) -> None:
    found = texts(load(path))
    assert len(found) > 20
    assert all({language for language, _ in text.variants()} == set(Language) for text in found)


@built_in
def test_every_step_says_how_and_where_and_what_to_mind_and_where_it_is_from(path: Path) -> None:
    for step in moving(load(path).steps):
        for key in ("say", "position", "avoid", "easier", "sources"):
            assert getattr(step, key), (step, key)


@built_in
@pytest.mark.parametrize("language", Language)
def test_what_is_spoken_is_short_and_has_nothing_a_voice_mangles(
    path: Path, language: Language
) -> None:
    for step in moving(load(path).steps):
        spoken = [getattr(step, key) for key in ("title", "say", "form")]
        for text in (text.written_in(language).text for text in spoken if text is not None):
            sentences = re.split(r"(?<=[.!?])\s+", text)
            assert max(len(sentence.split()) for sentence in sentences) <= WORDS_IN_A_SENTENCE, text
            assert estimated_seconds(text, language) <= SECONDS_OF_AN_INSTRUCTION, text
            assert not re.search(r"\d|\b[A-ZÄÖÜ]{2,}\b|\b\w\.\w|[×%/]", text), text


@built_in
def test_what_suits_a_pregnancy_has_nobody_lie_on_the_back_or_belly(path: Path) -> None:
    routine = load(path)
    if {"trimester-2", "trimester-3"} & set(routine.suits):
        positions = {getattr(step, "position", None) for step in moving(routine.steps)}
        assert not positions & {Position.SUPINE, Position.PRONE}


@built_in
def test_nobody_is_on_the_ball_for_longer_than_five_minutes(path: Path) -> None:
    timeline = compile_session(Session(load(path), Language.EN), estimated_seconds)
    on_the_ball = (
        segment.duration
        for segment in timeline.segments
        if segment.phase is Phase.WORK
        and timeline.steps[segment.step].kind == BallMassage.__struct_config__.tag
    )
    assert sum(on_the_ball) <= SECONDS_ON_THE_BALL
