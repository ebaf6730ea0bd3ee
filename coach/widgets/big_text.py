"""A number or a word as large as its room, drawn again only when it reads differently."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from coach.widgets.blocks import blocks


class BigText(Widget):
    """Blocks that grow with the terminal."""

    text: reactive[str] = reactive("")
    """As `coach.widgets.blocks` can draw it; empty shows nothing."""

    def render(self) -> Content:
        """Draw the text in the middle of the room."""
        if not self.text:
            return Content("")
        lines = blocks(self.text, self.size.width, self.size.height)
        above = [""] * ((self.size.height - len(lines)) // 2)
        left = " " * ((self.size.width - len(lines[0])) // 2)
        return Content("\n".join([*above, *(left + line for line in lines)]))

    def flash(self, *, on: bool) -> None:
        """Light up while a tick sounds."""
        self.set_class(on, "-ticking")
