"""Suitability: which steps are done at a stage of life, and what takes the place of the others.

Nothing is swapped for somebody whose stage was not told. The weeks here are cautious choices among
sources that differ, and a person's own settings may move those for lying on the back:

- On the back: ACOG (2002) has it avoided after the first trimester, swissmom.ch from the third
  month, NHS leaflets warn from week 16, midwives (vonguteneltern.de) from about week 20; a review
  by Mottola (2019; 7 studies, 1,759 women) leaves it open.
- The first weeks after a birth: general exercise from week 6, after a caesarean from week 12
  (Frimley Park Hospital).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from msgspec.structs import replace

from sessions.routine import AnyStep, Circuit, MovingStep, Position, Rest, Routine, Suits, Text
from sessions.stage import AfterBirth, BackWeeks, NotPregnant, Pregnant, Stage
from sessions.words import Language, Message, Words, message

EARLY_WEEKS: Final = 6
"""After a birth the weeks in which little suits."""
EARLY_WEEKS_AFTER_CAESAREAN: Final = 12

_SECOND_TRIMESTER: Final = 14
_THIRD_TRIMESTER: Final = 28

GROUPS: Final = {
    Suits.TRIMESTER_1: message("the first trimester"),
    Suits.TRIMESTER_2: message("the second trimester"),
    Suits.TRIMESTER_3: message("the third trimester"),
    Suits.EARLY_POSTPARTUM: message("the first weeks after birth"),
    Suits.POSTPARTUM: message("the time after birth"),
    Suits.GENERAL: message("everybody else"),
}

_NOT_LONG_ON_THE_BACK: Final = message(
    "No longer than a minute or two on your back; a cushion under your right side makes it easier."
)
_FOR_OTHERS: Final = message("It is meant for others; ask your midwife or physiotherapist first.")


class ChangeKind(StrEnum):
    """What was changed about a step."""

    SWAPPED = "swapped"
    LEFT_OUT = "left-out"
    NOTED = "noted"


@dataclass(frozen=True)
class Change:
    """A step that is not done as it stands in the file."""

    kind: ChangeKind
    step: Text
    """The title in the file."""
    instead: Text | None
    """The title of what is done instead; None where nothing is."""
    why: Message


@dataclass(frozen=True)
class Suited:
    """The steps of a routine as somebody does them."""

    steps: tuple[AnyStep, ...]
    changes: tuple[Change, ...] = ()


def group(stage: Stage) -> Suits:
    """Give the group of people that a stage belongs to."""
    match stage:
        case NotPregnant():
            return Suits.GENERAL
        case Pregnant(week=week):
            if week >= _THIRD_TRIMESTER:
                return Suits.TRIMESTER_3
            return Suits.TRIMESTER_2 if week >= _SECOND_TRIMESTER else Suits.TRIMESTER_1
        case AfterBirth(weeks=weeks, caesarean=caesarean):
            early = EARLY_WEEKS_AFTER_CAESAREAN if caesarean else EARLY_WEEKS
            return Suits.EARLY_POSTPARTUM if weeks < early else Suits.POSTPARTUM
        case _:
            assert_never(stage)


def suited(routine: Routine, stage: Stage | None, back: BackWeeks) -> Suited:
    """Give the steps of a routine that are done at a stage, swaps in their places."""
    if stage is None:
        return Suited(routine.steps)
    fitting = _Fitting(stage, back, routine.swaps)
    steps = tuple(fitting.steps(routine.steps))
    notes: list[Change] = []
    if group(stage) not in {*routine.suits, Suits.GENERAL}:
        notes.append(Change(ChangeKind.NOTED, routine.title, routine.title, _FOR_OTHERS))
    return Suited(steps, (*notes, *fitting.changes))


class _Fitting:
    """Goes through the steps of a routine for one person, keeping what it changes."""

    def __init__(self, stage: Stage, back: BackWeeks, swaps: Mapping[str, MovingStep]) -> None:
        self.changes: list[Change] = []
        self._week = stage.week if isinstance(stage, Pregnant) else 0
        self._group = group(stage)
        self._back = back
        self._swaps = swaps

    def steps(self, steps: tuple[AnyStep, ...]) -> Iterator[AnyStep]:
        left_out = False
        for step in steps:
            if isinstance(step, Rest):
                # A rest belongs to what was done before it.
                kept: AnyStep | None = None if left_out else step
            elif isinstance(step, Circuit):
                inner = tuple(self.steps(step.steps))
                kept = replace(step, steps=inner) if inner else None
            else:
                kept = self._fitted(step)
            left_out = kept is None
            if kept is not None:
                yield kept

    def _fitted(self, step: MovingStep) -> MovingStep | None:
        why = self._against(step)
        if why is None:
            return self._noted(step)
        instead: MovingStep | None = step
        while instead is not None and self._against(instead) is not None:
            instead = self._swaps.get(instead.swap or "")
        title = None if instead is None else instead.title
        kind = ChangeKind.LEFT_OUT if instead is None else ChangeKind.SWAPPED
        self._change(Change(kind, step.title, title, why))
        return instead

    def _against(self, step: MovingStep) -> Message | None:
        """Say why a step is not for this person; None where it is."""
        if step.position is Position.SUPINE and self._week >= self._back.swap:
            return message("From week {week} on, nobody lies on their back.", week=self._back.swap)
        if step.suits and self._group not in step.suits:
            return message("It is not meant for {group}.", group=GROUPS[self._group])
        return None

    def _noted(self, step: MovingStep) -> MovingStep:
        if step.position is not Position.SUPINE or self._week < self._back.note:
            return step
        note = Text({of: Words(of).say(_NOT_LONG_ON_THE_BACK) for of in Language})
        self._change(Change(ChangeKind.NOTED, step.title, step.title, _NOT_LONG_ON_THE_BACK))
        return replace(step, avoid=(note, *step.avoid))

    def _change(self, change: Change) -> None:
        # What stands in the file several times is told once.
        if change not in self.changes:
            self.changes.append(change)
