"""The help: every key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.widgets.key_help import Key, KeyHelp
from sessions.words import Words

_SIGNS = 12
"""Columns for the keys."""


class HelpScreen(Screen[None]):
    """Lists the keys of the library and of a session."""

    DEFAULT_CSS: ClassVar[str] = """
    HelpScreen .keys-table { padding: 1 2 0 2; }
    HelpScreen VerticalScroll { height: 1fr; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", show=False)
    ]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out two lists of keys."""
        words = self._words
        with VerticalScroll():
            yield Static(Content(words("Keys")), classes="heading", markup=False)
            yield _table(words("In the library"), self._library_keys())
            yield _table(words("During a session"), self._player_keys())
        yield KeyHelp((Key("Esc", words("back"), "screen.dismiss"),))

    def _library_keys(self) -> list[tuple[str, str]]:
        words = self._words
        return [
            ("Enter", words("start the routine")),
            ("/", words("search; Esc shows everything again")),
            ("e", words("edit the file, or a copy of a built-in routine")),
            ("p", words("plan the routine: on which days, and when")),
            ("h", words("what was done")),
            ("a", words("write down what was done elsewhere, such as swimming")),
            ("s", words("settings")),
            ("! F1", words("the warning signs and whom to call; during a question too")),
            ("q", words("quit")),
        ]

    def _player_keys(self) -> list[tuple[str, str]]:
        words = self._words
        return [
            (words("Space"), words("pause, and go on after a short count")),
            ("← →", words("the step before, the next step")),
            ("r", words("hear the instruction again")),
            ("- +", words("ten seconds back or on")),
            ("↓ ↑", words("softer, louder")),
            ("m", words("mute")),
            ("! F1", words("silence at once, the warning signs and whom to call")),
            ("q Esc", words("end the session")),
        ]


def _table(title: str, rows: list[tuple[str, str]]) -> Static:
    lines = [Content.styled(title, "bold")]
    lines += [Content.assemble((f"  {sign:<{_SIGNS}}", "bold"), does) for sign, does in rows]
    return Static(Content("\n").join(lines), classes="keys-table", markup=False)
