"""A number or a word as large as its room, drawn again only when it reads differently."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from coach.widgets.blocks import blocks

_NONE: Final = Size(-1, -1)
"""No size of a widget."""


class BigText(Widget):
    """Blocks that grow with the terminal."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"big-text--bright"}
    DEFAULT_CSS: ClassVar[str] = """
    BigText > .big-text--bright { color: $phase-flash; }
    """

    text: reactive[str] = reactive("")
    """As `coach.widgets.blocks` can draw it; empty shows nothing."""
    bright: reactive[bool] = reactive(default=False)
    """Whether it is lit up: a class of its own would style the widget anew at each tick."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: list[Strip] = []
        self._drawn_size = _NONE
        """Of the lines; `_NONE` where they do not show what they should."""

    def watch_text(self) -> None:
        """Draw it anew when it is next shown."""
        self._drawn_size = _NONE

    def watch_bright(self) -> None:
        """Draw it anew when it is next shown."""
        self._drawn_size = _NONE

    def notify_style_update(self) -> None:
        """Draw it anew when it is next shown."""
        super().notify_style_update()
        self._drawn_size = _NONE

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the text, if it is to look different, in the middle of the room."""
        if self._drawn_size != self.size:
            component = ("big-text--bright",) if self.bright else ()
            style = self.get_visual_style(*component).rich_style
            self._lines = _lines(self.text, self.size, style)
            self._drawn_size = self.size
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Give one row."""
        return self._lines[y]


def _lines(text: str, size: Size, style: Style) -> list[Strip]:
    rows = blocks(text, size.width, size.height) if text else ()
    room = max(0, size.height - len(rows))
    blank = [Strip.blank(size.width, style)]
    lines = [Strip([Segment(row.center(size.width), style)], size.width) for row in rows]
    return [*blank * (room // 2), *lines, *blank * (room - room // 2)]
