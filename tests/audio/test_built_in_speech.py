"""What the built-in routines have the real voice say is short enough to lie there and listen to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.speech import SpeechVoice
from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.pronunciation import Pronunciation
from sessions.routine import Circuit, MovingStep, Rest, Routine
from sessions.words import Language

SECONDS_OF_AN_INSTRUCTION = 25
SECONDS_OF_A_REMINDER = 5
PATHS = sorted(BUILT_IN.glob("*.toml"))


@pytest.fixture(scope="module")
def voice() -> Iterator[SpeechVoice]:
    """The real one: pyttsx3 with the system's speech, or with eSpeak NG from its wheel."""
    speech = SpeechVoice()
    yield speech
    speech.close()


def moving(routine: Routine) -> Iterator[MovingStep]:
    """Every step that somebody may be led into; the routines have no circuit in a circuit."""
    for step in (*routine.steps, *routine.swaps.values()):
        steps = step.steps if isinstance(step, Circuit) else (step,)
        yield from (each for each in steps if not isinstance(each, Rest | Circuit))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_instruction_takes_longer_than_twenty_five_seconds(
    voice: SpeechVoice, path: Path, language: Language
) -> None:
    routine = load(path)
    said = Pronunciation()
    for step in moving(routine):
        for text, most in (
            (step.say, SECONDS_OF_AN_INSTRUCTION),
            (step.form, SECONDS_OF_A_REMINDER),
        ):
            if text is not None:
                written = text.written_in(language).text
                clip = voice.render(said.spoken(written, language), language)
                assert clip.seconds <= most, written
