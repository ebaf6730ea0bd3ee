"""The voice of this computer: Piper where it has a model for a language, else pyttsx3.

Each speaks in a process of its own (`audio.engine`), which may hang or crash.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import numpy as np
import soundfile
import soxr

from audio.clip import RATE, Clip
from audio.engine import Engine
from audio.levels import faded, levelled, trimmed
from audio.piper import piper_voices
from audio.speech_worker import Reply, Request
from audio.system_voices import system_voice
from audio.voice import VoiceError
from audio.voices import PIPER, VoiceInfo, best_voice
from audio.worker import COMMAND, WorkerError
from sessions.plain_text import harmless
from sessions.words import Language, message

CALM: Final = 150
"""Words a minute for somebody at rest; the engines' own pace is about 200."""

_PATIENCE: Final = 10.0

_ORDERS: Final[Mapping[bytes, Literal["little", "big"]]] = {b"RIFF": "little", b"FORM": "big"}
"""How a size is written in a WAV and in an AIFF file, by what the file begins with."""
_UNTOLD: Final = 0x7FFF_0000
"""Bytes: a size above is none."""

_UNSPOKEN: Final = str.maketrans("<>[]", "    ")
"""SAPI 5 takes a text that begins with `<` for XML, NSSpeech and Piper take `[[…]]` for orders."""


class SpeechVoice:
    """Speaks with the voices of Piper and of pyttsx3. May be used from any thread."""

    def __init__(
        self,
        wanted: str = "",
        rate: int = CALM,
        *,
        models: Sequence[Path] = (),
        worker: Sequence[str] = COMMAND,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Speak with the voice that is `wanted`, by id or name, at so many words a minute.

        Models of Piper are looked for in the folders `models`. An answer of a worker is waited for
        `patience` seconds.
        """
        self._wanted = wanted
        self._rate = rate
        self._lock = threading.Lock()
        self._piper_voices = piper_voices(models)
        self._piper = Engine(worker, patience, clock)
        self._system = Engine(worker, patience, clock)
        self._system_voices: tuple[VoiceInfo, ...] | None = None

    @property
    def name(self) -> str:
        """What tells its clips from those of another voice."""
        models = " ".join(voice.name for voice in self._piper_voices)
        return f"pyttsx3 {self._wanted} {self._rate} {models}".rstrip()

    def voices(self) -> tuple[VoiceInfo, ...]:
        """List every voice there is; raises `VoiceError` where speech does not work at all."""
        with self._lock:
            return self._known_voices()

    def render(self, text: str, language: Language) -> Clip:
        """Speak `text`, trimmed, levelled and softly begun and ended; raises `VoiceError`.

        Nothing in a text is a command; one without a letter or a digit gives an empty clip.
        """
        text = harmless(text.translate(_UNSPOKEN))
        if not any(character.isalnum() for character in text):
            # Engines differ in what they make of it: an error, an empty file, or no answer.
            return Clip(np.zeros(0, dtype=np.float32))
        with self._lock:
            voice = best_voice(self._known_voices(), language, self._wanted)
            engine = self._piper if voice.engine == PIPER else self._system
            request = Request(text=text, voice=voice.id, rate=self._rate)
            return engine.tried(lambda worker: _clip(worker.ask(request)))

    def close(self) -> None:
        """End the workers, even while one is being waited for."""
        self._piper.close()
        self._system.close()

    def _known_voices(self) -> tuple[VoiceInfo, ...]:
        if self._system_voices is None:
            request = Request(text=None, voice="", rate=self._rate)
            try:
                self._system_voices = self._system.tried(lambda one: _listed(one.ask(request)))
            except VoiceError:
                if not self._piper_voices:
                    raise
                return self._piper_voices
        return (*self._piper_voices, *self._system_voices)


def _listed(reply: Reply) -> tuple[VoiceInfo, ...]:
    rows = _answered(reply).get("voices", [])
    return tuple(system_voice(row["id"], row["name"], row["languages"]) for row in rows)


def _clip(reply: Reply) -> Clip:
    file = Path(_answered(reply).get("file", ""))
    try:
        if _is_cut_off(file):
            raise WorkerError(message("it gave only a part of the sound"))
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise WorkerError(message("it gave no sound")) from error
    finally:
        file.unlink(missing_ok=True)
    mono = soxr.resample(np.mean(samples, axis=1), rate, RATE)
    clip = trimmed(Clip(mono.astype(np.float32)))
    if clip.frames == 0:
        raise WorkerError(message("it gave no sound"))
    return faded(levelled(clip))


def _is_cut_off(file: Path) -> bool:
    """Whether a WAV or AIFF file is shorter than it says: engines keep quiet about a full disk.

    libsndfile reads as far as such a file goes, and half a sentence would be heard.
    """
    try:
        with file.open("rb") as sound:
            head = sound.read(8)
        size = file.stat().st_size
    except OSError:
        # There is no such file: that is told by whoever reads it.
        return False
    order = _ORDERS.get(head[:4])
    if order is None:
        return False
    claimed = int.from_bytes(head[4:], order)
    # The last byte may be mere filling up; and who cannot go back to the size leaves the largest.
    return size + 1 < claimed + len(head) and claimed < _UNTOLD


def _answered(reply: Reply) -> Reply:
    if "error" in reply:
        raise WorkerError(reply["error"])
    return reply
