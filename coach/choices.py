"""The choices of the settings screen, as data: what can be chosen, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from audio.bell_set import BellSet
from coach.helplines import COUNTRIES
from coach.themes import DARK, LIGHT
from sessions.cue_rules import Verbosity
from sessions.sore import Sore
from sessions.words import Language, Message, message


@dataclass(frozen=True)
class Choice:
    """One of several values."""

    name: str
    """Of the field in `coach.settings.Settings`."""
    label: Message
    options: tuple[tuple[Message, object], ...]


@dataclass(frozen=True)
class OnOff:
    """Yes or no."""

    name: str
    """Of the field in `coach.settings.Settings`."""
    label: Message


@dataclass(frozen=True)
class Written:
    """A word or a number that is written."""

    name: str
    """Of the field in `coach.settings.Settings`."""
    label: Message


def _number(text: str, value: object) -> tuple[Message, object]:
    return message("{n}", n=text), value


_COUNTRY_NAMES: Final = {
    "AT": message("Austria"),
    "AU": message("Australia"),
    "CA": message("Canada"),
    "CH": message("Switzerland"),
    "DE": message("Germany"),
    "GB": message("United Kingdom"),
    "IE": message("Ireland"),
    "NZ": message("New Zealand"),
    "US": message("United States"),
}

VOICE: Final = "voice"
"""The field whose values this computer decides."""

CHOICES: Final = (
    Choice(
        "language",
        message("Language"),
        (
            (message("as the computer"), None),
            (message("German"), Language.DE),
            (message("English"), Language.EN),
        ),
    ),
    Choice(
        "sore",
        message("Sore side"),
        (
            (message("both or neither"), Sore.BOTH),
            (message("left"), Sore.LEFT),
            (message("right"), Sore.RIGHT),
        ),
    ),
    Choice(
        "most_pain",
        message("Advise against a start at pain above"),
        tuple(_number(str(pain), pain) for pain in range(3, 10)),
    ),
    Choice(
        "back_note_week",
        message("Caution on the back from week"),
        tuple(_number(str(week), week) for week in range(10, 33)),
    ),
    Choice(
        "back_swap_week",
        message("Not on the back from week"),
        tuple(_number(str(week), week) for week in range(10, 43)),
    ),
    Choice(
        "weekly_goal",
        message("Goal, minutes a week"),
        tuple(_number(str(minutes), minutes) for minutes in range(30, 301, 30)),
    ),
    Choice(
        "country",
        message("Whose emergency numbers"),
        (
            (message("the computer's country"), ""),
            *((_COUNTRY_NAMES[code], code) for code in COUNTRIES),
        ),
    ),
    Choice(VOICE, message("Voice"), ((message("the best there is"), ""),)),
    Choice(
        "speech_rate",
        message("Words a minute"),
        tuple(_number(str(rate), rate) for rate in range(100, 241, 10)),
    ),
    Choice(
        "volume",
        message("Volume"),
        tuple(_number(str(volume), volume) for volume in range(0, 101, 5)),
    ),
    Choice(
        "bells",
        message("Bells"),
        (
            (message("singing bowl"), BellSet.BOWL),
            (message("chime"), BellSet.CHIME),
            (message("wood"), BellSet.WOOD),
            (message("my own files"), BellSet.OWN),
        ),
    ),
    Choice(
        "music_volume",
        message("Volume of the music"),
        tuple(_number(str(volume), volume) for volume in range(0, 101, 5)),
    ),
    Choice(
        "output",
        message("Sound through"),
        (
            (message("whatever works"), "auto"),
            (message("miniaudio"), "miniaudio"),
            (message("simpleaudio"), "simpleaudio"),
            (message("nothing, silent"), "silent"),
        ),
    ),
    Choice(
        "verbosity",
        message("What is spoken"),
        (
            (message("everything"), Verbosity.FULL),
            (message("the short of it"), Verbosity.SHORT),
            (message("nothing, only tones"), Verbosity.TONES),
        ),
    ),
    Choice(
        "precount",
        message("Ticks before work"),
        tuple(_number(str(ticks), ticks) for ticks in range(11)),
    ),
    Choice(
        "time_left_every",
        message("Time left is said"),
        (
            (message("never"), 0.0),
            (message("every 15 seconds"), 15.0),
            (message("every 30 seconds"), 30.0),
            (message("every minute"), 60.0),
        ),
    ),
    Choice(
        "theme",
        message("Colours"),
        ((message("dark"), DARK.name), (message("light"), LIGHT.name)),
    ),
)

CUES: Final = (
    OnOff("preview", message("Say what comes next")),
    OnOff("form", message("Remind of the form")),
    OnOff("halfway", message("Say when half is over")),
    OnOff("ten_left", message("Say when ten seconds are left")),
    OnOff("counting", message("Count repetitions aloud")),
    OnOff("ticks", message("Ticks")),
    OnOff("muted", message("Muted")),
)

NUMBERS: Final = (
    Written("midwife_number", message("Midwife or maternity unit")),
    Written("advice_number", message("Another number for advice")),
    Written("emergency_number", message("Another emergency number")),
)
