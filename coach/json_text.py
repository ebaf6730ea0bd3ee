"""JSON for other programs that does no harm in a terminal either."""

from __future__ import annotations

import json


def json_text(value: object) -> str:
    """Write a value as JSON, letters of every script as they are.

    What could command a terminal or turn a line around is escaped, so that nothing is lost.
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return "\n".join(map(_escaped, text.split("\n")))


def _escaped(line: str) -> str:
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in line)
