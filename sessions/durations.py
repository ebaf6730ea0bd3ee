"""Lengths of time as a physiotherapist writes them."""

from __future__ import annotations

import re
from typing import Final

_WRITTEN: Final = re.compile(
    r"(?:(?P<hours>\d+(?:[.,]\d+)?)\s*(?:h|std))?\s*"
    r"(?:(?P<minutes>\d+(?:[.,]\d+)?)\s*m(?:in)?)?\s*"
    r"(?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:s|sec|sek)?)?",
    re.ASCII | re.IGNORECASE,
)
_MOST: Final = 1e9
"""In seconds, beyond any sense: what is longer, infinite or not even a number is no length."""
_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}


def seconds_of(written: object) -> float | None:
    """Read `"45s"`, `"1m30s"`, `"1 min 30 s"`, `"1,5 min"`, `"2m"`, `"90"` or a bare number.

    Gives seconds, which may be negative where somebody wrote a minus; None for anything else.
    """
    if isinstance(written, bool):
        return None
    if isinstance(written, int | float):
        return float(written) if abs(written) <= _MOST else None
    if not isinstance(written, str):
        return None
    sign, unsigned = (-1, written[1:]) if written.startswith("-") else (1, written)
    match = _WRITTEN.fullmatch(unsigned.strip())
    parts = {} if match is None else {k: v for k, v in match.groupdict().items() if v is not None}
    if not parts or max(map(len, parts.values())) > 12:
        return None
    return sign * sum(_SECONDS[unit] * float(n.replace(",", ".")) for unit, n in parts.items())
