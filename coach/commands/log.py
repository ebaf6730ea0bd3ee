"""`coach log`: what was done without the program."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import click

from coach.activities import CAUTIONS, NAMES, Activity, ActivityKind
from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.context import Program
from coach.log import Log, LogError
from coach.telling import clock_time
from sessions.durations import seconds_of
from sessions.plain_text import harmless
from sessions.words import Words

_LONGEST = timedelta(hours=24)
_LONGEST_NOTE = 2000


def command(words: Words) -> click.Group:
    """Build the command."""
    group = click.Group(
        "log",
        help=words("Write down what was done elsewhere, such as swimming."),
        params=[language_option(words)],
    )
    group.add_command(_add_command(words))
    group.add_command(_list_command(words))
    return group


def _add_command(words: Words) -> click.Command:
    scale = click.IntRange(0, 10)
    return click.Command(
        "add",
        callback=_add,
        params=[
            click.Argument(["kind"], type=click.Choice([str(kind) for kind in ActivityKind])),
            click.Argument(["length"], metavar="LENGTH"),
            click.Option(["--pain"], type=scale, help=words("Pain afterwards, 0 to 10.")),
            click.Option(["--effort"], type=scale, help=words("Effort, 0 to 10.")),
            click.Option(["--note"], default="", help=words("A note.")),
            click.Option(
                ["--at", "moment"],
                metavar="TIME",
                help=words("When it began, for example 2026-05-01T18:30; else it ends now."),
            ),
            language_option(words),
        ],
        help=words("Add an activity, for example: coach log add swimming 20m --pain 3"),
    )


def _list_command(words: Words) -> click.Command:
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Command(
        "list",
        callback=_list,
        params=[as_json, language_option(words)],
        help=words("Show the activities, the newest first."),
    )


@click.pass_obj
def _add(
    program: Program,
    /,
    kind: str,
    length: str,
    *,
    pain: int | None,
    effort: int | None,
    note: str,
    moment: str | None,
) -> None:
    words = program.words
    seconds = seconds_of(length)
    if seconds is None or not 0 < seconds <= _LONGEST.total_seconds():
        raise Failure(
            words('"{length}" is no length of time; write for example 20m', length=length)
        )
    if len(note) > _LONGEST_NOTE:
        raise Failure(words("The note is too long; {n} characters are the most.", n=_LONGEST_NOTE))
    activity = Activity(
        uuid=str(uuid4()),
        kind=ActivityKind(kind),
        started=_started(moment, seconds, program),
        seconds=seconds,
        pain=pain,
        effort=effort,
        note=harmless(note),
    )
    try:
        log = Log.open(program.places.log)
        try:
            log.add_activity(activity)
        finally:
            log.close()
    except LogError as error:
        raise Failure(words.say(error.message)) from error
    click.echo(_line(activity, program))
    for caution in CAUTIONS[activity.kind]:
        click.echo(words.say(caution), err=True)


@click.pass_obj
def _list(program: Program, /, *, as_json: bool) -> None:
    activities: list[Activity] = []
    if program.places.log.exists():
        try:
            log = Log.open_read_only(program.places.log)
            try:
                activities = log.activities()
            finally:
                log.close()
        except LogError as error:
            raise Failure(program.words.say(error.message)) from error
    if as_json:
        from coach.exchange import activities_as_json

        click.echo(activities_as_json(activities))
        return
    for activity in activities:
        click.echo(_line(activity, program))


def _started(moment: str | None, seconds: float, program: Program) -> datetime:
    now = program.now()
    if moment is None:
        return now - timedelta(seconds=seconds)
    try:
        written = datetime.fromisoformat(moment)
    except ValueError as error:
        raise Failure(
            program.words('"{time}" is no time; write for example 2026-05-01T18:30', time=moment)
        ) from error
    started = written.astimezone()
    if started > now:
        raise Failure(program.words("That is in the future; write when it began."))
    return started


def _line(activity: Activity, program: Program) -> str:
    words = program.words
    parts = [
        program.formats().moment(activity.started),
        clock_time(activity.seconds),
        words.say(NAMES[activity.kind]),
    ]
    if activity.pain is not None:
        parts.append(words("pain {n}", n=activity.pain))
    if activity.effort is not None:
        parts.append(words("effort {n}", n=activity.effort))
    if activity.note:
        parts.append(harmless(activity.note))
    return "  ".join(parts)
