"""Plots over days: minutes a week against the goal, and pain before and after.

textual-plot draws them. It needs numpy, which is slow to load: this module is imported when a
screen that shows plots stands already.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Grid
from textual.strip import Strip
from textual.widgets import Static
from textual_hires_canvas import Canvas
from textual_plot import HiResMode, PlotWidget
from textual_plot.axis_formatter import AxisFormatter

from coach.formats import Formats
from coach.progress import DAYS_OF_A_WEEK, Pain, Week

BEFORE: Final = "○"
AFTER: Final = "●"
_A_LABEL: Final = 10
"""Columns that a day and the gap after it take."""
_STEPS: Final = (10, 30, 60, 120, 300)
"""Minutes from one number of a scale to the next, where there is no goal to count in."""
_MOST_STEPS: Final = 5
_ABOVE: Final = 1.15
"""What a scale has to the highest of it."""
_WORST: Final = 10
_BESIDE: Final = 2
"""Columns between the edge and the numbers of a scale, and between them and the plot."""
_A_NUMBER: Final = 2
"""Lines that a number beside a plot takes, with what is free below it."""
_HALF_A_WEEK: Final = DAYS_OF_A_WEEK / 2
_A_BAR: Final = 3.5
"""Days."""


@dataclass(frozen=True)
class Colours:
    """The colours of a plot, in hexadecimal."""

    usual: str
    reached: str
    """Of a week that has reached its goal."""
    goal: str
    before: str
    after: str


class DayPlot(PlotWidget, can_focus=False):
    """A plot whose horizontal axis is days, as `date.toordinal` numbers them."""

    def __init__(self, first: date, last: date, formats: Formats) -> None:
        """Show the days from `first` to `last`, which begins a week as `first` does."""
        super().__init__(allow_pan_and_zoom=False)
        self._first = first
        self._last = last
        self._formats = formats
        self._scales: tuple[range, ...] = (range(0),)
        # What is above and below the plot is as small as can be.
        self.set_reactive(PlotWidget.margin_top, 0)
        self.set_reactive(PlotWidget.margin_bottom, 1)

    def compose(self) -> ComposeResult:
        """Compose what the plot is drawn on."""
        with Grid():
            for name in ("margin-top", "margin-left", "plot", "margin-bottom"):
                yield _StyledCanvas(1, 1, id=name)
        yield Static(id="legend")

    def on_resize(self) -> None:
        """Name as many weeks, and as much of the scale, as there is room for."""
        self._label_axes()

    def show_minutes(self, weeks: Sequence[Week], goal: int, colours: Colours) -> None:
        """Draw a bar a week, and the goal as a line behind them; a goal of 0 is none."""
        self._begin()
        if goal:
            ends = [self._first.toordinal(), self._last.toordinal() + DAYS_OF_A_WEEK]
            self.plot(ends, [goal, goal], colours.goal, HiResMode.BRAILLE)
        self.bar(
            [_middle(week.start) for week in weeks],
            [week.total for week in weeks],
            width=_A_BAR,
            bar_style=[colours.reached if 0 < goal <= w.total else colours.usual for w in weeks],
            hires_mode=HiResMode.QUADRANT,
        )
        most = max(week.total for week in weeks)
        step = _step(most, goal)
        self.set_ylimits(0, max(most, goal or step) * _ABOVE)
        top = int(max(most, goal or step) * _ABOVE) + 1
        self._measure(range(0, top, step), range(0, top, 2 * step))

    def show_pain(self, weeks: Sequence[Pain], colours: Colours) -> None:
        """Draw pain before and after, a sign a week and a line through them."""
        self._begin()
        before = [(_middle(pain.day), pain.before) for pain in weeks if pain.before is not None]
        after = [(_middle(pain.day), pain.after) for pain in weeks if pain.after is not None]
        told = ((BEFORE, before, colours.before), (AFTER, after, colours.after))
        for _, points, colour in told:
            if len(points) > 1:
                x, y = zip(*points, strict=True)
                self.plot(x, y, colour, HiResMode.BRAILLE)
        for sign, points, colour in told:
            if points:
                x, y = zip(*points, strict=True)
                self.scatter(x, y, marker=sign, marker_style=colour)
        self.set_ylimits(0, _WORST)
        self._measure(range(0, _WORST + 1, 2), range(0, _WORST + 1, 5))

    def _measure(self, *scales: range) -> None:
        self._scales = scales
        self.margin_left = len(str(scales[0][-1])) + _BESIDE
        self._label_axes()

    def _label_axes(self) -> None:
        weeks = (self._last - self._first).days // DAYS_OF_A_WEEK + 1
        width, height = self.size.width - self.margin_left, self.size.height
        every = math.ceil(weeks * _A_LABEL / max(1, width))
        middle = _middle(self._first)
        self.set_xticks([middle + DAYS_OF_A_WEEK * week for week in range(0, weeks, every)])
        fitting = (scale for scale in self._scales if len(scale) * _A_NUMBER <= height)
        self.set_yticks([*next(fitting, self._scales[-1])])
        self.refresh(layout=True)

    def _begin(self) -> None:
        self.set_x_formatter(_Days(self._formats))
        self.set_xlimits(self._first.toordinal(), self._last.toordinal() + DAYS_OF_A_WEEK)


class _StyledCanvas(Canvas):
    """A canvas each of whose segments has a style: without colour Textual asks it for one."""

    def render_line(self, y: int) -> Strip:
        """Give a line."""
        return Strip(
            Segment(text, style or Style.null(), control)
            for text, style, control in super().render_line(y)
        )


class _Days(AxisFormatter):
    """Names days of an axis; which ones, the plot says."""

    def __init__(self, formats: Formats) -> None:
        self._formats = formats

    def get_ticks(self, min_: float, max_: float, max_ticks: int = 8) -> list[float]:  # noqa: ARG002
        """Give none."""
        return []

    def get_labels_for_ticks(self, ticks: Sequence[float]) -> list[str]:
        """Give the first day of the week that each is the middle of."""
        return [
            self._formats.short_day(date.fromordinal(int(tick - _HALF_A_WEEK))) for tick in ticks
        ]


def _middle(week: date) -> float:
    return week.toordinal() + _HALF_A_WEEK


def _step(most: float, goal: int) -> int:
    """Give the minutes from one number of a scale to the next."""
    step = goal or next((step for step in _STEPS if most <= _MOST_STEPS * step), _STEPS[-1])
    return step * max(1, math.ceil(most / (_MOST_STEPS * step)))
