"""How long a text takes to say, guessed where no voice is at hand: for lists and silent runs.

The figures are those of eSpeak NG over all that the built-in routines have it say, to within a
third of a second for a text; Piper's English voice Joe takes a sixth less.
"""

from __future__ import annotations

from typing import Final

from sessions.words import Language

_CHARACTERS_A_SECOND: Final = {Language.DE: 17.0, Language.EN: 17.5}
_BREATH_A_SENTENCE: Final = 0.4


def estimated_seconds(text: str, language: Language) -> float:
    """Guess the seconds that a voice of ordinary pace takes for `text`."""
    sentences = sum(text.count(mark) for mark in ".!?") or 1
    return len(text) / _CHARACTERS_A_SECOND[language] + sentences * _BREATH_A_SENTENCE
