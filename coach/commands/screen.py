"""Whether there is a terminal that a full screen can be drawn on."""

from __future__ import annotations

import os
import sys


def has_screen() -> bool:
    """Whether somebody sits at a terminal that can do more than lines."""
    return sys.stdout.isatty() and sys.stdin.isatty() and os.environ.get("TERM") != "dumb"
