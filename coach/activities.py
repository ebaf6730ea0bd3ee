"""Activities: what somebody does without the program, such as swimming, and its cautions.

No breaststroke kick with pelvic girdle pain: Tommy's, Avenue Maternity. The talk test:
gesund-ins-leben.de. Wide legs and standing on one leg: Northern Care Alliance. Swimming with broken
waters or a bleeding, and yoga on the back, twisted or on the belly, stand in weaker sources only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sessions.words import Message, message


class ActivityKind(StrEnum):
    """What was done."""

    SWIMMING = "swimming"
    WALKING = "walking"
    YOGA = "yoga"
    CYCLING = "cycling"
    OTHER = "other"


@dataclass(frozen=True)
class Activity:
    """One time that something was done."""

    uuid: str
    kind: ActivityKind
    started: datetime
    """With the offset of where it was."""
    seconds: float
    pain: int | None = None
    """Afterwards, 0 to 10."""
    effort: int | None = None
    """0 to 10."""
    note: str = ""


NAMES: Final = {
    ActivityKind.SWIMMING: message("Swimming"),
    ActivityKind.WALKING: message("Walking"),
    ActivityKind.YOGA: message("Yoga"),
    ActivityKind.CYCLING: message("Cycling"),
    ActivityKind.OTHER: message("Something else"),
}

_TALK: Final = message("At a pace at which you could still talk.")

CAUTIONS: Final[dict[ActivityKind, tuple[Message, ...]]] = {
    ActivityKind.SWIMMING: (
        message("With pain at the pelvis no breaststroke kick: keep your legs together."),
        message("Not after your waters have broken, nor while you bleed or a wound is healing."),
        _TALK,
    ),
    ActivityKind.WALKING: (_TALK,),
    ActivityKind.YOGA: (
        message("When pregnant: not long on your back, no deep twists, no pressure on the belly."),
        message("With pain at the pelvis no wide legs and no standing on one leg."),
    ),
    ActivityKind.CYCLING: (_TALK,),
    ActivityKind.OTHER: (_TALK,),
}
