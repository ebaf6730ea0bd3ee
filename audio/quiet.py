"""Quiet: keeping the complaints of C libraries off the terminal.

ALSA's library writes to the standard error, where it would stand across a full screen, whenever a
device is missing or late; mpg123, which libsndfile reads MP3 with, at every damaged frame. The
descriptor cannot be turned aside for a while instead: the screen is drawn through that very one.
"""

from __future__ import annotations

import ctypes
import os
import sys
from functools import cache
from typing import Any, Final


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


_STREAMS: Final = {"linux": "stderr", "darwin": "__stderrp"}
"""What the C library's own standard error is called. Python does not write through it."""


@cache
def hush_c() -> None:
    """Let what C code prints to its standard error go nowhere, where that can be done."""
    name = _STREAMS.get(sys.platform)
    if name is None:
        return
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    nowhere = libc.fopen(os.devnull.encode(), b"w")
    if nowhere is not None:
        ctypes.c_void_p.in_dll(libc, name).value = nowhere


def _drop(*_: Any) -> None:  # noqa: ANN401 - called by C
    """Say nothing."""
