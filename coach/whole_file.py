"""A file that is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(file: Path, content: bytes) -> None:
    """Write a file under another name and rename it; raises `OSError`, leaving what was there.

    What is no file, such as a pipe, is written to as it is.
    """
    file = file.resolve()
    if file.exists() and not file.is_file():
        file.write_bytes(content)
        return
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem[:50]}-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as open_part:
            open_part.write(content)
            open_part.flush()
            os.fsync(open_part.fileno())
        # A temporary file is its owner's alone; the finished one is like any other.
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(file)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
