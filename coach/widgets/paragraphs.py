"""Paragraphs that hang: every line of one stands as far in as its first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

_LEAST: Final = 10
"""Columns of text; a narrower room cuts it off."""


@dataclass(frozen=True)
class Paragraph:
    """A text, and what stands before its first line."""

    text: Content
    indent: str = ""
    """The first line begins with it; the others stand in by as many columns."""


class Paragraphs(Widget):
    """Paragraphs one below the other, as wide as there is room."""

    DEFAULT_CSS: ClassVar[str] = """
    Paragraphs { height: auto; }
    """

    paragraphs: reactive[Sequence[Paragraph]] = reactive((), layout=True)

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Give the number of lines at a width."""
        return len([*self._lines(width)])

    def _lines(self, width: int) -> Iterator[Content]:
        for paragraph in self.paragraphs:
            room = max(width - len(paragraph.indent), _LEAST)
            first, *others = paragraph.text.wrap(room) or [Content("")]
            yield Content.assemble(paragraph.indent, first)
            for line in others:
                yield Content.assemble(" " * len(paragraph.indent), line)
