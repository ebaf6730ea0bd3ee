"""The clip store: every text is spoken once and then kept, in memory and on the disk.

The disk is a convenience: where it cannot be read or written, or holds something damaged, the clip
is made again and the session goes on.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.clip import Clip
from audio.voice import SilentVoice, Voice, VoiceError
from sessions.words import Language, Message, message

_FORMAT: Final = 1
"""Goes into the name of every file, so that clips made in another way are not taken for these."""
_FULL_SCALE: Final = 32_767


class ClipStore:
    """Gives the clip of a text. May be used from any thread."""

    def __init__(self, voice: Voice, folder: Path | None) -> None:
        """Speak with `voice`; keep the clips in `folder`, or only in memory."""
        self._voice = voice
        self._folder = folder
        self._lock = threading.Lock()
        self._clips: dict[tuple[str, Language], Clip] = {}
        self._silent = SilentVoice()
        self._notes: list[Message] = []

    @property
    def notes(self) -> tuple[Message, ...]:
        """What did not work so far, each once."""
        with self._lock:
            return tuple(self._notes)

    def clip(self, text: str, language: Language) -> Clip:
        """Give the clip of a text; where the voice fails, silence as long as saying it takes."""
        with self._lock:
            kept = self._clips.get((text, language))
            if kept is None:
                kept = self._clips[text, language] = self._found(text, language)
            return kept

    def close(self) -> None:
        """Let go of the voice."""
        self._voice.close()

    def _found(self, text: str, language: Language) -> Clip:
        file = None if self._folder is None else self._folder / self._file_name(text, language)
        clip = None if file is None else _read(file)
        if clip is not None:
            return clip
        try:
            samples = _quantised(self._voice.render(text, language))
        except VoiceError as error:
            self._note(error.message)
            return self._silent.render(text, language)
        if file is not None:
            try:
                _write(file, samples)
            except OSError as error:
                self._folder = None
                reason = error.strerror or str(error)
                self._note(message("Spoken clips cannot be kept: {reason}.", reason=reason))
        return _clip(samples)

    def _note(self, note: Message) -> None:
        if note not in self._notes:
            self._notes.append(note)

    def _file_name(self, text: str, language: Language) -> str:
        key = "\0".join([str(_FORMAT), self._voice.name, language, text])
        return f"{hashlib.sha256(key.encode()).hexdigest()}.npy"


def _quantised(clip: Clip) -> NDArray[np.int16]:
    """Give the samples as they are kept, so that a clip sounds the same made or found."""
    return np.rint(clip.samples * _FULL_SCALE).astype(np.int16)


def _clip(samples: NDArray[np.int16]) -> Clip:
    return Clip(samples.astype(np.float32) / np.float32(_FULL_SCALE))


def _read(file: Path) -> Clip | None:
    """Read a clip; None where there is none, or a damaged one."""
    try:
        samples = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    if samples.ndim != 1 or samples.dtype != np.int16:
        return None
    return _clip(samples)


def _write(file: Path, samples: NDArray[np.int16]) -> None:
    """Write a clip under another name and rename it, so that no half of one is ever found."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            np.save(part, samples)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
