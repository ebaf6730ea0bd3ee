"""What the user has chosen, kept in a file that can be read and written by hand."""

from __future__ import annotations

import os
import re
import tomllib
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from audio.bell_set import BellSet
from sessions.cue_rules import CueRules, Verbosity
from sessions.sore import Sore
from sessions.stage import BackWeeks
from sessions.words import Language, Message, message

SET_ASIDE: Final = ".broken"
"""What is added to the name of a file that could not be read, before a new one is written."""


class SettingsError(Exception):
    """The settings could not be read or written."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


class LifePhase(StrEnum):
    """What somebody has told of themselves."""

    UNTOLD = ""
    NOT_PREGNANT = "not-pregnant"
    PREGNANT = "pregnant"
    AFTER_BIRTH = "after-birth"


class Settings(Struct, frozen=True, kw_only=True, rename="kebab"):
    """Every choice, with what holds until it is made; the names are those in the file."""

    language: Language | None = None
    """None: the computer's."""
    voice: str = ""
    """The name of a voice, empty: the best there is of the language."""
    speech_rate: Annotated[int, Meta(ge=80, le=400)] = 150
    """Words a minute."""
    volume: Annotated[int, Meta(ge=0, le=100)] = 80
    muted: bool = False
    bells: BellSet = BellSet.BOWL
    music: str = ""
    """A file or folder that plays under the session, empty: none."""
    music_volume: Annotated[int, Meta(ge=0, le=100)] = 70
    output: str = "auto"
    """As in `--output`."""
    sore: Sore = Sore.BOTH
    phase: LifePhase = LifePhase.UNTOLD
    """Asked once, before the first session."""
    pregnant_since: date | None = None
    """The first day of week 1 of the pregnancy."""
    birth: date | None = None
    """The day of the last birth."""
    caesarean: bool = False
    back_note_week: Annotated[int, Meta(ge=1, le=43)] = 16
    """The week of pregnancy from which lying on the back gets a caution."""
    back_swap_week: Annotated[int, Meta(ge=1, le=43)] = 20
    """The week of pregnancy from which nobody lies on their back; 43: never."""
    most_pain: Annotated[int, Meta(ge=1, le=10)] = 6
    """The highest pain, 0 to 10, with which a session is begun without advice against it."""
    weekly_goal: Annotated[int, Meta(ge=0, le=2000)] = 150
    """Minutes a week."""
    country: str = ""
    """The code of the country whose numbers are shown; empty: the computer's."""
    emergency_number: str = ""
    """Empty: the country's, as with the next one."""
    advice_number: str = ""
    midwife_number: str = ""
    theme: str = ""
    """The name of a screen theme, empty: the program's own."""

    verbosity: Verbosity = Verbosity.FULL
    form: bool = True
    halfway: bool = True
    ten_left: bool = True
    counting: bool = True
    preview: bool = True
    ticks: bool = True
    precount: Annotated[int, Meta(ge=0, le=10)] = 3
    """Seconds of ticks before work begins."""
    time_left_every: Annotated[float, Meta(ge=0, le=3600)] = 0.0
    """Seconds between two announcements of the time left; 0: none."""

    def back_weeks(self) -> BackWeeks:
        """Give the weeks from which lying on the back changes."""
        return BackWeeks(self.back_note_week, self.back_swap_week)

    def rules(self) -> CueRules:
        """Give the choice of cues, as `sessions.compile` is told it."""
        return CueRules(
            verbosity=self.verbosity,
            form=self.form,
            halfway=self.halfway,
            ten_left=self.ten_left,
            counting=self.counting,
            preview=self.preview,
            ticks=self.ticks,
            precount=self.precount,
            time_left_every=self.time_left_every,
        )


class SettingsFile:
    """The file the settings are kept in."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Settings:
        """Read the settings; defaults where there is no file yet. Raises `SettingsError`."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return Settings()
        except OSError as error:
            raise SettingsError(
                message(
                    "The settings in {file} cannot be read: {reason}.",
                    file=self.path,
                    reason=error.strerror,
                )
            ) from error
        except UnicodeDecodeError as error:
            raise SettingsError(
                message("{file}: save the settings as UTF-8.", file=self.path)
            ) from error
        try:
            return msgspec.convert(_known(tomllib.loads(text)), Settings)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(
                message(
                    "{file}:{line}: this line of the settings cannot be understood.",
                    file=self.path,
                    line=_line_of_syntax(error),
                )
            ) from error
        except msgspec.ValidationError as error:
            key = _key_of(error)
            raise SettingsError(
                message(
                    "{file}:{line}: the setting “{key}” has a value that it cannot have.",
                    file=self.path,
                    line=_line_of_key(text, key),
                    key=key,
                )
            ) from error

    def save(self, settings: Settings) -> None:
        """Write what differs from the defaults, keeping comments and unknown keys.

        A file that cannot be read is set aside first, never overwritten. Raises `SettingsError`.
        """
        try:
            self._write(self._changed(settings))
        except OSError as error:
            raise SettingsError(
                message(
                    "The settings cannot be kept in {file}: {reason}.",
                    file=self.path,
                    reason=error.strerror,
                )
            ) from error

    def _changed(self, settings: Settings) -> str:
        import tomlkit

        try:
            self.read()
        except SettingsError:
            self.path.replace(self.path.with_name(self.path.name + SET_ASIDE))
        text = self.path.read_text(encoding="utf-8-sig") if self.path.exists() else ""
        document = tomlkit.parse(text)
        defaults = msgspec.to_builtins(Settings())
        for key, value in msgspec.to_builtins(settings).items():
            if value is None:
                document.pop(key, None)
            elif key in document or value != defaults[key]:
                document[key] = value
        return tomlkit.dumps(document)

    def _write(self, text: str) -> None:
        import tempfile

        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=self.path.name, suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise


def _known(table: dict[str, object]) -> dict[str, object]:
    names = set(Settings.__struct_encode_fields__)
    return {key: value for key, value in table.items() if key in names}


def _line_of_syntax(error: tomllib.TOMLDecodeError) -> int:
    # The position is an attribute only since Python 3.14; until then it ends the sentence.
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1


def _key_of(error: msgspec.ValidationError) -> str:
    found = re.search(r"\$\.([\w-]+)", str(error))
    return found[1] if found else ""


def _line_of_key(text: str, key: str) -> int:
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line):
            return number
    return 1
