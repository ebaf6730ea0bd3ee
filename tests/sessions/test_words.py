"""Sentences: written once in English, said in the language of whoever reads them."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.plain_text import harmless
from sessions.words import Language, Message, Words, message

ENGLISH, GERMAN = Words(Language.EN), Words(Language.DE)

NO_FILE: Final = "The file “{file}” is in nobody’s catalogue."


def test_a_sentence_is_said_in_the_language_asked_for() -> None:
    assert ENGLISH("Halfway.") == "Halfway."
    assert GERMAN("Halfway.") == "Halbzeit."


def test_values_are_put_where_they_belong_in_each_language() -> None:
    sentence = message("Round {n} of {total}.", n=2, total=3)
    assert ENGLISH.say(sentence) == "Round 2 of 3."
    assert GERMAN.say(sentence) == "Runde 2 von 3."


@pytest.mark.parametrize("words", [ENGLISH, GERMAN], ids=["en", "de"])
def test_a_sentence_without_a_translation_is_said_in_english(words: Words) -> None:
    assert words(NO_FILE, file="x") == "The file “x” is in nobody’s catalogue."


@pytest.mark.parametrize(
    ("n", "english", "german"),
    [
        (0, "0 breaths", "0 Atemzüge"),
        (1, "One breath", "Ein Atemzug"),
        (2, "2 breaths", "2 Atemzüge"),
        (21, "21 breaths", "21 Atemzüge"),
    ],
)
def test_one_is_told_from_many(n: int, english: str, german: str) -> None:
    assert ENGLISH.plural("One breath", "{n} breaths", n) == english
    assert GERMAN.plural("One breath", "{n} breaths", n) == german


def test_a_sentence_within_a_sentence_is_translated_too() -> None:
    inner = message("Round {n} of {total}.", n=1, total=2)
    outer = Message(NO_FILE, {"file": message(NO_FILE, file=inner)})
    assert GERMAN.say(outer) == NO_FILE.format(file=NO_FILE.format(file="Runde 1 von 2."))


def test_a_value_that_is_only_text_is_not_translated() -> None:
    assert GERMAN(NO_FILE, file="Halfway.") == NO_FILE.format(file="Halfway.")


@given(st.text().map(harmless))
def test_a_value_is_put_in_as_it_is_whatever_braces_it_has(value: str) -> None:
    for words in (ENGLISH, GERMAN):
        assert words(NO_FILE, file=value) == NO_FILE.replace("{file}", value)
        assert words.say(message(NO_FILE, file=value)) == NO_FILE.replace("{file}", value)


@given(st.text())
def test_no_value_can_command_a_terminal(value: str) -> None:
    for told in (value, PurePath(value)):
        assert ENGLISH(NO_FILE, file=told) == NO_FILE.replace("{file}", harmless(str(told)))
        assert ENGLISH.plural("{a}", "{n} {a}", 2, a=told) == f"2 {harmless(str(told))}"


def test_a_message_without_a_language_is_english() -> None:
    assert str(message("Round {n} of {total}.", n=2, total=3)) == "Round 2 of 3."


def test_messages_that_say_the_same_are_equal() -> None:
    assert message("Halfway.") == message("Halfway.")
    assert message(NO_FILE, file="a") == message(NO_FILE, file="a")
    assert message(NO_FILE, file="a") != message(NO_FILE, file="b")


def test_nothing_can_be_put_into_a_message_later() -> None:
    sentence = message(NO_FILE, file="a")
    with pytest.raises(TypeError):
        sentence.values["file"] = "b"  # type: ignore[index]
    assert str(sentence) == NO_FILE.format(file="a")


def test_a_value_that_is_missing_is_the_programmers_mistake() -> None:
    with pytest.raises(KeyError):
        GERMAN(NO_FILE)
