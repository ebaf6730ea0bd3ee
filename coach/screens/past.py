"""What was done once: its steps, how it went, and how it felt, which can be told anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static, TextArea

from coach.activities import NAMES
from coach.formats import Formats
from coach.literal import literal
from coach.log_list import Listed
from coach.runs import Felt, Run, RunStep, outcome_name
from coach.stages import stage_name
from coach.telling import side_name, status_name, status_sign
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.scale import Scale
from sessions.dose import length
from sessions.plain_text import harmless
from sessions.sore import Sore
from sessions.timeline import Side
from sessions.words import Words

_A_PAUSE: Final = 0.5
"""Seconds without a key after which what was written is kept."""


class PastScreen(Screen[None]):
    """Shows a run with its steps, or an activity; what is told of it is kept at once."""

    DEFAULT_CSS: ClassVar[str] = """
    PastScreen #facts { padding: 0 2; color: $secondary; height: auto; }
    PastScreen #steps { height: 1fr; margin: 1 2 0 2; }
    PastScreen #note { height: 4; margin: 1 2 0 2; }
    PastScreen #kept { height: 1; margin: 0 2; color: $secondary; }
    PastScreen.-high #kept { height: 1fr; }
    PastScreen.-high #steps { height: auto; max-height: 45%; }
    PastScreen.-low .heading { padding: 0 2; }
    PastScreen.-low #steps, PastScreen.-low Scale, PastScreen.-low #note { margin: 0 2; }
    PastScreen.-low #note { height: 2; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-usual"), (38, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", show=False)]

    def __init__(
        self,
        entry: Listed,
        run: Run | None,
        keep: Callable[[Felt], bool],
        formats: Formats,
        words: Words,
    ) -> None:
        """Show `entry`; `run` has its steps, `keep` writes how it felt and says whether it did."""
        super().__init__()
        self._entry = entry
        self._run = run
        self._keep = keep
        self._formats = formats
        self._words = words
        self._kept = entry.felt
        self._refused: Felt | None = None
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out what was done above what can be told of it."""
        words, felt = self._words, self._entry.felt
        activity = self._entry.activity
        title = self._entry.title if activity is None else words.say(NAMES[activity])
        yield Static(literal(title), classes="heading", markup=False)
        yield Static(Content("\n").join(map(literal, self._facts())), id="facts", markup=False)
        with VerticalScroll(id="steps"):
            yield Static(Content("\n").join(self._steps()), markup=False)
        if activity is None:
            yield _scale(words("Pain before, 0 to 10"), "pain-before", felt.pain_before)
        yield _scale(words("Pain afterwards, 0 to 10"), "pain-after", felt.pain_after)
        yield _scale(words("Effort, 0 to 10"), "effort", felt.effort)
        yield TextArea(_shown(felt.note), id="note", compact=True, placeholder=words("A note"))
        yield Static(id="kept", markup=False)
        yield KeyHelp(
            (
                Key("Tab", words("next"), "app.focus_next"),
                Key("0–9", words("answer, x for ten"), "app.focus_next"),
                Key("Esc", words("back"), "screen.back"),
            )
        )

    def on_mount(self) -> None:
        """Begin with the steps, so that no key changes an answer by chance."""
        self.query_one("#steps").focus()
        note = self.query_one("#note", TextArea)
        note.move_cursor(note.document.end)
        for scale in self.query(Scale):
            self.watch(scale, "answer", self._told, init=False)

    def on_scale_answered(self) -> None:
        """Go on to the next question."""
        self.focus_next()

    def on_text_area_changed(self) -> None:
        """Keep what was written as soon as somebody pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(_A_PAUSE, self._told)

    def action_back(self) -> None:
        """Keep what is not kept yet, and go; what cannot be kept is given up the second time."""
        was_refused = self._felt() == self._refused
        self._told()
        if was_refused or self._felt() == self._kept:
            self.dismiss()

    def _told(self) -> None:
        felt = self._felt()
        if felt == self._kept:
            return
        if self._keep(felt):
            self._kept = felt
            self.query_one("#kept", Static).update(Content(self._words("It is in the log.")))
        else:
            self._refused = felt

    def _felt(self) -> Felt:
        before = self.query("#pain-before").results(Scale)
        written = self.query_one("#note", TextArea).text
        # What was not touched stays as it was, also where it cannot be shown as it is.
        note = self._kept.note if written == _shown(self._kept.note) else written.strip()
        return Felt(
            pain_before=next((scale.answer for scale in before), None),
            pain_after=self.query_one("#pain-after", Scale).answer,
            effort=self.query_one("#effort", Scale).answer,
            note=note,
        )

    def _facts(self) -> Iterator[str]:
        words, run, entry = self._words, self._run, self._entry
        yield self._formats.moment(entry.started)
        if run is None:
            yield length(entry.seconds, words)
            return
        active = length(run.active_seconds, words)
        lengths = (
            words(
                "{length} of exercise and rest, {paused} paused",
                length=active,
                paused=length(run.paused_seconds, words),
            )
            if round(run.paused_seconds)
            else words("{length} of exercise and rest", length=active)
        )
        yield f"{words.say(outcome_name(run.outcome))} · {lengths}"
        parts = [] if run.stage is None else [words.say(stage_name(run.stage))]
        if run.sore is not Sore.BOTH:
            side = side_name(Side(run.sore), words)
            parts.append(words("Sore side: {side}", side=side))
        if parts:
            yield " · ".join(parts)

    def _steps(self) -> Iterator[Content]:
        for step in () if self._run is None else self._run.steps:
            yield _step(step, self._words)


def _scale(question: str, id: str, answer: int | None) -> Scale:  # noqa: A002
    scale = Scale(question, id=id)
    scale.set_reactive(Scale.answer, answer)
    return scale


def _shown(note: str) -> str:
    return "\n".join(harmless(line) for line in note.splitlines())


def _step(step: RunStep, words: Words) -> Content:
    sides = ", ".join(side_name(side, words) for side in dict.fromkeys(step.sides))
    done = words(
        "{done} of {planned}",
        done=length(step.done_seconds, words),
        planned=length(step.planned_seconds, words),
    )
    details = " · ".join(filter(None, (status_name(step.status, words), sides, done)))
    title = literal(step.title)
    return Content.assemble(
        f"{status_sign(step.status)} ", title, Content.styled(f"  {details}", "dim")
    )
