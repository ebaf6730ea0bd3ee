"""A scale from 0 to 10, answered by one key or one click."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

_TEN: Final = 10


class Scale(Widget, can_focus=True):
    """A question and eleven numbers."""

    DEFAULT_CSS: ClassVar[str] = """
    Scale {
        height: 2; margin: 1 2 0 2; color: $secondary; link-style: none; link-color: $foreground;
    }
    Scale:focus { color: $foreground; text-style: bold; background: $surface; }
    """

    class Answered(Message):
        """A number was chosen, or none on purpose."""

    answer: reactive[int | None] = reactive(None)

    def __init__(self, question: str, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._question = question

    def render(self) -> Content:
        """Draw the question above its numbers."""
        numbers = (self._number(n) for n in range(_TEN + 1))
        return Content.assemble(self._question, "\n", Content("").join(numbers))

    def on_key(self, event: events.Key) -> None:
        """Take a digit, `x` for ten, or an arrow; the space bar leaves it open and goes on."""
        match event.key:
            case digit if digit.isdecimal():
                self.action_choose(int(digit))
            case "x":
                self.action_choose(_TEN)
            case "space":
                self.answer = None
                self.post_message(self.Answered())
            case "left":
                self.answer = max(0, (self.answer or 0) - 1)
            case "right":
                self.answer = 0 if self.answer is None else min(_TEN, self.answer + 1)
            case "backspace" | "delete":
                self.answer = None
            case _:
                return
        event.stop()

    def action_choose(self, number: int) -> None:
        """Answer with a number and go on."""
        self.answer = number
        self.post_message(self.Answered())

    def _number(self, number: int) -> Content:
        label = Content(f" {number} ")
        if number == self.answer:
            label = label.stylize("reverse bold")
        return label.stylize(Style.from_meta({"@click": f"choose({number})"}))
