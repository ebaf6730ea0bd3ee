"""The offer to go on with a session that broke off."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Middle
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.formats import Formats
from coach.literal import in_its_language, literal
from coach.resuming import BrokenOff
from coach.widgets.key_help import Key, KeyHelp
from sessions.words import Words


class Answer(StrEnum):
    """What is to become of the session."""

    GO_ON = "go-on"
    CLOSE = "close"
    LATER = "later"


class ResumeScreen(Screen[Answer]):
    """Tells what broke off, and where; gives what is to become of it."""

    DEFAULT_CSS: ClassVar[str] = """
    ResumeScreen Middle { width: 1fr; height: 1fr; padding: 0 2; }
    ResumeScreen #resume-title { text-style: bold; color: $primary; margin-bottom: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('go-on')", show=False),
        Binding("c", "answer('close')", show=False),
        Binding("escape,q", "answer('later')", show=False),
    ]

    def __init__(self, broken_off: BrokenOff, formats: Formats, words: Words) -> None:
        super().__init__()
        self._broken_off = broken_off
        self._formats = formats
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the title, what happened, and the keys."""
        words, broken_off = self._words, self._broken_off
        began = words(
            "This session broke off; it began on {date} at {time}.",
            date=self._formats.day(broken_off.run.started),
            time=self._formats.time(broken_off.run.started),
        )
        goes_on = words("It goes on with step {n} of {total}:", **_place(broken_off))
        with Middle():
            yield Static(literal(broken_off.run.title), id="resume-title", markup=False)
            yield Static(Content(began), markup=False)
            yield Static(
                Content.assemble(goes_on, " ", in_its_language(broken_off.title)), markup=False
            )
        yield KeyHelp(
            (
                Key("Enter", words("go on"), "screen.answer('go-on')"),
                Key("c", words("close it"), "screen.answer('close')"),
                Key("Esc", words("decide later"), "screen.answer('later')"),
            )
        )

    def action_answer(self, answer: str) -> None:
        """Give an answer."""
        self.dismiss(Answer(answer))


def _place(broken_off: BrokenOff) -> dict[str, int]:
    return {"n": broken_off.step + 1, "total": broken_off.steps}
