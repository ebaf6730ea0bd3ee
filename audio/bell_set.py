"""The bells there are to choose from; light to import, as the settings name them."""

from enum import StrEnum


class BellSet(StrEnum):
    """What begins and ends a piece of work, and ticks."""

    BOWL = "bowl"
    CHIME = "chime"
    WOOD = "wood"
    OWN = "own"
    """The user's own files; where one is missing, the bowl."""
