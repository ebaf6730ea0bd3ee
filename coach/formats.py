"""Dates, times and numbers as they are written where somebody lives; Babel knows how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sessions.words import Language

if TYPE_CHECKING:
    from babel import Locale

_USUAL: Final = {Language.DE: "DE", Language.EN: "GB"}


@dataclass(frozen=True)
class Formats:
    """The ways of writing of one place."""

    language: Language
    region: str = ""
    """The code of a country; where the language is not written there, its usual one counts."""

    def moment(self, when: datetime) -> str:
        """Write a day with its weekday, and the time: `Mon 4 May 2026, 12:30`."""
        both = str(self._locale.datetime_formats["short"]).format(self.time(when), self.day(when))
        return _on_a_line(both.replace("'", ""))

    def time(self, when: datetime) -> str:
        """Write the time of a moment: `12:30`."""
        from babel.dates import format_time

        time = format_time(when.timetz(), "short", tzinfo=when.tzinfo, locale=self._locale)
        return _on_a_line(time)

    def day(self, when: date) -> str:
        """Write a day with its weekday: `Mon, 4 May 2026`."""
        from babel.dates import format_skeleton

        return _on_a_line(format_skeleton("yMMMEd", when, locale=self._locale))

    def short_day(self, when: date) -> str:
        """Write a day without its year: `4 May`."""
        from babel.dates import format_skeleton

        return _on_a_line(format_skeleton("MMMd", when, locale=self._locale))

    def month(self, when: date) -> str:
        """Give the short name of a day's month, at most three letters: `May`."""
        name = str(self._locale.months["stand-alone"]["abbreviated"][when.month])
        return name.rstrip(".")[:3]

    def weekdays(self) -> tuple[str, ...]:
        """Give the short names of the days of a week, in the order of the place's calendar."""
        names = self._locale.days["stand-alone"]["abbreviated"]
        return tuple(names[(self.first_weekday + day) % 7] for day in range(7))

    @property
    def first_weekday(self) -> int:
        """The day that a week begins with; 0 is Monday."""
        return int(self._locale.first_week_day)

    def number(self, value: float) -> str:
        """Write a number, with one decimal at the most: `1,234.5`."""
        from babel.numbers import format_decimal

        return format_decimal(value, format="#,##0.#", locale=self._locale)

    @cached_property
    def _locale(self) -> Locale:
        from babel import Locale, UnknownLocaleError

        try:
            return Locale.parse(f"{self.language}_{self.region}")
        except (UnknownLocaleError, ValueError):
            return Locale.parse(f"{self.language}_{_USUAL[self.language]}")


def _on_a_line(text: str) -> str:
    # CLDR puts narrow spaces that never break between a time and its am or pm.
    return " ".join(text.split())
