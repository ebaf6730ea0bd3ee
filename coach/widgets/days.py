"""The days of a week, each chosen or not by one key or one click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.reactive import reactive
from textual.style import Style
from textual.widget import Widget

from coach.plans import DAYS_OF_A_WEEK, Weekday

_CHOSEN = "✓"
_NOT_CHOSEN = "·"


class Days(Widget, can_focus=True):
    """Seven days in the order of the place's week."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "go(-1)", show=False),
        Binding("right", "go(1)", show=False),
        Binding("space", "choose_here", show=False),
    ]

    days: reactive[frozenset[Weekday]] = reactive(frozenset[Weekday])
    """What is chosen."""
    place: reactive[int] = reactive(0)
    """Where the arrows are, from 0."""

    def __init__(self, names: Sequence[str], first: int, *, id: str) -> None:  # noqa: A002
        """Show `names` in their order; the first of them is the weekday `first`, 0 is Monday."""
        super().__init__(id=id)
        self._names = names
        self._first = first

    def render(self) -> Content:
        """Draw them on one line."""
        return Content("  ").join(self._day(place) for place in range(DAYS_OF_A_WEEK))

    def on_key(self, event: events.Key) -> None:
        """Take a digit: 1 is the day that stands first."""
        if event.key.isdecimal() and 1 <= int(event.key) <= DAYS_OF_A_WEEK:
            event.stop()
            self.action_choose(int(event.key) - 1)

    def action_go(self, steps: int) -> None:
        """Go to another day."""
        self.place = (self.place + steps) % DAYS_OF_A_WEEK

    def action_choose_here(self) -> None:
        """Choose the day where the arrows are, or no longer."""
        self.action_choose(self.place)

    def action_choose(self, place: int) -> None:
        """Choose a day, or no longer."""
        self.place = place
        self.days ^= {self._weekday(place)}

    def _weekday(self, place: int) -> Weekday:
        return Weekday((self._first + place) % DAYS_OF_A_WEEK)

    def _day(self, place: int) -> Content:
        chosen = self._weekday(place) in self.days
        label = Content(f"{_CHOSEN if chosen else _NOT_CHOSEN} {self._names[place]}")
        if chosen:
            label = label.stylize("bold")
        if self.has_focus and place == self.place:
            label = label.stylize("reverse")
        return label.stylize(Style.from_meta({"@click": f"choose({place})"}))
