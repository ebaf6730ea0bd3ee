"""`coach plan`: what somebody set out to do, and the same for their calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from coach.adherence import DAYS, Done, due_on
from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.commands.planned import Ahead, DayOf, Days, PlanId, TimeOfDay, matching
from coach.commands.routines import found, routine_argument
from coach.context import Program
from coach.plan_text import next_text, plan_lines, when_text
from coach.plans import Plan, Weekday, Wish, ended, going_on, planned
from sessions.library import Entry
from sessions.plain_text import harmless
from sessions.words import Words

if TYPE_CHECKING:
    from coach.log import Log


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Group(
        "plan",
        callback=_plan,
        invoke_without_command=True,
        params=[as_json, language_option(words)],
        commands=[_add_command(words), _remove_command(words), _calendar_command(words)],
        help=words("Show what is planned, and how much of it was done."),
    )


def _add_command(words: Words) -> click.Command:
    return click.Command(
        "add",
        callback=_add,
        params=[
            routine_argument(),
            click.Option(
                ["--days"],
                type=Days(words),
                metavar="DAYS",
                required=True,
                help=words("For example mon,wed,fri or mon-fri, daily, weekdays, weekend."),
            ),
            click.Option(
                ["--time", "at"],
                type=TimeOfDay(words),
                metavar="TIME",
                required=True,
                help=words("The time of day, for example 18:30."),
            ),
            click.Option(
                ["--from", "first"],
                type=DayOf(words),
                metavar="DATE",
                help=words("The first day, for example 2026-05-01; else today."),
            ),
            language_option(words),
        ],
        help=words(
            "Plan a routine, for example: coach plan add ball-wall --days mon,wed,fri --time 18:30"
            "\n\nA day that is planned for it already gets the new time."
        ),
    )


def _remove_command(words: Words) -> click.Command:
    return click.Command(
        "remove",
        callback=_remove,
        params=[
            click.Argument(["plan"], metavar="PLAN", type=PlanId()),
            language_option(words),
        ],
        help=words(
            "End a plan: PLAN is its routine, or how its uuid begins."
            "\n\nWhat was done of it stays known."
        ),
    )


def _calendar_command(words: Words) -> click.Command:
    return click.Command(
        "ics",
        callback=_write_calendar,
        params=[
            click.Argument(["plans"], metavar="[PLAN]...", nargs=-1, type=PlanId()),
            click.Option(
                ["-o", "file"],
                metavar="FILE",
                required=True,
                type=click.Path(path_type=Path, allow_dash=True, dir_okay=False),
                help=words("The file, for example plan.ics; - is the screen."),
            ),
            click.Option(
                ["--alarm"],
                type=Ahead(words),
                default="10m",
                metavar="LENGTH",
                help=words("How long before it reminds you, for example 10m; 0 is on time."),
            ),
            click.Option(
                ["--zone"],
                metavar="NAME",
                help=words("The time zone, for example Europe/Berlin; else the computer's."),
            ),
            language_option(words),
        ],
        help=words(
            "Write plans, or all of them, to a file that calendars take over."
            "\n\nTaken over again it brings the calendar up to date; nothing is there twice."
        ),
    )


@click.pass_context
def _plan(ctx: click.Context, /, *, as_json: bool) -> None:
    program: Program = ctx.obj
    words = program.words
    if ctx.invoked_subcommand is not None:
        if as_json:
            raise click.UsageError(
                words("These options go with coach plan alone, without a command after it.")
            )
        return
    today = program.now().date()
    plans, done = list[Plan](), list[Done]()
    if program.places.log.exists():
        with _reading(program) as log:
            plans, done = log.plans(), log.done(today - timedelta(days=DAYS))
    titles = {entry.name: _title(entry, words) for entry in program.library().entries()}
    if as_json:
        from coach.plan_json import plans_as_json

        click.echo(plans_as_json(plans, done, today, titles))
        return
    if not going_on(plans, today):
        click.echo(
            words(
                "Nothing is planned; coach plan add plans a routine, and so does p on the screen."
            ),
            err=True,
        )
    formats = program.formats()
    for line in _lines(going_on(plans, today), done, program):
        click.echo(line)
    for line in plan_lines(plans, done, today, titles, formats, words):
        click.echo(line)


@click.pass_obj
def _add(
    program: Program,
    /,
    routine: str,
    *,
    days: frozenset[Weekday],
    at: time,
    first: date | None,
) -> None:
    words, now = program.words, program.now()
    entry, _ = found(program, routine)
    shelf = [each.path.resolve() for each in program.library().entries()]
    if entry.path.resolve() not in shelf:
        raise Failure(
            words(
                "Only a routine in the library can be planned; put the file into {folder} first.",
                folder=program.places.routines,
            )
        )
    if first is not None and first < now.date():
        raise Failure(words("A plan cannot begin in the past; write today or a later day."))
    wish = Wish(entry.name, days, at, first or now.date())
    with _writing(program) as log:
        log.keep_plans(planned(log.plans(), wish, now, lambda: str(uuid4())))
        plans, done = log.plans(), log.done(now.date())
    own = [plan for plan in going_on(plans, now.date()) if plan.routine == entry.name]
    for line in _lines(own, done, program):
        click.echo(line)


@click.pass_obj
def _remove(program: Program, /, plan: str) -> None:
    words, now = program.words, program.now()
    if not program.places.log.exists():
        raise Failure(
            words('There is no plan "{plan}"; coach plan shows them all.', plan=harmless(plan))
        )
    with _writing(program) as log:
        matches = matching(plan, going_on(log.plans(), now.date()), words)
        if len(matches) > 1:
            raise Failure(
                words("Several plans are meant; write how the uuid of one begins:"),
                *_lines(matches, log.done(now.date()), program),
            )
        (removed,) = matches
        done = log.done(now.date())
        due = due_on(now.date(), [removed], done).get(removed.routine)
        # What is done today stays done.
        end = now.date() + timedelta(days=due is not None and due.is_done)
        log.keep_plans([ended(removed, end, now)])
    click.echo(
        words(
            "No longer planned: {routine}, {when}. coach plan ics tells your calendar as well.",
            routine=removed.routine,
            when=when_text(removed, program.formats(), words),
        ),
        err=True,
    )


@click.pass_obj
def _write_calendar(
    program: Program,
    /,
    plans: tuple[str, ...],
    *,
    file: Path,
    alarm: timedelta,
    zone: str | None,
) -> None:
    from coach.calendar_file import calendar
    from coach.occasions import occasions
    from coach.time_zone import TimeZoneError, own_zone, zone_named
    from coach.whole_file import write_whole

    words = program.words
    kept = list[Plan]()
    if program.places.log.exists():
        with _reading(program) as log:
            kept = log.plans()
    if not kept:
        raise Failure(words("Nothing is planned; coach plan add plans a routine."))
    wanted = {each for name in plans for each in matching(name, kept, words)}
    try:
        where = own_zone(program.now()) if zone is None else zone_named(zone)
    except TimeZoneError as error:
        raise Failure(words.say(error.message)) from error
    content = calendar(
        occasions([plan for plan in kept if not plans or plan in wanted], program),
        where,
        alarm,
        program.now(),
    )
    if str(file) == "-":
        click.echo(content, nl=False)
        return
    try:
        write_whole(file, content)
    except OSError as error:
        raise Failure(
            words("{file} cannot be written: {reason}.", file=file, reason=error.strerror)
        ) from error
    click.echo(
        words(
            "Open {file} with your calendar, or import it there. Times are those of {zone}.",
            file=file,
            zone=where.key,
        ),
        err=True,
    )


def _lines(plans: Sequence[Plan], done: Sequence[Done], program: Program) -> Iterator[str]:
    words, formats, today = program.words, program.formats(), program.now().date()
    due = due_on(today, plans, done)
    whens = [when_text(plan, formats, words) for plan in plans]
    names = [harmless(plan.routine) for plan in plans]
    for plan, name, when in zip(plans, names, whens, strict=True):
        told = next_text(plan, due.get(plan.routine), today, formats, words)
        yield (
            f"{plan.uuid[:8]}  {name:<{max(map(len, names))}}  {when:<{max(map(len, whens))}}"
            f"  {told}"
        )


def _title(entry: Entry, words: Words) -> str:
    if entry.routine is None:
        return entry.name
    return harmless(entry.routine.title.written_in(words.language).text)


@contextmanager
def _reading(program: Program) -> Iterator[Log]:
    from coach.log import Log, LogError

    try:
        with closing(Log.open_read_only(program.places.log)) as log:
            yield log
    except LogError as error:
        raise Failure(program.words.say(error.message)) from error


@contextmanager
def _writing(program: Program) -> Iterator[Log]:
    from coach.log import Log, LogError

    try:
        with closing(Log.open(program.places.log)) as log:
            yield log
    except LogError as error:
        raise Failure(program.words.say(error.message)) from error
