"""The keys of a screen, each also a click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

_UNBROKEN = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Key:
    """A key, what it does in a word or two, and the action that a click calls."""

    sign: str
    does: str
    action: str


class KeyHelp(Static):
    """Keys in as many lines as they need."""

    def __init__(self, keys: Sequence[Key], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(Content("  ").join(_clickable(key) for key in keys), markup=False, id=id)


def _clickable(key: Key) -> Content:
    does = key.does.replace(" ", _UNBROKEN)
    label = Content.assemble((key.sign, "bold"), _UNBROKEN, does)
    return label.stylize(Style.from_meta({"@click": key.action}))
