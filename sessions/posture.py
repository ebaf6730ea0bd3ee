"""Posture: what it takes to get from one starting position into the next.

Whoever lies gets up over the side with the knees together, and turns over with the knees together:
with pelvic girdle pain a leg that goes alone hurts (Avenue Maternity). The seconds are choices of
our own, long enough for the last weeks of a pregnancy; no source names any.
"""

from __future__ import annotations

from typing import Final

from sessions.routine import Position

SETTLE: Final = 5.0
"""The least seconds between the end of an instruction and the work, to find the position."""
_SETTLE_ON_THE_FLOOR: Final = 8.0
_SETTLE_RISEN: Final = 12.0
SETTLE_TURNED: Final = 12.0
"""The same after turning over from one side to the other."""

_LYING: Final = frozenset({Position.SIDE_LYING, Position.SUPINE, Position.PRONE})
_FLOOR: Final = _LYING | {Position.KNEELING, Position.HALF_KNEELING, Position.ALL_FOURS}


def is_lying(position: Position | None) -> bool:
    """Whether somebody lies."""
    return position in _LYING


def is_on_the_floor(position: Position | None) -> bool:
    """Whether somebody is down on the mat, lying, kneeling or on all fours."""
    return position in _FLOOR


def rises(before: Position | None, after: Position | None) -> bool:
    """Whether somebody who lies comes up from one position to the other."""
    return is_lying(before) and after is not None and not is_lying(after)


def settle_seconds(before: Position | None, after: Position | None) -> float:
    """Give the least seconds of silence in which somebody gets from one position to the other.

    A position that is not known (None) is one that asks for nothing.
    """
    if before is None or after is None or before is after:
        return SETTLE
    if rises(before, after):
        return _SETTLE_RISEN
    changes_level = is_on_the_floor(before) is not is_on_the_floor(after)
    if changes_level or is_lying(before) or is_lying(after):
        return _SETTLE_ON_THE_FLOOR
    return SETTLE
