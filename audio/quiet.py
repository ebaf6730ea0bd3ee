"""Quiet: keeping ALSA's complaints off the terminal.

ALSA's library writes to the standard error, where it would stand across a full screen, whenever a
device is missing or late. The descriptor cannot be turned aside for a while instead: the screen is
drawn through that very one.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any


@cache
def hush_alsa() -> object:
    """Take ALSA's messages in this process and drop them; gives what must be kept alive for it.

    Where there is no ALSA there is nothing to do.
    """
    if sys.platform != "linux":
        return None
    try:
        alsa = ctypes.CDLL("libasound.so.2")
    except OSError:
        return None
    # void (*)(const char *file, int line, const char *function, int err, const char *format, ...)
    handler_type = ctypes.CFUNCTYPE(
        None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p
    )
    handler = handler_type(_drop)
    alsa.snd_lib_error_set_handler(handler)
    return handler


def _drop(*_: Any) -> None:  # noqa: ANN401 - called by C
    """Say nothing."""
