"""How much of a step is done, in the notation of a home programme."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.dose import dose, length
from sessions.routine import (
    BallMassage,
    Breathing,
    Exercise,
    MovingStep,
    Rest,
    Seconds,
    Stretch,
    Text,
)
from sessions.words import Language, Words

ENGLISH, GERMAN = Words(Language.EN), Words(Language.DE)
TITLE = Text("Calf")


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (0, "0 s"),
        (5, "5 s"),
        (59, "59 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (75, "1:15 min"),
        (90, "90 s"),
        (91, "1:31 min"),
        (120, "2 min"),
        (125, "2:05 min"),
        (3600, "60 min"),
    ],
)
def test_a_length_of_time_is_written_short(seconds: float, written: str) -> None:
    assert length(seconds, ENGLISH) == written


@given(st.floats(0, 4 * 3600))
def test_a_length_that_is_read_again_is_the_same_to_the_second(seconds: float) -> None:
    written = length(seconds, ENGLISH)
    clock = re.fullmatch(r"(?:(\d+) s|(\d+)(?::(\d\d))? min)", written)
    assert clock is not None
    only, minutes, rest = (int(part or 0) for part in clock.groups())
    assert only + 60 * minutes + rest == round(seconds)


@pytest.mark.parametrize(
    ("step", "sides", "english", "german"),
    [
        (Stretch(title=TITLE, hold=Seconds(30)), 0, "30 s", "30 s"),
        (Stretch(title=TITLE, hold=Seconds(30), reps=2), 1, "2 × 30 s", "2 × 30 s"),
        (
            Stretch(title=TITLE, hold=Seconds(30), reps=2),
            2,
            "2 × 30 s each side",
            "2 × 30 s je Seite",
        ),
        (BallMassage(title=TITLE, duration=Seconds(45)), 2, "45 s each side", "45 s je Seite"),
        (Exercise(title=TITLE, reps=8), 0, "8 ×", "8 ×"),
        (Exercise(title=TITLE, reps=8, sets=3), 0, "3 × 8", "3 × 8"),
        (Exercise(title=TITLE, duration=Seconds(60)), 0, "1 min", "1 min"),
        (Breathing(title=TITLE, breaths=1), 0, "One breath", "Ein Atemzug"),
        (Breathing(title=TITLE, breaths=6), 0, "6 breaths", "6 Atemzüge"),
        (Breathing(title=TITLE, duration=Seconds(150)), 0, "2:30 min", "2:30 min"),
        (Rest(duration=Seconds(20)), 0, "20 s", "20 s"),
        (Rest(until="key"), 0, "until a key is pressed", "bis eine Taste gedrückt wird"),
    ],
)
def test_a_dose_is_written_as_on_a_hand_out(
    step: MovingStep | Rest, sides: int, english: str, german: str
) -> None:
    assert dose(step, sides, ENGLISH) == english
    assert dose(step, sides, GERMAN) == german
