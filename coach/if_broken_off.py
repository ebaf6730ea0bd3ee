"""What is to become of a session that broke off when its routine is started."""

from __future__ import annotations

from enum import StrEnum


class IfBrokenOff(StrEnum):
    """What somebody wishes."""

    ASK = "ask"
    GO_ON = "go-on"
    LEAVE = "leave"
    """Start afresh and decide another time."""
