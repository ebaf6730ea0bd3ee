"""The keys of a screen, each also a click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

_GAP = "  "


@dataclass(frozen=True)
class Key:
    """A key, what it does in a word or two, and the action that a click calls."""

    sign: str
    does: str
    action: str


class KeyHelp(Widget):
    """Keys in as many lines as they need; no key is parted from what it does."""

    DEFAULT_CSS: ClassVar[str] = """
    KeyHelp {
        height: auto;
        color: $secondary;
        padding: 0 1;
        link-style: none;
        link-color: $secondary;
        link-style-hover: bold;
    }
    """

    def __init__(self, keys: Sequence[Key], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._keys = [_clickable(key) for key in keys]

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(self._lines(self.size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Give the number of lines at a width."""
        return len([*self._lines(width)])

    def _lines(self, width: int) -> Iterator[Content]:
        line: list[Content] = []
        for key in self._keys:
            longer = [*line, key]
            if line and Content(_GAP).join(longer).cell_length > width:
                yield Content(_GAP).join(line)
                longer = [key]
            line = longer
        yield Content(_GAP).join(line)


def _clickable(key: Key) -> Content:
    label = Content.assemble((key.sign, "bold"), " ", key.does)
    return label.stylize(Style.from_meta({"@click": key.action}))
