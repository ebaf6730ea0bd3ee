"""The folder of spoken clips: shared by every program that runs, bounded, and safe to delete.

A file is the CRC-32 of the 16-bit samples that follow it, written under another name and renamed,
so that no half of one is ever found. When it was last used is its time of change: the time of last
access is not kept on many systems.
"""

from __future__ import annotations

import os
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_BYTES: Final = 200 * 1024**2
"""More than that is not kept: about half an hour of speech, some fifty routines."""

_CHECKSUM: Final = 4
_SUFFIX: Final = ".clip"
_PART: Final = ".part"
_ABANDONED: Final = 3600.0
"""Seconds after which nobody writes a part any more."""


class ClipFolder:
    """Keeps clips by name. May be used from any thread, and from several programs at once."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        """Keep at the most so many bytes; what was not used for longest goes first."""
        self._folder = folder
        self._most = most
        self._room = 0
        """Bytes that can be written before it is looked again how much there is."""

    def read(self, name: str) -> NDArray[np.int16] | None:
        """Give the samples kept under a name; None where there are none, or damaged ones."""
        file = self._file(name)
        try:
            data = file.read_bytes()
        except OSError:
            return None
        if data[:_CHECKSUM] != _checksum(data[_CHECKSUM:]):
            return None
        with suppress(OSError):
            os.utime(file)
        return np.frombuffer(data, dtype="<i2", offset=_CHECKSUM)

    def write(self, name: str, samples: NDArray[np.int16]) -> None:
        """Keep samples under a name; raises `OSError`."""
        file, data = self._file(name), samples.astype("<i2").tobytes()
        try:
            self._put(file, data)
        except FileNotFoundError:
            # Somebody has deleted the folder just now.
            self._put(file, data)
        self._room -= len(data)
        if self._room < 0:
            self._tidy()

    def _put(self, file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as open_part:
                open_part.write(_checksum(data) + data)
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def size(self) -> int:
        """Give how many bytes are kept."""
        return sum(size for _, size, _ in self._kept())

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _kept(self) -> list[tuple[float, int, Path]]:
        """Give when each file was used last, how large it is, and its path, in that order."""
        kept: list[tuple[float, int, Path]] = []
        with suppress(OSError), os.scandir(self._folder) as entries:
            for entry in entries:
                # Another program may have deleted it meanwhile.
                with suppress(OSError):
                    about = entry.stat()
                    if entry.name.endswith((_SUFFIX, _PART)):
                        kept.append((about.st_mtime, about.st_size, Path(entry.path)))
        return sorted(kept)

    def _tidy(self) -> None:
        """Delete down to nine tenths, so that two programs at once stay below the bound."""
        kept = self._kept()
        total = sum(size for _, size, _ in kept)
        for used, size, file in kept:
            written = file.suffix == _PART
            abandoned = written and used < time.time() - _ABANDONED
            if abandoned or (total > self._most * 9 // 10 and not written):
                # On Windows a file that is being read cannot be deleted; another goes instead.
                with suppress(OSError):
                    file.unlink()
                    total -= size
        self._room = self._most // 20


def _checksum(data: bytes) -> bytes:
    return zlib.crc32(data).to_bytes(_CHECKSUM, "little")
