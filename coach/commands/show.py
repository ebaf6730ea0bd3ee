"""`coach show`: the segments and cues of a routine."""

from __future__ import annotations

from typing import Final

import click

from coach.commands.options import Choices, given, session_options
from coach.commands.routines import estimated, found, routine_argument
from coach.context import Program
from coach.json_text import json_text
from coach.telling import change_text, clock_time, cue_text, segment_text
from sessions.words import Words

_INDENT: Final = "    "


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Command(
        "show",
        callback=_show,
        params=[routine_argument(), as_json, *session_options(words)],
        help=words(
            "Show what happens in a routine and when.\n\n"
            "The times are estimated; how long speech takes depends on the voice."
        ),
    )


@click.pass_obj
def _show(program: Program, /, routine: str, *, as_json: bool, **chosen: str | None) -> None:
    program = given(program, Choices(**chosen))  # type: ignore[arg-type]
    _, content = found(program, routine)
    timeline = estimated(program, program.session(content))
    if as_json:
        from audio.cue_sheet import cue_sheet

        click.echo(json_text(cue_sheet(timeline)))
        return
    words = program.words
    click.echo(f"{timeline.title.text}  {clock_time(timeline.duration)}")
    for change in timeline.changes:
        click.echo(change_text(change, words))
    for segment in timeline.segments:
        click.echo(f"{clock_time(segment.start)}  {segment_text(timeline, segment, words)}")
        for cue in segment.cues:
            click.echo(f"{_INDENT}{clock_time(cue.start)}  {cue_text(cue, words)}")
