import pytest

from coach.language import asked_for, choose, of_computer
from sessions.words import Language


@pytest.mark.parametrize("arguments", [["--language", "de", "list"], ["run", "x", "--language=de"]])
def test_the_command_line_decides_wherever_the_option_stands(arguments: list[str]) -> None:
    assert choose(arguments, Language.EN, {"LANG": "en_GB.UTF-8"}) is Language.DE


def test_then_the_settings_then_the_computer_then_english() -> None:
    assert choose([], Language.DE, {"LANG": "en_GB.UTF-8"}) is Language.DE
    assert choose([], None, {"LANG": "de_AT.UTF-8"}) is Language.DE
    assert choose([], None, {"LANG": "fr_FR.UTF-8"}) is Language.EN


def test_the_first_variable_that_is_set_decides() -> None:
    assert of_computer({"LC_ALL": "de_DE", "LANG": "en_US"}) is Language.DE
    assert of_computer({"LC_MESSAGES": "en_US", "LANG": "de_DE"}) is Language.EN
    assert of_computer({"LC_ALL": "", "LANG": "de-CH"}) is Language.DE


def test_a_language_that_is_not_ours_asks_for_none() -> None:
    assert asked_for(["--language", "klingon"]) is None
    assert asked_for(["--language"]) is None
    assert of_computer({"LANG": "C.UTF-8"}) is None
