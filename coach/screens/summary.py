"""The summary: what was done, and how it felt, each answer skippable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from coach.doing import StepResult, StepStatus
from coach.literal import in_its_language
from coach.runs import Felt
from coach.telling import status_name, status_sign
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.scale import Scale
from sessions.dose import length
from sessions.timeline import Timeline
from sessions.words import Words

_LONGEST_NOTE: Final = 2000


class SummaryScreen(Screen[Felt | None]):
    """Gives what the person tells, or None."""

    DEFAULT_CSS: ClassVar[str] = """
    SummaryScreen #summary-length { padding: 0 2; color: $secondary; }
    SummaryScreen #done { height: 1fr; padding: 0 2; margin-top: 1; }
    SummaryScreen #note { margin: 1 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False, priority=True),
        Binding("escape", "skip", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, timeline: Timeline, results: Sequence[StepResult], words: Words) -> None:
        super().__init__()
        self._timeline = timeline
        self._results = {result.step: result for result in results}
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the steps and the questions."""
        words = self._words
        seconds = sum(result.done_seconds for result in self._results.values())
        yield Static(in_its_language(self._timeline.title), classes="heading", markup=False)
        yield Static(
            Content(words("{length} of exercise and rest", length=length(seconds, words))),
            id="summary-length",
            markup=False,
        )
        with VerticalScroll(id="done", can_focus=False):
            yield Static(Content("\n").join(self._step_lines()), markup=False)
        yield Scale(words("Pain now, 0 to 10"), id="pain")
        yield Scale(words("Effort, 0 to 10"), id="effort")
        yield Input(placeholder=words("A note"), max_length=_LONGEST_NOTE, id="note", compact=True)
        yield KeyHelp(
            (
                Key("0–9", words("answer, x for ten"), "screen.focus_pain"),
                Key(words("Space"), words("leave open"), "app.focus_next"),
                Key("↑↓", words("choose"), "app.focus_next"),
                Key("Enter", words("save"), "screen.save"),
                Key("Esc", words("skip"), "screen.skip"),
            )
        )

    def on_mount(self) -> None:
        """Ask the first question."""
        self.action_focus_pain()

    def on_scale_answered(self) -> None:
        """Go on to the next question."""
        self.focus_next()

    def action_focus_pain(self) -> None:
        """Go to the first question."""
        self.query_one("#pain").focus()

    def action_save(self) -> None:
        """Keep the answers."""
        self.dismiss(
            Felt(
                pain_after=self.query_one("#pain", Scale).answer,
                effort=self.query_one("#effort", Scale).answer,
                note=self.query_one("#note", Input).value.strip(),
            )
        )

    def action_skip(self) -> None:
        """Keep nothing more."""
        self.dismiss(None)

    def _step_lines(self) -> list[Content]:
        lines = []
        for place, step in enumerate(self._timeline.steps):
            result = self._results.get(place)
            status = StepStatus.SKIPPED if result is None else result.status
            name = Content.styled(f"  {status_name(status, self._words)}", "dim")
            title = in_its_language(step.title)
            lines.append(Content.assemble(f"{status_sign(status)} ", title, name))
        return lines
