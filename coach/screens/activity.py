"""An activity: what somebody did without the program, written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar, Final
from uuid import uuid4

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Select, Static

from coach.activities import CAUTIONS, NAMES, Activity, ActivityKind
from coach.literal import literal
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.scale import Scale
from sessions.durations import seconds_of
from sessions.words import Words

_USUAL: Final = "20 min"
_LONGEST: Final = 24 * 3600
_LONGEST_NOTE: Final = 2000


class ActivityScreen(Screen[Activity | None]):
    """Gives what was written down; None where nothing was."""

    DEFAULT_CSS: ClassVar[str] = """
    ActivityScreen .setting { margin-top: 1; margin-bottom: 0; }
    ActivityScreen #cautions { padding: 1 2 0 2; height: auto; color: $secondary; }
    ActivityScreen #note { margin: 1 2; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False),
        Binding("escape", "dismiss", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, now: Callable[[], datetime], words: Words) -> None:
        """Ask; `now` gives the time by the wall, in the local zone."""
        super().__init__()
        self._now = now
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the questions, and the cautions of what is chosen."""
        words = self._words
        kinds = [(literal(words.say(NAMES[kind])), kind) for kind in ActivityKind]
        yield Static(Content(words("What you did elsewhere")), classes="heading", markup=False)
        with Horizontal(classes="setting"):
            yield Static(Content(words("What it was")), classes="label", markup=False)
            yield Select(
                kinds, value=ActivityKind.SWIMMING, allow_blank=False, id="kind", compact=True
            )
        with Horizontal(classes="setting"):
            yield Static(Content(words("How long")), classes="label", markup=False)
            yield Input(_USUAL, id="length", compact=True)
        yield Static(id="cautions", markup=False)
        yield Scale(words("Pain afterwards, 0 to 10"), id="pain")
        yield Scale(words("Effort, 0 to 10"), id="effort")
        yield Input(placeholder=words("A note"), max_length=_LONGEST_NOTE, id="note", compact=True)
        yield Static(id="activity-notice", classes="notice", markup=False)
        yield KeyHelp(
            (
                Key("Tab", words("next"), "app.focus_next"),
                Key("Ctrl+S", words("save"), "screen.save"),
                Key("Esc", words("back"), "screen.dismiss"),
            )
        )

    def on_mount(self) -> None:
        """Show the cautions of what is chosen first."""
        self._show_cautions(ActivityKind.SWIMMING)

    def on_select_changed(self, event: Select.Changed) -> None:
        """Show the cautions of what was chosen."""
        event.stop()
        if isinstance(event.value, ActivityKind):
            self._show_cautions(event.value)

    def on_scale_answered(self) -> None:
        """Go on to the next question."""
        self.focus_next()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save where the last question was answered."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Keep it, or say what is missing."""
        seconds = seconds_of(self.query_one("#length", Input).value)
        if seconds is None or not 0 < seconds <= _LONGEST:
            sentence = self._words("Write how long it was, for example 20 min.")
            self.query_one("#activity-notice", Static).update(Content(sentence))
            self.query_one("#length").focus()
            return
        self.dismiss(
            Activity(
                uuid=str(uuid4()),
                kind=ActivityKind(str(self.query_one("#kind", Select).value)),
                started=self._now() - timedelta(seconds=seconds),
                seconds=seconds,
                pain=self.query_one("#pain", Scale).answer,
                effort=self.query_one("#effort", Scale).answer,
                note=self.query_one("#note", Input).value.strip(),
            )
        )

    def _show_cautions(self, kind: ActivityKind) -> None:
        lines = [literal(self._words.say(each)) for each in CAUTIONS[kind]]
        self.query_one("#cautions", Static).update(Content("\n").join(lines))
