"""The stage of life that decides which exercises suit: not pregnant, pregnant, or after a birth.

It is asked once and never guessed. Weeks of pregnancy are counted as usual, from the first day of
the last period; trimesters begin in weeks 1, 14 and 28.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

LAST_WEEK: Final = 42
"""Of a pregnancy."""


@dataclass(frozen=True)
class NotPregnant:
    """Neither pregnant nor in the months after a birth."""

    def __str__(self) -> str:
        return "not-pregnant"


@dataclass(frozen=True)
class Pregnant:
    """Expecting a child."""

    week: int
    """The week of pregnancy under way, from 1 to `LAST_WEEK`."""

    def __str__(self) -> str:
        return f"pregnant {self.week}"


@dataclass(frozen=True)
class AfterBirth:
    """The months after a birth."""

    weeks: int
    """Whole weeks since the birth."""
    caesarean: bool = False

    def __str__(self) -> str:
        return f"after-birth {self.weeks}" + (" caesarean" if self.caesarean else "")


Stage: TypeAlias = NotPregnant | Pregnant | AfterBirth


@dataclass(frozen=True)
class BackWeeks:
    """The weeks of pregnancy from which lying on the back changes.

    `sessions.suitability` names the sources.
    """

    note: int = 16
    """From here on a caution stands beside it."""
    swap: int = 20
    """From here on nobody lies on their back."""


def stage_of(written: str) -> Stage | None:
    """Read what `str` gives of a stage, such as `pregnant 24`; None for anything else."""
    match written.split():
        case ["not-pregnant"]:
            return NotPregnant()
        case ["pregnant", week] if week.isdecimal() and 1 <= int(week) <= LAST_WEEK:
            return Pregnant(int(week))
        case ["after-birth", weeks] if weeks.isdecimal():
            return AfterBirth(int(weeks))
        case ["after-birth", weeks, "caesarean"] if weeks.isdecimal():
            return AfterBirth(int(weeks), caesarean=True)
        case _:
            return None
