"""What the program says of its own is short, whole words, and the same in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from sessions.phrases import Phrases
from sessions.posture import is_on_the_floor
from sessions.routine import LocalText, Position
from sessions.timeline import Side
from sessions.words import Language

WORDS_IN_A_SENTENCE = 12
ROUNDS = 12
"""Numbers up to here are words; a voice reads larger ones well enough."""


def spoken(language: Language) -> Iterator[str]:
    """Everything it may say, around a title of one word."""
    phrases, title = Phrases(language), LocalText("Title", language)
    for side in (None, *Side):
        for position in (None, *Position):
            yield phrases.start(title, side, position)
            yield phrases.preview(title, side, position)
    for side in Side:
        yield from (phrases.switch(side), phrases.turn_over(side))
    yield from (phrases.get_up(each) for each in Position if is_on_the_floor(each))
    yield from (phrases.round(n, ROUNDS) for n in range(1, ROUNDS + 1))
    yield from (phrases.count(n, ROUNDS) for n in range(1, ROUNDS + 1))
    yield from (phrases.rest(), phrases.once_more(), phrases.press_a_key(), phrases.release())
    yield from (phrases.rise(), phrases.let_go(), phrases.halfway(), phrases.ten_left())
    yield from (phrases.breathe_in(), phrases.breathe_out(), phrases.done())


@pytest.mark.parametrize("language", Language)
def test_every_phrase_is_short_and_has_nothing_a_voice_mangles(language: Language) -> None:
    for text in spoken(language):
        for sentence in re.split(r"(?<=[.!?:])\s+", text):
            assert len(sentence.split()) <= WORDS_IN_A_SENTENCE, text
        assert not re.search(r"\d|\b[A-ZÄÖÜ]{2,}\b|\b\w\.\w|[×%/{}]", text), text


def test_german_says_nothing_in_english() -> None:
    german, english = (list(spoken(language)) for language in Language)
    assert len(german) == len(english)
    assert [one for one, other in zip(german, english, strict=True) if one == other] == []
