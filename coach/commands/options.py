"""The options that all commands share which play or compile a session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import click
import msgspec

from coach.commands.failure import Failure
from coach.commands.voice_name import VoiceName
from coach.context import Program
from coach.language import OPTION
from coach.stages import told
from sessions.sore import Sore
from sessions.stage import Stage, stage_of
from sessions.words import Language, Words

if TYPE_CHECKING:
    from coach.studio import Studio

OUTPUTS: Final = ("auto", "miniaudio", "simpleaudio", "silent")


@dataclass(frozen=True)
class Choices:
    """What a command line chooses for this time; None leaves it to the settings."""

    side: str | None = None
    phase: Stage | None = None
    voice: str | None = None
    output: str | None = None
    volume: int | None = None
    mute: bool | None = None
    music: str | None = None


def given(program: Program, choices: Choices) -> Program:
    """Give the program as it is for this time."""
    settings = program.settings
    chosen: dict[str, object] = {
        "sore": choices.side and Sore(choices.side),
        "voice": choices.voice,
        "output": choices.output,
        "volume": choices.volume,
        "muted": choices.mute,
        "music": choices.music,
    }
    if choices.phase is not None:
        chosen |= told(choices.phase, program.now().date())
    known = {name: value for name, value in chosen.items() if value is not None}
    return replace(program, settings=msgspec.structs.replace(settings, **known))


class PhaseType(click.ParamType[Stage]):
    """A stage of life, such as `pregnant:24`."""

    name = "phase"

    def __init__(self, words: Words) -> None:
        self._words = words

    def convert(
        self, value: str | Stage, param: click.Parameter | None, ctx: click.Context | None
    ) -> Stage:
        """Read what was written."""
        stage = stage_of(value.replace(":", " ")) if isinstance(value, str) else value
        if stage is None:
            self.fail(
                self._words(
                    "write not-pregnant, pregnant:WEEK, after-birth:WEEKS or "
                    "after-birth:WEEKS:caesarean, for example pregnant:24"
                ),
                param,
                ctx,
            )
        return stage


def check_voice(choices: Choices, studio: Studio, words: Words) -> None:
    """End the command where the voice that was asked for is not there."""
    from audio.voice import VoiceError

    if choices.voice:
        try:
            studio.check_voice(choices.voice)
        except VoiceError as error:
            raise Failure(words.say(error.message)) from error


def check_music(choices: Choices, studio: Studio, words: Words) -> None:
    """End the command where the music that was asked for cannot be played."""
    from audio.track import MusicError

    if choices.music:
        try:
            studio.check_music(choices.music)
        except MusicError as error:
            raise Failure(words.say(error.message)) from error


def music_option(words: Words) -> click.Option:
    """Give the option of what plays a session and may play music under it."""
    return click.Option(
        ["--music"],
        metavar="FILE|FOLDER",
        help=words("Music under it all: a file, or all in a folder."),
    )


def language_option(words: Words) -> click.Option:
    """Give the option that every command has; it has been obeyed before it is parsed."""
    return click.Option(
        [OPTION],
        type=click.Choice([str(language) for language in Language]),
        expose_value=False,
        help=words("Speak and write this language."),
    )


def session_options(words: Words) -> list[click.Parameter]:
    """Give the options that say what a session is like."""
    return [
        language_option(words),
        click.Option(
            ["--side"],
            type=click.Choice([str(sore) for sore in Sore]),
            help=words("The side that is sore."),
        ),
        click.Option(
            ["--phase"],
            type=PhaseType(words),
            metavar="PHASE",
            help=words("Whom it is for, this time: for example pregnant:24 or after-birth:8."),
        ),
        click.Option(
            ["--voice"], metavar="NAME", type=VoiceName(), help=words("The voice that speaks.")
        ),
    ]


def shared_options(words: Words) -> list[click.Parameter]:
    """Give the options of everything that plays."""
    return [
        *session_options(words),
        click.Option(
            ["--output"], type=click.Choice(OUTPUTS), help=words("What the sound goes through.")
        ),
        click.Option(
            ["--volume"], type=click.IntRange(0, 100), help=words("How loud it is, from 0 to 100.")
        ),
        click.Option(
            ["--mute"], is_flag=True, default=None, help=words("Make no sound; show everything.")
        ),
    ]
