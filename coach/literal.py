"""Text from files, notes and devices, made content: never markup, never a control sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from sessions.plain_text import harmless

if TYPE_CHECKING:
    from sessions.routine import LocalText


def literal(text: str) -> Content:
    """Give a text to show exactly as it reads."""
    return Content(harmless(text))


def in_its_language(text: LocalText) -> Content:
    """Give a text of a routine, marked where it is not in the language that was asked for."""
    if not text.fell_back:
        return literal(text.text)
    return Content.assemble(literal(text.text), Content.styled(f" ({text.language})", "dim"))
