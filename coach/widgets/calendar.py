"""The calendar: weeks side by side, each day shaded by its minutes, by sign and by colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar, Final

from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from coach.formats import Formats
from coach.progress import DAYS_OF_A_WEEK, SHADES, Week, shade
from sessions.words import Words

_SIGNS: Final = ("·", "░", "▒", "▓", "█")
_WIDEST: Final = 4
"""Columns of a day where there is much room, and one of them between two days."""
_NAME: Final = 3
"""Columns for the name of a weekday."""


_STYLES: Final = tuple(f"calendar--{dark}" for dark in range(len(_SIGNS)))


class Calendar(Widget):
    """The last weeks, a column each; as many of them as there is room for, the present one last."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*_STYLES}

    def __init__(self, weeks: Sequence[Week], today: date, formats: Formats, words: Words) -> None:
        super().__init__()
        self._weeks = weeks
        self._today = today
        self._formats = formats
        self._words = words

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Give the number of lines: the months, the days of a week and what the shades mean."""
        return DAYS_OF_A_WEEK + 2

    def render(self) -> Content:
        """Draw the lines."""
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> Iterator[Content]:
        styles = [self.get_visual_style(name, partial=True) for name in _STYLES]
        cell = min(_WIDEST, max(2, (width - _NAME - 1) // len(self._weeks)))
        weeks = self._weeks[-max(1, (width - _NAME - 1) // cell) :]
        yield Content(" " * (_NAME + 1) + self._months(weeks, cell))
        for day, name in enumerate(self._formats.weekdays()):
            parts: list[str | tuple[str, Style]] = [f"{name.rstrip('.')[:_NAME]:<{_NAME}} "]
            for week in weeks:
                if week.start + timedelta(days=day) <= self._today:
                    dark = shade(week.minutes[day])
                    parts += [(_SIGNS[dark] * (cell - 1), styles[dark]), " "]
            yield Content.assemble(*parts)
        yield self._legend(styles)

    def _months(self, weeks: Sequence[Week], cell: int) -> str:
        line = ""
        for place, week in enumerate(weeks):
            begins = not place or week.start.month != weeks[place - 1].start.month
            if begins and (not line or len(line) < place * cell):
                line = line.ljust(place * cell) + self._formats.month(week.start)
        return line

    def _legend(self, styles: Sequence[Style]) -> Content:
        most = [f"{minutes:g}" for minutes in SHADES]
        names = [most[0], *(f"≤{n}" for n in most[1:]), f">{most[-1]} {self._words('min')}"]
        parts = zip(_SIGNS, styles, names, strict=True)
        return Content(" ").join(
            Content.assemble((sign, style), name) for sign, style, name in parts
        )
