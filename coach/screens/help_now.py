"""Help now: what to do and whom to call, and the signs to end a session at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.literal import literal
from coach.safety import Safety
from coach.widgets.key_help import Key, KeyHelp
from sessions.words import Message, Words


class HelpNowScreen(Screen[bool]):
    """Gives whether somebody wants to go on; a session that it covers stands still."""

    DEFAULT_CSS: ClassVar[str] = """
    HelpNowScreen #what-to-do { text-style: bold; }
    HelpNowScreen .list { padding: 1 2 0 2; height: auto; }
    HelpNowScreen .heading { color: $warning; }
    HelpNowScreen VerticalScroll { height: 1fr; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "go_on", show=False),
        Binding("q,escape", "dismiss(False)", show=False),
    ]

    def __init__(
        self, headline: Message, go_on: Message | None, safety: Safety, words: Words
    ) -> None:
        """Say `headline`; the space bar does what `go_on` says, or nothing."""
        super().__init__()
        self._headline = headline
        self._go_on = go_on
        self._safety = safety
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out what to do before the signs."""
        words = self._words
        yield Static(literal(words.say(self._headline)), classes="heading", markup=False)
        with VerticalScroll(can_focus=False):
            yield self._list("", self._safety.what_to_do(), "what-to-do")
            signs = words("Call at any of these signs, and do not go on:")
            yield self._list(signs, self._safety.signs(), "signs")
        keys = [Key("Esc", words("back"), "screen.dismiss(False)")]
        if self._go_on is not None:
            keys.insert(0, Key(words("Space"), words.say(self._go_on), "screen.go_on"))
        yield KeyHelp(keys)

    def action_go_on(self) -> None:
        """Go on, where that is offered."""
        if self._go_on is not None:
            self.dismiss(result=True)

    def _list(self, title: str, sentences: Sequence[Message], name: str) -> Static:
        lines = [Content.styled(title, "bold")] if title else []
        lines += [Content.assemble("• ", literal(self._words.say(each))) for each in sentences]
        return Static(Content("\n").join(lines), id=name, classes="list", markup=False)
