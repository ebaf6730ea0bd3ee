"""The voice of this computer: pyttsx3 in a process of its own, which may hang or crash.

A worker that does not answer in time is ended and started anew; one that keeps failing is left
alone for a while, so that a session goes on without it instead of waiting for every word.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import soundfile
import soxr

from audio.clip import RATE, Clip
from audio.levels import faded, levelled, trimmed
from audio.speech_worker import Reply, Request
from audio.voice import VoiceError
from audio.voices import VoiceInfo, best_voice
from audio.worker import COMMAND, Worker, WorkerError
from sessions.plain_text import harmless
from sessions.words import Language, Message, message

T = TypeVar("T")

CALM: Final = 150
"""Words a minute for somebody at rest; the engines' own pace is about 200."""

_FAILURES: Final = 3
"""After so many in a row the voice is left alone."""
_LEFT_ALONE: Final = 30.0
_PATIENCE: Final = 10.0

_UNSPOKEN: Final = str.maketrans("<>[]", "    ")
"""SAPI 5 takes a text that begins with `<` for XML, NSSpeech takes `[[…]]` for commands."""


class SpeechVoice:
    """Speaks with the voices that pyttsx3 finds. May be used from any thread."""

    def __init__(
        self,
        wanted: str = "",
        rate: int = CALM,
        *,
        worker: Sequence[str] = COMMAND,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Speak with the voice that is `wanted`, by id or name, at so many words a minute.

        An answer of the worker is waited for `patience` seconds.
        """
        self._wanted = wanted
        self._rate = rate
        self._command = worker
        self._patience = patience
        self._clock = clock
        self._lock = threading.Lock()
        self._worker: Worker | None = None
        self._voices: tuple[VoiceInfo, ...] | None = None
        self._failures = 0
        self._left_alone_until = 0.0
        self._closed = False

    @property
    def name(self) -> str:
        """What tells its clips from those of another voice."""
        return f"pyttsx3 {self._wanted} {self._rate}"

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
            request = Request(text=text, voice=voice.id, rate=self._rate)
            return self._tried(lambda worker: _clip(worker.ask(request)))

    def close(self) -> None:
        """End the worker, even while it is being waited for."""
        self._closed = True
        worker = self._worker
        if worker is not None:
            worker.end()

    def _known_voices(self) -> tuple[VoiceInfo, ...]:
        if self._voices is None:
            request = Request(text=None, voice="", rate=self._rate)
            self._voices = self._tried(lambda worker: _listed(worker.ask(request)))
        return self._voices

    def _tried(self, use: Callable[[Worker], T]) -> T:
        """Use the worker; once more with a new one if the first try fails."""
        self._stay_open()
        if self._clock() < self._left_alone_until:
            raise VoiceError(message("The voice does not answer; the session goes on without it."))
        try:
            try:
                result = use(self._running_worker())
            except (OSError, WorkerError):
                self._end_worker()
                self._stay_open()
                result = use(self._running_worker())
        except (OSError, WorkerError) as error:
            self._end_worker()
            self._note_failure()
            raise VoiceError(
                message("The voice does not work: {reason}.", reason=_reason(error))
            ) from error
        self._failures = 0
        return result

    def _running_worker(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(self._command, self._patience)
            if self._closed:
                # Closed while it started, when there was nothing to end yet.
                self._end_worker()
                self._stay_open()
        return self._worker

    def _stay_open(self) -> None:
        if self._closed:
            raise VoiceError(message("The voice has been closed."))

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._failures = 0
            self._left_alone_until = self._clock() + _LEFT_ALONE


def _listed(reply: Reply) -> tuple[VoiceInfo, ...]:
    rows = _answered(reply).get("voices", [])
    return tuple(VoiceInfo(row["id"], row["name"], tuple(row["languages"])) for row in rows)


def _clip(reply: Reply) -> Clip:
    file = Path(_answered(reply).get("file", ""))
    try:
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


def _reason(error: OSError | WorkerError) -> Message | str:
    if isinstance(error, WorkerError) and isinstance(error.reason, Message):
        return error.reason
    return str(error).rstrip(".")


def _answered(reply: Reply) -> Reply:
    if "error" in reply:
        raise WorkerError(reply["error"])
    return reply
