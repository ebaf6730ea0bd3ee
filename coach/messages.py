"""What screens tell the app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from coach.shelf import Shelved
    from sessions.session import Session


class Filled(Message):
    """The library shows its routines for the first time."""


@dataclass
class Highlighted(Message):
    """A session may be started soon."""

    session: Session


@dataclass
class Chosen(Message):
    """A routine is to be done now."""

    item: Shelved


@dataclass
class Planned(Message):
    """It is to be said when a routine is done."""

    item: Shelved


@dataclass
class Changed(Message):
    """Settings were chosen: values by the names of `coach.settings.Settings`."""

    values: Mapping[str, object]
