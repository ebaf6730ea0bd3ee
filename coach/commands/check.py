"""`coach check`: whether routine files are right."""

from __future__ import annotations

from pathlib import Path

import click

from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.commands.routines import estimated
from coach.context import Program
from coach.telling import clock_time
from sessions.errors import RoutineError
from sessions.parse import load
from sessions.plain_text import harmless
from sessions.session import Session
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    files = click.Argument(["files"], metavar="FILE…", nargs=-1, required=True)
    return click.Command(
        "check",
        callback=_check,
        params=[files, language_option(words)],
        help=words("Check routine files; every mistake is one line."),
    )


@click.pass_obj
def _check(program: Program, /, files: tuple[str, ...]) -> None:
    mistakes: list[str] = []
    for file in files:
        try:
            routine = load(Path(file))
            timeline = estimated(program, Session(routine, program.words.language))
        except RoutineError as error:
            mistakes += error.sentences(program.words)
        except Failure as failure:
            mistakes.append(f"{harmless(file)}: {failure.message}")
        else:
            right = program.words("{file}: nothing wrong.", file=file)
            click.echo(f"{right}  {clock_time(timeline.duration)}")
    if mistakes:
        raise Failure(*mistakes)
