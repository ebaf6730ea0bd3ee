"""Turns: the steps of a routine in the order they are done, circuits unrolled, sides decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from sessions.routine import AnyStep, Circuit, MovingStep, Rest, Sides
from sessions.sore import Sore
from sessions.timeline import Side


@dataclass(frozen=True)
class Turn:
    """A step as it is done once."""

    step: MovingStep | Rest
    sides: tuple[Side | None, ...]
    """In order, never empty; None stands for a step without sides."""
    round: int = 1
    """The round of the innermost circuit around it, from 1."""
    rounds: int = 1
    opens_round: bool = False
    """Whether a round of a circuit, other than the first, begins with it."""


def turns(steps: tuple[AnyStep, ...], sore: Sore) -> Iterator[Turn]:
    """Give every turn in order, lazily: a routine may ask for more than anybody would do."""
    return _turns(steps, sore, number=1, total=1)


def _turns(steps: tuple[AnyStep, ...], sore: Sore, number: int, total: int) -> Iterator[Turn]:
    opens_round = number > 1
    for step in steps:
        if isinstance(step, Circuit):
            for inner in range(1, step.rounds + 1):
                yield from _turns(step.steps, sore, inner, step.rounds)
        elif isinstance(step, Rest):
            yield Turn(step, (None,), number, total)
        else:
            yield Turn(step, _sides(step.sides, sore), number, total, opens_round)
            opens_round = False


def _sides(sides: Sides, sore: Sore) -> tuple[Side | None, ...]:
    left_first = (Side.LEFT, Side.RIGHT)
    right_first = (Side.RIGHT, Side.LEFT)
    match sides:
        case Sides.NONE:
            return (None,)
        case Sides.LEFT:
            return (Side.LEFT,)
        case Sides.RIGHT:
            return (Side.RIGHT,)
        case Sides.EACH:
            # The less painful side shows the movement first.
            return right_first if sore is Sore.LEFT else left_first
        case Sides.SORE_FIRST:
            return right_first if sore is Sore.RIGHT else left_first
        case Sides.SORE_ONLY:
            return left_first if sore is Sore.BOTH else (Side(sore),)
        case _:
            assert_never(sides)
