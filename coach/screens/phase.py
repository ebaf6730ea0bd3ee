"""The phase: whether somebody is pregnant or has given birth, asked once."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.validation import Integer
from textual.widgets import Input, Static

from coach.widgets.key_help import Key, KeyHelp
from sessions.stage import LAST_WEEK, AfterBirth, NotPregnant, Pregnant, Stage
from sessions.words import Words

_MOST_WEEKS_AFTER: Final = 520


class _Asks(StrEnum):
    """What is asked at the moment; the name of the class that shows it."""

    PHASE = "-phase"
    WEEK = "-week"
    WEEKS_AFTER = "-weeks-after"
    CAESAREAN = "-caesarean"


class PhaseScreen(Screen[Stage | None]):
    """Gives the stage that was told, or None where nothing was."""

    DEFAULT_CSS: ClassVar[str] = """
    PhaseScreen #weeks { display: none; width: 20; margin: 0 2 1 2; }
    PhaseScreen #phase-keys, PhaseScreen #caesarean-keys, PhaseScreen #weeks-keys {
        display: none;
    }
    PhaseScreen.-phase #phase-keys, PhaseScreen.-caesarean #caesarean-keys { display: block; }
    PhaseScreen.-week #weeks, PhaseScreen.-weeks-after #weeks { display: block; }
    PhaseScreen.-week #weeks-keys, PhaseScreen.-weeks-after #weeks-keys { display: block; }
    """

    AUTO_FOCUS = ""
    """Digits answer the first question; the field has them once it is asked for."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "choose(1)", show=False),
        Binding("2", "choose(2)", show=False),
        Binding("3", "choose(3)", show=False),
        Binding("y,j", "caesarean(True)", show=False),
        Binding("n", "caesarean(False)", show=False),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._asks = _Asks.PHASE
        self._weeks = 0

    def compose(self) -> ComposeResult:
        """Lay out the question, and a field for a number."""
        words = self._words
        yield Static(Content(words("So that everything suits you")), classes="heading")
        yield Static(id="phase-question", classes="question", markup=False)
        yield Input(type="integer", id="weeks", compact=True)
        yield KeyHelp(
            (
                Key("1", words("not pregnant"), "screen.choose(1)"),
                Key("2", words("pregnant"), "screen.choose(2)"),
                Key("3", words("after birth"), "screen.choose(3)"),
                Key("Esc", words("back"), "screen.dismiss"),
            ),
            id="phase-keys",
        )
        yield KeyHelp(
            (
                Key(words("y"), words("yes"), "screen.caesarean(True)"),
                Key("n", words("no"), "screen.caesarean(False)"),
                Key("Esc", words("back"), "screen.dismiss"),
            ),
            id="caesarean-keys",
        )
        yield KeyHelp(
            (
                Key("Enter", words("go on"), "screen.enter"),
                Key("Esc", words("back"), "screen.dismiss"),
            ),
            id="weeks-keys",
        )

    def on_mount(self) -> None:
        """Ask the first question."""
        self._ask(_Asks.PHASE)

    def action_choose(self, number: int) -> None:
        """Answer the first question."""
        if self._asks is not _Asks.PHASE:
            return
        match number:
            case 1:
                self.dismiss(NotPregnant())
            case 2:
                self._ask(_Asks.WEEK)
            case _:
                self._ask(_Asks.WEEKS_AFTER)

    def action_caesarean(self, caesarean: bool) -> None:  # noqa: FBT001 - an action's argument
        """Answer the last question after a birth."""
        if self._asks is _Asks.CAESAREAN:
            self.dismiss(AfterBirth(self._weeks, caesarean=caesarean))

    def action_enter(self) -> None:
        """Take the number that was written."""
        field = self.query_one(Input)
        least, most = self._limits()
        outcome = Integer(least, most).validate(field.value)
        if not outcome.is_valid:
            self._say(self._words("Write a whole number from {n} to {m}.", n=least, m=most))
            return
        self._weeks = int(field.value)
        if self._asks is _Asks.WEEK:
            self.dismiss(Pregnant(self._weeks))
        else:
            self._ask(_Asks.CAESAREAN)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the number that was written."""
        event.stop()
        self.action_enter()

    def _limits(self) -> tuple[int, int]:
        return (1, LAST_WEEK) if self._asks is _Asks.WEEK else (0, _MOST_WEEKS_AFTER)

    def _ask(self, asks: _Asks) -> None:
        words = self._words
        self._asks = asks
        for each in _Asks:
            self.set_class(each is asks, each)
        match asks:
            case _Asks.PHASE:
                self._say(
                    words(
                        "Are you pregnant, or have you given birth? What does not suit you then is "
                        "left out or replaced. It is kept on this computer and can be changed in "
                        "the settings."
                    )
                )
            case _Asks.WEEK:
                self._say(words("In which week of pregnancy are you?"))
            case _Asks.WEEKS_AFTER:
                self._say(words("How many weeks ago was the birth?"))
            case _Asks.CAESAREAN:
                self._say(words("Was it a caesarean?"))
        if asks in {_Asks.WEEK, _Asks.WEEKS_AFTER}:
            self.query_one(Input).focus()
        else:
            self.set_focus(None)

    def _say(self, sentence: str) -> None:
        self.query_one("#phase-question", Static).update(Content(sentence))
