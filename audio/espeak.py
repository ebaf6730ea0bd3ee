"""Finding eSpeak NG for pyttsx3 on Linux: the system's own, or the one that comes in a wheel.

pyttsx3 looks for `libespeak-ng.so.1` by name. The library in the espeakng-loader wheel carries that
very SONAME, so once it is loaded the look-up finds it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import sys


def make_findable() -> None:
    """Load the wheel's eSpeak NG into this process where the system has none.

    Raises `ImportError` or `OSError` where there is no such wheel or it does not fit this machine.
    """
    if sys.platform != "linux" or ctypes.util.find_library("espeak-ng") is not None:
        return
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), mode=ctypes.RTLD_GLOBAL)
