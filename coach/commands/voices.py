"""`coach voices`: the voices there are, how one sounds, and fetching another."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click
import msgspec

from coach.commands.failure import Failure
from coach.commands.options import OUTPUTS, Choices, given, language_option
from coach.commands.voice_name import VoiceName, voices_of
from coach.context import Program
from coach.json_text import json_text
from sessions.plain_text import harmless
from sessions.words import Language, Words, message

if TYPE_CHECKING:
    from audio.voices import VoiceInfo

_QUALITIES: Final = (
    message("novelty"),
    message("plain"),
    message("good"),
    message("very good"),
)
"""What `audio.voices.Quality` is called, by its number."""
_STEPS: Final = 1000
_INSTALLABLE: Final = tuple(str(language) for language in Language)


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Group(
        "voices",
        callback=_list,
        invoke_without_command=True,
        params=[as_json, language_option(words)],
        commands=[_test_command(words), _install_command(words)],
        help=words("List the voices, with language and quality; * marks those that speak."),
    )


def _test_command(words: Words) -> click.Command:
    return click.Command(
        "test",
        callback=_test,
        params=[
            click.Argument(["name"], metavar="NAME", type=VoiceName()),
            click.Option(
                ["--output"], type=click.Choice(OUTPUTS), help=words("What the sound goes through.")
            ),
            click.Option(
                ["--volume"],
                type=click.IntRange(0, 100),
                help=words("How loud it is, from 0 to 100."),
            ),
            language_option(words),
        ],
        help=words("Let a voice be heard."),
    )


def _install_command(words: Words) -> click.Command:
    language = click.Argument(["wanted"], metavar="LANGUAGE", shell_complete=_installable)
    return click.Command(
        "install",
        callback=_install,
        params=[language, language_option(words)],
        help=words("Fetch a natural voice for Piper: for de or en, or the one of a name."),
    )


def _installable(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001
    return [language for language in _INSTALLABLE if language.startswith(incomplete)]


@click.pass_context
def _list(ctx: click.Context, /, *, as_json: bool) -> None:
    from audio.voice import VoiceError

    if ctx.invoked_subcommand is not None:
        return
    program: Program = ctx.obj
    try:
        voices = sorted(voices_of(program), key=lambda v: (v.languages, -v.quality, v.name))
    except VoiceError as error:
        raise Failure(program.words.say(error.message)) from error
    speaking = _speaking(program, voices)
    if as_json:
        described = [_described(voice, speaks=voice in speaking) for voice in voices]
        click.echo(json_text(described))
        return
    rows = [_row(voice, program.words) for voice in voices]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for voice, row in zip(voices, rows, strict=True):
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        mark = "*" if voice in speaking else " "
        click.echo(f"{mark} {'  '.join(cells)}".rstrip())


@click.pass_obj
def _test(program: Program, /, name: str, *, output: str | None, volume: int | None) -> None:
    from audio.output import OutputError
    from audio.voice import VoiceError
    from audio.voices import named_voice
    from coach.audition import audition

    program = given(program, Choices(output=output, volume=volume, voice=name))
    words = program.words
    try:
        voice = named_voice(voices_of(program), name)
        # In the language of the screen where the voice speaks it.
        order = sorted(Language, key=lambda language: language is not words.language)
        language = next((language for language in order if voice.speaks(language)), None)
        if language is None:
            raise Failure(
                words('The voice "{name}" speaks neither German nor English.', name=voice.name)
            )
        text = Words(language)("This is how I sound.")
        settings = msgspec.structs.replace(program.settings, voice=voice.id)
        audition(text, language, settings, program.places)
    except (VoiceError, OutputError) as error:
        raise Failure(words.say(error.message)) from error


@click.pass_obj
def _install(program: Program, /, wanted: str) -> None:
    from audio.piper_offers import FetchError, fetch, offer_for, offers

    words = program.words
    try:
        offer = offer_for(offers(), wanted)
        with click.progressbar(length=_STEPS, label=offer.name, file=sys.stderr) as bar:
            fetch(
                offer,
                program.places.voices,
                lambda done: bar.update(round(done * _STEPS) - bar.pos),
            )
    except FetchError as error:
        raise Failure(words.say(error.message)) from error
    click.echo(words("{name} is installed.", name=offer.name))


def _speaking(program: Program, voices: list[VoiceInfo]) -> list[VoiceInfo]:
    """Give the voice that each language is spoken with."""
    from audio.voice import VoiceError
    from audio.voices import best_voice

    speaking = []
    for language in Language:
        for wanted in (program.settings.voice, ""):
            try:
                speaking.append(best_voice(voices, language, wanted))
            except VoiceError:
                continue
            break
    return speaking


def _row(voice: VoiceInfo, words: Words) -> tuple[str, str, str, str]:
    quality = words.say(_QUALITIES[voice.quality])
    return harmless(voice.name), harmless(", ".join(voice.languages)), voice.engine, quality


def _described(voice: VoiceInfo, *, speaks: bool) -> dict[str, object]:
    return {
        "name": voice.name,
        "id": voice.id,
        "engine": voice.engine,
        "languages": list(voice.languages),
        "quality": voice.quality.name.lower(),
        "speaks": speaks,
    }
