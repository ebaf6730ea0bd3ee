"""`coach backup`: a copy of the log."""

from __future__ import annotations

from pathlib import Path

import click

from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.context import Program
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    file = click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))
    return click.Command(
        "backup",
        callback=_backup,
        params=[file, language_option(words)],
        help=words("Copy the log to a file, also while a session is going on."),
    )


@click.pass_obj
def _backup(program: Program, /, file: Path) -> None:
    from coach.copies import back_up
    from coach.log import LogError

    words = program.words
    if not program.places.log.exists():
        raise Failure(words("There is no log yet."))
    try:
        runs = back_up(program.places.log, file)
    except LogError as error:
        raise Failure(words.say(error.message)) from error
    except OSError as error:
        raise Failure(
            words("{file} cannot be written: {reason}.", file=file, reason=error.strerror)
        ) from error
    click.echo(
        words.plural("{n} session is in {file}.", "{n} sessions are in {file}.", runs, file=file),
        err=True,
    )
