"""The check before a start: what was changed for this person, a few questions, pain now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.literal import in_its_language, literal
from coach.telling import change_text
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.scale import Scale
from sessions.timeline import Timeline
from sessions.words import Message, Words


@dataclass(frozen=True)
class Checked:
    """What was answered."""

    well: bool
    """Whether every question was answered with no."""
    pain: int | None = None
    """Now, 0 to 10; None where it was not told."""


class CheckScreen(Screen[Checked | None]):
    """Gives what was answered; None where somebody went back."""

    DEFAULT_CSS: ClassVar[str] = """
    CheckScreen #check { height: auto; max-height: 65%; }
    CheckScreen #changes { padding: 1 2 0 2; color: $secondary; }
    CheckScreen Scale, CheckScreen #pain-keys, CheckScreen #questions,
    CheckScreen #question-keys {
        display: none;
    }
    CheckScreen Scale { margin: 1 2; }
    CheckScreen.-pain Scale, CheckScreen.-pain #pain-keys { display: block; }
    CheckScreen.-questions #questions, CheckScreen.-questions #question-keys { display: block; }
    """

    AUTO_FOCUS = ""
    """The scale has the digits once it is asked for."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,j", "answer(True)", show=False),
        Binding("n", "answer(False)", show=False),
        Binding("enter", "skip_pain", show=False),
        Binding("escape", "dismiss", show=False),
    ]

    def __init__(self, timeline: Timeline, questions: Sequence[Message], words: Words) -> None:
        """Ask `questions` one by one, then for the pain."""
        super().__init__()
        self._timeline = timeline
        self._questions = tuple(questions)
        self._words = words
        self._place = 0

    def compose(self) -> ComposeResult:
        """Lay out the changes, the questions and the scale."""
        words = self._words
        yield Static(in_its_language(self._timeline.title), classes="heading", markup=False)
        with VerticalScroll(id="check", can_focus=False):
            if self._timeline.changes:
                lines = [literal(change_text(each, words)) for each in self._timeline.changes]
                changes = Content("\n").join([Content(words("Changed for you:")), *lines])
                yield Static(changes, id="changes", markup=False)
            yield Static(id="questions", classes="question", markup=False)
        yield Scale(words("Pain now, 0 to 10"), id="pain")
        yield KeyHelp(
            (
                Key(words("y"), words("yes"), "screen.answer(True)"),
                Key("n", words("no"), "screen.answer(False)"),
                Key("Esc", words("back"), "screen.dismiss"),
            ),
            id="question-keys",
        )
        yield KeyHelp(
            (
                Key("0–9", words("answer, x for ten"), "screen.focus_pain"),
                Key("Enter", words("start without an answer"), "screen.skip_pain"),
                Key("Esc", words("back"), "screen.dismiss"),
            ),
            id="pain-keys",
        )

    def on_mount(self) -> None:
        """Ask the first question."""
        self._ask()

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001 - an action's argument
        """Answer the question that is asked."""
        if self._place >= len(self._questions):
            return
        if yes:
            self.dismiss(Checked(well=False))
            return
        self._place += 1
        self._ask()

    def on_scale_answered(self) -> None:
        """Take the pain, and begin."""
        self.dismiss(Checked(well=True, pain=self.query_one(Scale).answer))

    def action_focus_pain(self) -> None:
        """Ask for the pain."""
        self.query_one(Scale).focus()

    def action_skip_pain(self) -> None:
        """Begin without a word about pain."""
        if self._place >= len(self._questions):
            self.dismiss(Checked(well=True, pain=self.query_one(Scale).answer))

    def _ask(self) -> None:
        words, over = self._words, self._place >= len(self._questions)
        self.set_class(over, "-pain")
        self.set_class(not over, "-questions")
        if over:
            self.action_focus_pain()
            return
        count = words("{n} of {total}", n=self._place + 1, total=len(self._questions))
        question = words.say(self._questions[self._place])
        body = Content.assemble((f"{count}  ", "dim"), (question, "bold"))
        self.query_one("#questions", Static).update(body)
