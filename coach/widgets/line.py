"""A line of text that is drawn again only when it reads differently."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class Line(Widget):
    """One line or more of content, never markup."""

    content: reactive[Content] = reactive(Content(""))

    def render(self) -> Content:
        """Draw it."""
        return self.content
