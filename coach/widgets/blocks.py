"""Digits, and the letters of the sides, drawn in half blocks at any whole scale."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_ROWS: Final = 5
_GLYPHS: Final = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "C": ("###", "#  ", "#  ", "#  ", "###"),
    "E": ("###", "#  ", "## ", "#  ", "###"),
    "F": ("###", "#  ", "## ", "#  ", "#  "),
    "G": ("####", "#   ", "# ##", "#  #", "####"),
    "H": ("# #", "# #", "###", "# #", "# #"),
    "I": ("#", "#", "#", "#", "#"),
    "K": ("# #", "# #", "## ", "# #", "# #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    "N": ("#  #", "## #", "# ##", "#  #", "#  #"),
    "R": ("## ", "# #", "## ", "# #", "# #"),
    "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "),
}
_BLOCKS: Final = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def countdown_text(seconds: int) -> str:
    """Write whole seconds as the countdown shows them: `45`, and `2:05` from 100 on."""
    minutes, rest = divmod(seconds, 60)
    return str(seconds) if seconds < 100 else f"{minutes}:{rest:02}"


@lru_cache(maxsize=256)
def blocks(text: str, width: int, height: int) -> tuple[str, ...]:
    """Draw a number or the word for a side as large as they fit into so many columns and rows.

    Gives lines of equal length; the plain text where there is no room or no drawing of it. A
    cell is about twice as high as it is wide, so half a cell is a square dot.
    """
    if not set(text) <= _GLYPHS.keys():
        return (text,)
    rows = [" ".join(_GLYPHS[sign][row] for sign in text) for row in range(_ROWS)]
    scale = min(width // len(rows[0]), height * 2 // _ROWS)
    if scale < 1:
        return (text,)
    dots = [_stretched(row, scale) for row in rows for _ in range(scale)]
    if len(dots) % 2:
        dots.append([False] * len(dots[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(dots[::2], dots[1::2], strict=True)
    )


def _stretched(row: str, scale: int) -> list[bool]:
    return [sign == "#" for sign in row for _ in range(scale)]
