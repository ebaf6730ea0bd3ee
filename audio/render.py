"""Rendering: the output that is a file. It reads the very mix that a loudspeaker is given."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from audio.clip import RATE
from audio.mixer import Mix
from audio.output import OutputError
from audio.tags import Album, write_tags
from sessions.words import message

FORMATS: Final = {
    ".wav": ("WAV", "PCM_16"),
    ".flac": ("FLAC", "PCM_16"),
    ".ogg": ("OGG", "VORBIS"),
    ".opus": ("OGG", "OPUS"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
}
"""libsndfile's names of container and encoding, by the suffix of the file."""

_BLOCK: Final = 10 * RATE
_HANDED_ON: Final = RATE // 2
"""libsndfile's Vorbis encoder keeps what it is given on the stack: half a second at a time."""
_FULL_SCALE: Final = 32_768
"""Of 16-bit samples. libsndfile would round each format in its own way; so all are the nearest."""
_MORE: Final = 1 << 16
"""Bytes: no less than libsndfile's encoders keep back for the end (a page of Ogg)."""


def render(
    mix: Mix,
    file: Path,
    progress: Callable[[float], None] = lambda _: None,
    album: Album | None = None,
) -> None:
    """Write a whole mix to a file, in the format that its suffix names, with what `album` says.

    It is written under another name and renamed, so that there is never half of one. `progress` is
    told how much is done, from 0 to 1. Raises `OutputError` where the file cannot be written.
    """
    if file.suffix.lower() not in FORMATS:
        raise OutputError(
            message(
                'The file "{file}" must end in .wav, .flac, .ogg, .opus or .mp3.',
                file=file.name,
            )
        )
    try:
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem[:50]}-")
        os.close(handle)
        try:
            _write(mix, Path(part), *FORMATS[file.suffix.lower()], progress)
            if album is not None:
                write_tags(Path(part), file.suffix.lower(), album)
            _give_usual_rights(Path(part))
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
    except (OSError, soundfile.LibsndfileError) as error:
        reason = getattr(error, "strerror", None) or str(error).rstrip(".")
        raise OutputError(
            message('The file "{file}" cannot be written: {reason}.', file=file, reason=reason)
        ) from error


def _write(
    mix: Mix, part: Path, container: str, encoding: str, progress: Callable[[float], None]
) -> None:
    try:
        with soundfile.SoundFile(
            part, "w", samplerate=RATE, channels=1, format=container, subtype=encoding
        ) as sound:
            for start in range(0, mix.frames, _HANDED_ON):
                block = mix.read(start, min(_HANDED_ON, mix.frames - start))
                sound.write(np.rint(block * _FULL_SCALE).astype(np.int16))
                if start % _BLOCK == 0:
                    progress(start / mix.frames)
    finally:
        _make_sure_of_room(part)
    progress(1.0)


def _make_sure_of_room(file: Path) -> None:
    """Raise `OSError` where a file cannot grow any more.

    libsndfile does not say why it cannot write, nor at all that the last it wrote found no room.
    """
    with file.open("ab") as end:
        length = end.tell()
        end.write(bytes(_MORE))
        end.truncate(length)


def _give_usual_rights(file: Path) -> None:
    # A temporary file is its owner's alone; the finished one is like any other.
    mask = os.umask(0)
    os.umask(mask)
    file.chmod(0o666 & ~mask)
