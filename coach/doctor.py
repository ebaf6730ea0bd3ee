"""What works here: each thing is tried, not guessed."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from coach.context import Program
from sessions.words import Language, Message, message

_LANGUAGES: Final = {Language.DE: message("German"), Language.EN: message("English")}


@dataclass(frozen=True)
class Finding:
    """One thing that was tried."""

    about: str
    """What it belongs to, for scripts: program, voice, output, terminal, folder, clips, log,
    settings."""
    name: str
    """Which one, for scripts."""
    label: Message
    works: bool
    detail: Message | str
    """A sentence, or content such as a path."""


def examine(program: Program) -> list[Finding]:
    """Try everything."""
    return [
        _program(),
        *_settings(program),
        *_voices(program),
        *_outputs(),
        _terminal(),
        *_folders(program),
        _clips(program),
        *_log(program),
    ]


def _program() -> Finding:
    system = platform.platform(terse=True)
    detail = f"{version('mat-coach')}, Python {platform.python_version()}, {system}"
    return Finding("program", "mat-coach", message("Mat Coach"), works=True, detail=detail)


def _settings(program: Program) -> Iterator[Finding]:
    yield Finding(
        "settings",
        "settings",
        message("Settings"),
        works=not program.notes,
        detail=program.notes[0] if program.notes else str(program.places.settings),
    )


def _voices(program: Program) -> Iterator[Finding]:
    from audio.speech import SpeechVoice
    from audio.voice import VoiceError

    speech = SpeechVoice(models=program.places.voice_folders)
    try:
        voices = speech.voices()
    except VoiceError as error:
        yield Finding("voice", "", message("Voices"), works=False, detail=error.message)
        return
    finally:
        speech.close()
    for language, name in _LANGUAGES.items():
        names = [voice.name for voice in voices if voice.speaks(language)]
        yield Finding(
            "voice",
            language,
            message("Voice, {language}", language=name),
            works=bool(names),
            detail=", ".join(names) or message("none"),
        )


def _outputs() -> Iterator[Finding]:
    import numpy as np

    from audio.clip import Samples
    from audio.output import OutputError
    from audio.outputs import OUTPUTS, open_output

    def silence(frames: int) -> Samples:
        return np.zeros(frames, dtype=np.float32)

    for choice in OUTPUTS:
        label = message("Sound, {output}", output=choice)
        try:
            open_output(choice, silence).output.close()
        except OutputError as error:
            yield Finding("output", choice, label, works=False, detail=error.message)
        else:
            yield Finding("output", choice, label, works=True, detail=message("opens"))


def _terminal() -> Finding:
    size = shutil.get_terminal_size()
    kind = os.environ.get("TERM", "?")
    detail = f"{kind}, {size.columns} × {size.lines}, {sys.stdout.encoding}"
    return Finding("terminal", "", message("Terminal"), works=sys.stdout.isatty(), detail=detail)


def _folders(program: Program) -> Iterator[Finding]:
    places = program.places
    folders = {
        "data": (message("Folder for data"), places.data),
        "config": (message("Folder for settings"), places.config),
        "cache": (message("Folder for spoken clips"), places.cache),
    }
    for name, (label, folder) in folders.items():
        works = _is_writable(folder)
        closed = message("{path} cannot be written in", path=folder)
        yield Finding("folder", name, label, works=works, detail=str(folder) if works else closed)


def _clips(program: Program) -> Finding:
    from audio.clip_folder import MOST_BYTES, ClipFolder

    size = ClipFolder(program.places.clips).size()
    detail = message(
        "{size} MB of {most} MB at the most",
        size=f"{size / 1024**2:.1f}",
        most=MOST_BYTES // 1024**2,
    )
    return Finding("clips", "clips", message("Spoken clips"), works=True, detail=detail)


def _is_writable(folder: Path) -> bool:
    """Whether files can be put there; where it is missing, whether it could be made."""
    for there in (folder, *folder.parents):
        if there.exists():
            return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return False


def _log(program: Program) -> Iterator[Finding]:
    from contextlib import closing

    from coach.log import Log, LogError
    from coach.log_file import DamagedLogError, GarbledLogError
    from coach.mend import set_aside

    label, path = message("Log"), program.places.log
    if path.exists():
        try:
            with closing(Log.open_read_only(path)) as log:
                log.check()
                detail = message("runs: {n}", n=log.count())
            yield Finding("log", "log", label, works=True, detail=detail)
        except DamagedLogError:
            remedy = GarbledLogError().message
            yield Finding("log", "log", label, works=False, detail=remedy)
        except LogError as error:
            yield Finding("log", "log", label, works=False, detail=error.message)
    else:
        yield Finding("log", "log", label, works=True, detail=message("nothing in it yet"))
    for file in set_aside(path):
        aside = message("Damaged log, set aside")
        yield Finding("log", "set-aside", aside, works=True, detail=str(file))
