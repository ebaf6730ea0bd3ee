"""The clip store: every text is spoken once and then kept, in memory and on the disk.

The disk is a convenience: where it cannot be read or written, or holds something damaged, the clip
is made again and the session goes on.
"""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from audio.clip import Clip
from audio.clip_folder import ClipFolder
from audio.voice import SilentVoice, Voice, VoiceError
from sessions.words import Language, Message, message

_FORMAT: Final = 3
"""Goes into the name of every file, so that clips made in another way are not taken for these."""
_FULL_SCALE: Final = 32_767


class ClipStore:
    """Gives the clip of a text. May be used from any thread."""

    def __init__(self, voice: Voice, folder: Path | None) -> None:
        """Speak with `voice`; keep the clips in `folder`, or only in memory."""
        self._voice = voice
        self._folder = None if folder is None else ClipFolder(folder)
        self._keeps = True
        self._lock = threading.Lock()
        self._clips: dict[tuple[str, Language], Clip] = {}
        self._silent = SilentVoice()
        self._notes: tuple[Message, ...] = ()
        self._missing: dict[tuple[str, Language], Message] = {}

    @property
    def notes(self) -> tuple[Message, ...]:
        """What did not work so far, each once."""
        return self._notes

    def clip(self, text: str, language: Language) -> Clip:
        """Give the clip of a text; where the voice fails, silence as long as saying it takes."""
        kept = self._clips.get((text, language))
        if kept is not None:
            # A clip there is does not wait for one that is being made.
            return kept
        with self._lock:
            if (text, language) not in self._clips:
                self._clips[text, language] = self._found(text, language)
            return self._clips[text, language]

    @property
    def missing(self) -> frozenset[tuple[str, Language]]:
        """The texts that the voice could not say, and that are silent."""
        return frozenset(self._missing)

    def heal(self) -> bool:
        """Try again what is missing; gives whether the voice can say any of it now.

        Whoever laid something out for the silence must see to it that the new clip fits.
        """
        healed, failures = False, [*self._missing.values()]
        for text, language in self.missing:
            with self._lock:
                del self._missing[text, language]
                clip = self._found(text, language)
                if (text, language) in self._missing:
                    break
                self._clips[text, language] = clip
                healed = True
        if not self._missing:
            self._notes = tuple(note for note in self._notes if note not in failures)
        return healed

    def close(self) -> None:
        """Let go of the voice."""
        self._voice.close()

    def _found(self, text: str, language: Language) -> Clip:
        name, folder = self._file_name(text, language), self._folder
        kept = None if folder is None else folder.read(name)
        if kept is not None:
            return _clip(kept)
        try:
            samples = _quantised(self._voice.render(text, language))
        except VoiceError as error:
            self._note(error.message)
            self._missing[text, language] = error.message
            return self._silent.render(text, language)
        if folder is not None and self._keeps:
            try:
                folder.write(name, samples)
            except OSError as error:
                # What is there already can still be read.
                self._keeps = False
                reason = error.strerror or str(error)
                self._note(message("Spoken clips cannot be kept: {reason}.", reason=reason))
        return _clip(samples)

    def _note(self, note: Message) -> None:
        if note not in self._notes:
            self._notes = (*self._notes, note)

    def _file_name(self, text: str, language: Language) -> str:
        key = "\0".join([str(_FORMAT), self._voice.name, language, text])
        return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()


def _quantised(clip: Clip) -> NDArray[np.int16]:
    """Give the samples as they are kept, so that a clip sounds the same made or found."""
    return np.rint(clip.samples * _FULL_SCALE).astype("<i2")


def _clip(samples: NDArray[np.int16]) -> Clip:
    return Clip(samples.astype(np.float32) / np.float32(_FULL_SCALE))
