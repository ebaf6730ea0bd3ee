"""A line of text that is drawn again only when it reads differently."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Line(Widget):
    """One line or more of content, never markup."""

    DEFAULT_CSS: ClassVar[str] = """
    Line { height: 1; width: 1fr; }
    """

    content: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        """Draw it."""
        return self.content


class FittedLine(Line):
    """A line as wide as what stands in it: what is beside it moves when that changes."""

    DEFAULT_CSS: ClassVar[str] = """
    FittedLine { width: auto; }
    """

    def watch_content(self, before: Content, after: Content) -> None:
        """Lay out anew, which is dear, only where the width changes."""
        if before.cell_length != after.cell_length:
            self.refresh(layout=True)


class Paragraph(Line):
    """As many lines as what stands in it takes: what is below moves when their number changes."""

    def watch_content(self, before: Content, after: Content) -> None:
        """Lay out anew, which is dear, only where the height changes."""
        if self._height(before) != self._height(after):
            self.refresh(layout=True)

    def _height(self, content: Content) -> int:
        return content.get_height({}, max(1, self.size.width))
