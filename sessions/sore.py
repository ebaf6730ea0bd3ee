"""The sore side, which a session begins with or is done on alone."""

from __future__ import annotations

from enum import StrEnum


class Sore(StrEnum):
    """Which side of the person is sore."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
