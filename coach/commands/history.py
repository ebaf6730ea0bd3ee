"""`coach history`: what was done; taken along, brought back, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from coach.commands.asking import agreed, yes_option
from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.commands.past import RunId, Since
from coach.commands.routines import RoutineName
from coach.context import Program
from coach.runs import Run
from sessions.plain_text import harmless
from sessions.words import Words

if TYPE_CHECKING:
    from coach.log import Log

_NEWEST: Final = 30
"""Lines where nothing is said of how many are wanted: what the overview stands above is seen."""
_PAGE: Final = 500
"""Lines that are read at once."""


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    as_csv = click.Option(["--csv", "as_csv"], is_flag=True, help=words("Print CSV."))
    since = click.Option(
        ["--since"],
        type=Since(words),
        metavar="DAYS|DATE",
        help=words("Only what was done since then: 7d, or 2026-01-31."),
    )
    routine = click.Option(
        ["--routine"], type=RoutineName(), metavar="NAME", help=words("Only this routine.")
    )
    return click.Group(
        "history",
        callback=_history,
        invoke_without_command=True,
        params=[as_json, as_csv, since, routine, language_option(words)],
        commands=[_export_command(words), _import_command(words), _delete_command(words)],
        help=words("Show past runs, the newest first."),
    )


def _export_command(words: Words) -> click.Command:
    return click.Command(
        "export",
        callback=_export,
        params=[_file(), language_option(words)],
        help=words("Write everything in the log to a file, as JSON; - is the screen."),
    )


def _import_command(words: Words) -> click.Command:
    return click.Command(
        "import",
        callback=_import,
        params=[_file(), language_option(words)],
        help=words(
            "Take back what was exported, or printed with --json or --csv; - reads what comes in."
            "\n\nWhat is in the log already stays as it is."
        ),
    )


def _delete_command(words: Words) -> click.Command:
    everything = click.Option(
        ["--all", "everything"], is_flag=True, help=words("Everything in the log.")
    )
    return click.Command(
        "delete",
        callback=_delete,
        params=[
            click.Argument(["run"], metavar="RUN", required=False, type=RunId()),
            everything,
            yes_option(words),
            language_option(words),
        ],
        help=words("Delete a session: RUN is its uuid, or how that begins."),
    )


def _file() -> click.Argument:
    file = click.Path(path_type=Path, allow_dash=True, dir_okay=False)
    return click.Argument(["file"], metavar="FILE", type=file)


@click.pass_context
def _history(
    ctx: click.Context,
    /,
    *,
    as_json: bool,
    as_csv: bool,
    since: datetime | None,
    routine: str | None,
) -> None:
    program: Program = ctx.obj
    words = program.words
    if ctx.invoked_subcommand is not None:
        if as_json or as_csv or since or routine:
            raise click.UsageError(
                words("These options go with coach history alone, without a command after it.")
            )
        return
    if as_json and as_csv:
        raise click.UsageError(words("Choose one of --json and --csv."))
    if as_json or as_csv:
        runs = list[Run]()
        if program.places.log.exists():
            with _reading(program) as log:
                runs = log.runs(since=since, routine=routine)
        _print_runs(runs, as_json=as_json)
        return
    told = False
    if program.places.log.exists():
        with _reading(program) as log:
            if since is None and routine is None:
                told = _tell_overview(program, log)
            else:
                told = _tell_all(program, log, since, routine)
    if not told:
        click.echo(words("Nothing has been done yet."), err=True)


def _print_runs(runs: list[Run], *, as_json: bool) -> None:
    from coach.exchange import runs_as_csv, runs_as_json

    if as_json:
        click.echo(runs_as_json(runs))
    else:
        click.echo(runs_as_csv(runs), nl=False)


def _tell_overview(program: Program, log: Log) -> bool:
    """Tell what it all comes to, and the newest; gives whether there was anything to tell."""
    from coach.past_text import listed_line, overview_lines

    words, formats = program.words, program.formats()
    newest = log.listed(_NEWEST + 1)
    if not newest:
        return False
    for line in overview_lines(log, program.now().date(), program.settings, formats, words):
        click.echo(line.rstrip())
    click.echo()
    for entry in newest[:_NEWEST]:
        click.echo(listed_line(entry, formats, words))
    if len(newest) > _NEWEST:
        beginning = log.sums.beginning()
        # A day earlier: the clock on the wall may have been behind UTC.
        day = (beginning.day - timedelta(days=1)).isoformat()
        more = words.plural(
            "One more: coach history --since {day}",
            "{n} more: coach history --since {day}",
            beginning.entries - _NEWEST,
            day=day,
        )
        click.echo(more, err=True)
    return True


def _tell_all(program: Program, log: Log, since: datetime | None, routine: str | None) -> bool:
    """Tell everything since then, or of that routine; gives whether there was anything."""
    from coach.past_text import listed_line

    formats = program.formats()
    entries = log.listed(_PAGE, None, since, routine)
    told = bool(entries)
    while entries:
        for entry in entries:
            click.echo(listed_line(entry, formats, program.words))
        entries = log.listed(_PAGE, entries[-1].place, since, routine)
    return told


@click.pass_obj
def _export(program: Program, /, file: Path) -> None:
    from coach.exchange import Kept, everything_as_json
    from coach.transfer import everything

    words, log = program.words, program.places.log
    with _explained(program):
        kept = everything(log) if log.exists() else Kept()
    text = everything_as_json(kept) + "\n"
    if str(file) == "-":
        click.echo(text, nl=False)
        return
    try:
        with click.open_file(str(file), "w", encoding="utf-8", atomic=True) as out:
            out.write(text)
    except OSError as error:
        raise Failure(
            words("{file} cannot be written: {reason}.", file=file, reason=error.strerror)
        ) from error
    n = len(kept.runs)
    click.echo(
        words.plural("{n} session is in {file}.", "{n} sessions are in {file}.", n, file=file),
        err=True,
    )


@click.pass_obj
def _import(program: Program, /, file: Path) -> None:
    from coach.exchange import ExchangeError, read
    from coach.transfer import take_over

    words = program.words
    try:
        # Line endings in a note are part of it.
        with click.open_file(str(file), "rb") as source:
            kept = read(source.read().decode("utf-8-sig"))
    except OSError as error:
        raise Failure(
            words("{file} cannot be read: {reason}.", file=file, reason=error.strerror)
        ) from error
    except UnicodeDecodeError as error:
        raise Failure(words("{file} is no text in UTF-8.", file=file)) from error
    except ExchangeError as error:
        raise Failure(f"{file}: {words.say(error.message)}") from error
    with _explained(program):
        taken = take_over(program.places.log, kept)
    click.echo(
        words("New: {new}. There already: {known}.", new=taken.new, known=taken.known), err=True
    )


@click.pass_obj
def _delete(program: Program, /, run: str | None, *, everything: bool, yes: bool) -> None:
    from coach.past_text import run_line

    words = program.words
    if everything == (run is not None):
        raise click.UsageError(words("Name one session, or --all."))
    if not program.places.log.exists():
        raise Failure(words("There is no log yet."))
    check_nothing_goes_on(program)
    if run is None:
        _delete_all(program, yes=yes)
        return
    with _reading(program) as log:
        found = log.beginning_with(run, limit=2)
    if not found:
        raise Failure(words("There is no session {uuid}.", uuid=harmless(run)))
    if len(found) > 1:
        raise Failure(words("Several sessions begin with {uuid}; add to it.", uuid=harmless(run)))
    click.echo(run_line(found[0], program.formats(), words))
    if yes or agreed(words("Delete this session for good?"), words):
        with _writing(program) as log:
            log.delete(found[0].uuid)


def _delete_all(program: Program, *, yes: bool) -> None:
    words = program.words
    with _reading(program) as log:
        n = log.count()
    question = words.plural(
        "Delete {n} session and all else in the log for good?",
        "Delete {n} sessions and all else in the log for good?",
        n,
    )
    if yes or agreed(question, words):
        with _writing(program) as log:
            log.delete_everything()


def check_nothing_goes_on(program: Program) -> None:
    """End the command while a session is being written to the log."""
    with _reading(program) as log:
        if log.under_way():
            raise Failure(program.words("A session is going on; end it first."))


@contextmanager
def _explained(program: Program) -> Iterator[None]:
    from coach.log import LogError

    try:
        yield
    except LogError as error:
        raise Failure(program.words.say(error.message)) from error


@contextmanager
def _reading(program: Program) -> Iterator[Log]:
    from coach.log import Log

    with _explained(program):
        log = Log.open_read_only(program.places.log)
        try:
            yield log
        finally:
            log.close()


@contextmanager
def _writing(program: Program) -> Iterator[Log]:
    from coach.log import Log

    with _explained(program):
        log = Log.open(program.places.log)
        try:
            yield log
        finally:
            log.close()
