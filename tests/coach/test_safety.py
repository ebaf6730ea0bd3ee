"""What is asked, and whom to call."""

from __future__ import annotations

import pytest

from coach.helplines import COUNTRIES, Helplines, helplines
from coach.language import region
from coach.safety import Safety
from coach.settings import Settings
from sessions.stage import AfterBirth, NotPregnant, Pregnant, Stage
from sessions.words import Language, Words

STAGES = [None, NotPregnant(), Pregnant(30), AfterBirth(8)]


def told(stage: Stage | None, language: Language, lines: Helplines = COUNTRIES["DE"]) -> str:
    safety = Safety(stage, lines)
    say = Words(language).say
    sentences = [*safety.questions(), *safety.signs(), *safety.what_to_do()]
    return "\n".join(say(each) for each in sentences)


def test_only_who_is_pregnant_or_has_given_birth_is_asked_about_bleeding() -> None:
    firsts = [Safety(stage, COUNTRIES["GB"]).questions()[0] for stage in STAGES]
    asked = ["bleeding" in str(question) for question in firsts]
    assert asked == [False, False, True, True]
    assert [len(Safety(stage, COUNTRIES["GB"]).questions()) for stage in STAGES] == [5, 5, 6, 6]


def test_who_is_pregnant_turns_to_the_left_and_calls_the_midwife_first() -> None:
    steps = told(Pregnant(30), Language.DE)
    assert "linke Seite" in steps
    assert steps.index("Hebamme") < steps.index("116117") < steps.index("Im Notfall: 112")
    assert "left side" not in told(NotPregnant(), Language.EN)


def test_the_midwifes_own_number_stands_there_once_it_is_written_down() -> None:
    settings = Settings(country="AT", midwife_number="0664 1234567")
    lines = helplines(settings, Language.DE, "")
    assert "0664 1234567" in told(Pregnant(30), Language.DE, lines)
    assert "Im Notfall: 144" in told(Pregnant(30), Language.DE, lines)


@pytest.mark.parametrize(
    ("settings", "language", "computer", "emergency"),
    [
        (Settings(), Language.DE, "", "112"),
        (Settings(), Language.EN, "", "999"),
        (Settings(), Language.EN, "US", "911"),
        (Settings(country="CH"), Language.EN, "US", "144"),
        (Settings(country="CH", emergency_number="112"), Language.EN, "US", "112"),
        (Settings(), Language.EN, "FR", "112"),
    ],
)
def test_the_numbers_are_those_of_the_country_or_the_persons_own(
    settings: Settings, language: Language, computer: str, emergency: str
) -> None:
    assert helplines(settings, language, computer).emergency == emergency


def test_the_country_is_read_from_the_computer() -> None:
    assert region({"LANG": "de_AT.UTF-8"}) == "AT"
    assert region({"LC_ALL": "en_US", "LANG": "de_AT.UTF-8"}) == "US"
    assert region({"LANG": "C.UTF-8"}) == ""
