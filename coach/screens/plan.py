"""A plan: on which days, and when, a routine is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Select, Static

from coach.formats import Formats
from coach.literal import in_its_language, literal
from coach.plan_reading import time_of
from coach.plan_text import when_text
from coach.plans import Plan, Wish
from coach.shelf import Shelved
from coach.widgets.days import Days
from coach.widgets.key_help import Key, KeyHelp
from sessions.words import Words

_USUAL: Final = "18:30"
_ANOTHER: Final = ""
"""In the place of a plan's uuid: one more."""


@dataclass(frozen=True)
class Decision:
    """What is to be planned from now on."""

    wish: Wish | None
    """None where the plan is to end."""
    instead: Plan | None
    """The plan that gives way to it."""


class PlanScreen(Screen[Decision | None]):
    """Gives what was decided; None where nothing was."""

    DEFAULT_CSS: ClassVar[str] = """
    PlanScreen VerticalScroll { height: 1fr; margin-top: 1; }
    PlanScreen .setting .label { width: 12; }
    PlanScreen Days {
        height: auto; width: 1fr; link-style: none; link-color: $foreground; color: $secondary;
    }
    PlanScreen.-narrow .setting { layout: vertical; height: auto; }
    PlanScreen.-narrow Days, PlanScreen.-narrow .setting Input,
    PlanScreen.-narrow .setting Select {
        width: 100%;
    }
    PlanScreen #plan-notice { padding: 0 2; margin-bottom: 1; }
    PlanScreen #plan-about { padding: 0 2; height: auto; color: $secondary; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "save", show=False),
        Binding("ctrl+r", "remove", show=False),
        Binding("escape", "dismiss", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012

    def __init__(
        self,
        item: Shelved,
        plans: Sequence[Plan],
        told: Sequence[str],
        today: date,
        formats: Formats,
        words: Words,
    ) -> None:
        """Ask for one of a routine's plans; `told` are lines on how it has gone."""
        super().__init__()
        self._item = item
        self._plans = {plan.uuid: plan for plan in plans}
        self._told = told
        self._today = today
        self._formats = formats
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out which plan it is, its days and its time."""
        words, formats = self._words, self._formats
        heading = Content.assemble(words("Plan"), " · ", in_its_language(self._item.title))
        yield Static(heading, classes="heading", markup=False)
        with VerticalScroll(can_focus=False):
            with Horizontal(classes="setting", id="which"):
                yield Static(Content(words("Which")), classes="label", markup=False)
                known = [
                    (literal(when_text(plan, formats, words)), plan.uuid)
                    for plan in self._plans.values()
                ]
                another = (Content(words("one more")), _ANOTHER)
                yield Select(
                    [*known, another],
                    value=next(iter(self._plans), _ANOTHER),
                    allow_blank=False,
                    id="plan",
                    compact=True,
                )
            with Horizontal(classes="setting"):
                yield Static(Content(words("Days")), classes="label", markup=False)
                yield Days(formats.weekdays(), formats.first_weekday, id="days")
            with Horizontal(classes="setting"):
                yield Static(Content(words("Time")), classes="label", markup=False)
                yield Input(_USUAL, id="time", compact=True, max_length=20)
            yield Static(id="plan-notice", classes="notice", markup=False)
            yield Static(self._below(), id="plan-about", markup=False)
        yield KeyHelp(
            (
                Key("1–7", words("days"), "screen.days"),
                Key("Tab", words("next"), "app.focus_next"),
                Key("Enter", words("save"), "screen.save"),
                *([Key("Ctrl+R", words("remove"), "screen.remove")] if self._plans else []),
                Key("Esc", words("back"), "screen.dismiss"),
            )
        )

    def on_mount(self) -> None:
        """Begin with the days."""
        self.query_one("#which").display = bool(self._plans)
        self.query_one("#plan-notice").display = False
        self._show(self._chosen())
        self.action_days()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Show another plan."""
        event.stop()
        self._show(self._chosen())

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save from the time."""
        event.stop()
        self.action_save()

    def action_days(self) -> None:
        """Go to the days."""
        self.query_one(Days).focus()

    def action_save(self) -> None:
        """Keep it, or say what is missing."""
        days, written = self.query_one(Days), self.query_one("#time", Input)
        at = time_of(written.value)
        if not days.days:
            self._ask(self._words("Choose a day or more, with 1 to 7."))
            days.focus()
        elif at is None:
            self._ask(self._words("Write the time of day, for example 18:30."))
            written.focus()
        else:
            instead = self._chosen()
            first = self._today if instead is None else max(self._today, instead.first)
            wish = Wish(self._item.entry.name, days.days, at, first)
            self.dismiss(Decision(wish, instead))

    def action_remove(self) -> None:
        """End the plan that is shown."""
        plan = self._chosen()
        if plan is not None:
            self.dismiss(Decision(None, plan))

    def _chosen(self) -> Plan | None:
        return self._plans.get(str(self.query_one(Select).value))

    def _show(self, plan: Plan | None) -> None:
        if plan is not None:
            self.query_one(Days).days = plan.days
            self.query_one("#time", Input).value = f"{plan.at:%H:%M}"
        else:
            self.query_one(Days).days = frozenset()

    def _ask(self, sentence: str) -> None:
        notice = self.query_one("#plan-notice", Static)
        notice.update(Content(sentence))
        notice.display = True

    def _below(self) -> Content:
        words = self._words
        lines = [literal(line) for line in self._told]
        lines.append(Content(words("On these days the routine stands first in the library.")))
        lines.append(Content(words("For your calendar, with an alarm: coach plan ics -o plan.ics")))
        return Content("\n").join(lines)
