"""The process that speaks: `python -m audio.speech_worker FOLDER`, driven by `audio.speech`.

pyttsx3 keeps one engine a process, prints where it likes, and can hang or crash with the system's
speech; Piper loads a model of 60 MB, once. Here they may: this process is asked by lines of JSON,
can be killed at any moment, and ends with whoever started it.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import sys
import threading
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO, TypedDict

if TYPE_CHECKING:
    from piper import PiperVoice

MODEL: Final = ".onnx"
"""How the name of a model of Piper ends: a voice that is called so is Piper's."""
_SUFFIX: Final = ".aiff" if sys.platform == "darwin" else ".wav"
"""Of what the system's speech writes: see `audio.system_voices`."""
_TRIES: Final = 3
"""Once in a few hundred texts, pyttsx3 writes a file of eSpeak NG without a sample."""
_HEADER: Final = 44
"""Bytes of such a file."""
_PIPER_PACE: Final = 190
"""Words a minute of a voice of Piper left to itself."""
_BREATH: Final = 0.35
"""Seconds between two sentences, which Piper leaves out."""


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


class _System:
    """pyttsx3's engine, used for nothing but `save_to_file`."""

    def __init__(self, folder: Path) -> None:
        from audio.espeak import make_findable

        make_findable()
        import pyttsx3

        self._engine = pyttsx3.init()
        self._folder = folder
        self._count = 0

    def _choose(self, voice: str, rate: int) -> None:
        if sys.platform != "linux":
            self._engine.setProperty("voice", voice)
            self._engine.setProperty("rate", rate)
            return
        # pyttsx3 would hand eSpeak NG the pace together with the text; its thread, which takes them
        # one after the other, may have begun to speak in the pace of before.
        from pyttsx3.drivers import _espeak

        if _espeak.SetVoiceByName(voice.encode()) != 0:
            raise ValueError(f"eSpeak NG has no voice {voice}")
        _espeak.SetParameter(_espeak.RATE, rate, 0)
        self._wait()

    def _wait(self) -> None:
        """Wait for eSpeak NG, which works in a thread of its own when its functions return."""
        if sys.platform == "linux":
            from pyttsx3.drivers import _espeak

            _espeak.Synchronize()

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
        file = self._folder / f"{self._count}{_SUFFIX}"
        self._choose(request["voice"], request["rate"])
        for _ in range(_TRIES):
            self._engine.save_to_file(request["text"], str(file))
            self._engine.runAndWait()
            self._wait()
            if file.exists() and file.stat().st_size > _HEADER:
                break
        return str(file)


class _Piper:
    """Piper with the models it has been asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._models: dict[str, PiperVoice] = {}
        self._count = 0

    def speak(self, request: Request) -> str:
        from piper import PiperVoice, SynthesisConfig

        model = request["voice"]
        if model not in self._models:
            self._models[model] = PiperVoice.load(model)
        voice = self._models[model]
        # Piper is told how long a sound is, not how many words come in a minute.
        length = voice.config.length_scale * _PIPER_PACE / request["rate"]
        self._count += 1
        file = self._folder / f"piper-{self._count}.wav"
        with wave.open(str(file), "wb") as sound:
            for n, part in enumerate(
                voice.synthesize(request["text"] or "", SynthesisConfig(length_scale=length))
            ):
                if n == 0:
                    layout = (part.sample_channels, part.sample_width, part.sample_rate)
                    sound.setparams((*layout, 0, "NONE", ""))
                else:
                    sound.writeframes(bytes(round(_BREATH * part.sample_rate) * 2))
                sound.writeframes(part.audio_int16_bytes)
        return str(file)


def _tag(language: str | bytes) -> str:
    text = language.decode(errors="replace") if isinstance(language, bytes) else language
    return text.strip("\x00\x05").replace("_", "-").lower()


def _replies(lines: Iterable[str], folder: Path) -> Iterator[Reply]:
    piper = _Piper(folder)
    system: _System | None = None
    for line in lines:
        request: Request = json.loads(line)
        try:
            if request["voice"].endswith(MODEL):
                yield {"file": piper.speak(request)}
                continue
            system = system or _System(folder)
            if request["text"] is None:
                yield {"voices": system.voices()}
            else:
                yield {"file": system.speak(request)}
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
