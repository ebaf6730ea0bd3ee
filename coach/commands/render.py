"""`coach render`: a whole session as a sound file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from coach.commands.failure import Failure
from coach.commands.options import (
    Choices,
    check_music,
    check_voice,
    given,
    music_option,
    session_options,
)
from coach.commands.routines import found, routine_argument
from coach.context import Program
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    return click.Command(
        "render",
        callback=_render,
        params=[
            routine_argument(),
            click.Option(
                ["-o", "file"],
                metavar="FILE",
                required=True,
                help=words("The sound file: .wav, .flac, .ogg, .opus or .mp3."),
            ),
            click.Option(
                ["--cues"], metavar="FILE", help=words("Write its cues with their times as JSON.")
            ),
            music_option(words),
            *session_options(words),
        ],
        help=words("Write the whole session to a sound file."),
    )


@click.pass_obj
def _render(
    program: Program, /, routine: str, *, file: str, cues: str | None, **chosen: str | None
) -> None:
    from audio.cue_file import cue_file
    from audio.cue_sheet import cue_sheet
    from audio.output import OutputError
    from audio.render import render
    from audio.tags import Album
    from coach.studio import Studio
    from sessions.chapters import chapters
    from sessions.compile import SessionError

    choices = Choices(**chosen)  # type: ignore[arg-type]
    program = given(program, choices)
    _, content = found(program, routine)
    studio = Studio(program.places)
    check_voice(choices, studio, program.words)
    check_music(choices, studio, program.words)
    try:
        prepared = studio.prepare(program.session(content), program.settings)
        timeline = prepared.timeline
        album = Album(timeline.title.text, timeline.language, timeline.duration, chapters(timeline))
        render(prepared.mix, Path(file), album=album)
    except (SessionError, OutputError) as error:
        raise Failure(program.words.say(error.message)) from error
    finally:
        troubles = studio.troubles()
        studio.close()
    for trouble in troubles:
        click.echo(program.words.say(trouble), err=True)
    _write(program, Path(file).with_suffix(".cue"), cue_file(album, Path(file).name))
    if cues is not None:
        _write(program, Path(cues), f"{json.dumps(cue_sheet(timeline), ensure_ascii=False)}\n")


def _write(program: Program, path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Failure(
            program.words("{file} cannot be written: {reason}.", file=path, reason=error.strerror)
        ) from error
