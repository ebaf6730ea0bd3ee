"""Text from outside, made harmless before it is shown or spoken."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINERS: Final = {"\u200c", "\u200d"}
"""They shape letters of some scripts, and emoji, and can do nothing to a terminal."""
_DROPPED: Final = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def harmless(text: str) -> str:
    """Drop what commands a terminal or turns a line around, and put white space on one line.

    Escape sequences lose the control character that begins them, so the rest is shown as it is
    written. Letters, accents and signs of every script stay, and so does what looks like markup.
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():
        # Nothing of what is dropped is printable, and this is nearly every text.
        return spaced
    kept = (c for c in spaced if c in _JOINERS or unicodedata.category(c) not in _DROPPED)
    return " ".join("".join(kept).split())
