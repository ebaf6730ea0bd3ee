"""A number or a word as large as its room, drawn again only when it reads differently."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from coach.widgets.blocks import blocks


class BigText(Widget):
    """Blocks that grow with the terminal."""

    text: reactive[str] = reactive("")
    """As `coach.widgets.blocks` can draw it; empty shows nothing."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._drawn: tuple[str, Size, list[str]] = ("", Size(0, 0), [])

    def render_line(self, y: int) -> Strip:
        """Draw one row of the text, which stands in the middle of the room."""
        rows = self._rows()
        place = y - (self.size.height - len(rows)) // 2
        row = rows[place] if 0 <= place < len(rows) else ""
        style = self.visual_style.rich_style
        return Strip([Segment(row.center(self.size.width), style)], self.size.width)

    def flash(self, *, on: bool) -> None:
        """Light up while a tick sounds."""
        self.set_class(on, "-ticking")

    def _rows(self) -> list[str]:
        text, size, rows = self._drawn
        if (text, size) != (self.text, self.size):
            rows = blocks(self.text, self.size.width, self.size.height) if self.text else []
            self._drawn = (self.text, self.size, rows)
        return rows
