"""How long a text takes to say, guessed where no voice is at hand: for lists and silent runs."""

from __future__ import annotations

from typing import Final

from sessions.words import Language

_CHARACTERS_A_SECOND: Final = {Language.DE: 14.0, Language.EN: 15.0}
_BREATH_A_SENTENCE: Final = 0.4


def estimated_seconds(text: str, language: Language) -> float:
    """Guess the seconds that a voice of ordinary pace takes for `text`."""
    sentences = sum(text.count(mark) for mark in ".!?") or 1
    return len(text) / _CHARACTERS_A_SECOND[language] + sentences * _BREATH_A_SENTENCE
