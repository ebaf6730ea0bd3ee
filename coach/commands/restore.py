"""`coach restore`: a backup becomes the log."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import click

from coach.commands.asking import agreed, yes_option
from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.context import Program
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    file = click.Argument(["file"], metavar="FILE", type=click.Path(path_type=Path))
    return click.Command(
        "restore",
        callback=_restore,
        params=[file, yes_option(words), language_option(words)],
        help=words("Put a backup in the place of the log; the log that is there is set aside."),
    )


@click.pass_obj
def _restore(program: Program, /, file: Path, *, yes: bool) -> None:
    from coach.commands.history import check_nothing_goes_on
    from coach.copies import restore
    from coach.log import LogError

    words, log = program.words, program.places.log
    if log.exists():
        if _is_whole(log):
            check_nothing_goes_on(program)
        if not yes and not agreed(words("Put {file} in the place of the log?", file=file), words):
            return
    try:
        aside = restore(log, file, program.now().date())
    except LogError as error:
        raise Failure(words.say(error.message)) from error
    except OSError as error:
        raise Failure(
            words("{file} cannot be read: {reason}.", file=file, reason=error.strerror)
        ) from error
    click.echo(words("The log is now what {file} was.", file=file), err=True)
    if aside is not None:
        click.echo(words("The log that was there is {file}.", file=aside), err=True)


def _is_whole(log: Path) -> bool:
    from coach.log import Log
    from coach.log_file import DamagedLogError, LogError

    try:
        with closing(Log.open_read_only(log)) as opened:
            opened.check()
    except DamagedLogError:
        return False
    except LogError:
        # That is told as soon as it is used.
        return True
    return True
