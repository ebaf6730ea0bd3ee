"""The process that speaks: `python -m audio.speech_worker FOLDER`, driven by `audio.speech`.

pyttsx3 keeps one engine a process, prints where it likes, and can hang or crash with the system's
speech. Here it may: this process is asked by lines of JSON, can be killed at any moment, and ends
with whoever started it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TextIO, TypedDict

_TRIES: Final = 3
"""Once in a thousand texts, eSpeak NG takes the end of the last one for that of this one."""
_HEADER: Final = 44
"""Bytes of a WAV file without a sample."""


class Request(TypedDict):
    """Asks for a text as a sound file, or, without `text`, for the list of voices."""

    text: str | None
    voice: str
    rate: int


class VoiceRow(TypedDict):
    """A voice as the engine names it."""

    id: str
    name: str
    languages: list[str]


class Reply(TypedDict, total=False):
    """What came of a request: one of the three."""

    file: str
    voices: list[VoiceRow]
    error: str


class _Engine:
    """pyttsx3's engine, used for nothing but `save_to_file`."""

    def __init__(self, folder: Path) -> None:
        from audio.espeak import make_findable

        make_findable()
        import pyttsx3

        self._engine = pyttsx3.init()
        self._folder = folder
        self._count = 0

    def voices(self) -> list[VoiceRow]:
        return [
            {
                "id": str(voice.id),
                "name": str(voice.name),
                "languages": [_tag(language) for language in voice.languages or ()],
            }
            for voice in self._engine.getProperty("voices")
        ]

    def speak(self, request: Request) -> str:
        self._count += 1
        file = self._folder / f"{self._count}{'.aiff' if sys.platform == 'darwin' else '.wav'}"
        self._engine.setProperty("voice", request["voice"])
        self._engine.setProperty("rate", request["rate"])
        for _ in range(_TRIES):
            self._engine.save_to_file(request["text"], str(file))
            self._engine.runAndWait()
            if file.exists() and file.stat().st_size > _HEADER:
                break
        return str(file)


def _tag(language: str | bytes) -> str:
    text = language.decode(errors="replace") if isinstance(language, bytes) else language
    return text.strip("\x00\x05").replace("_", "-").lower()


def _replies(lines: Iterable[str], folder: Path) -> Iterator[Reply]:
    engine: _Engine | None = None
    for line in lines:
        request: Request = json.loads(line)
        try:
            if engine is None:
                engine = _Engine(folder)
            if request["text"] is None:
                yield {"voices": engine.voices()}
            else:
                yield {"file": engine.speak(request)}
        except Exception as error:  # noqa: BLE001 - whatever an engine raises is told, not died of
            yield {"error": f"{type(error).__name__}: {error}"}


def _requests(folder: Path) -> Iterator[str]:
    """Give the lines of the standard input; the process ends with it, even if the engine hangs."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            lines.put(line)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield lines.get()


def _answers() -> TextIO:
    """Keep the standard output for answers; what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def main() -> None:
    """Answer requests until the standard input ends."""
    # Ctrl-C is for the program that drives this one, which then ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(sys.argv[1])
    with _answers() as answers:
        for reply in _replies(_requests(folder), folder):
            print(json.dumps(reply), file=answers, flush=True)


if __name__ == "__main__":
    main()
