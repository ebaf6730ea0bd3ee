"""`coach run`: do a routine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click
import msgspec

from coach.commands.failure import Failure
from coach.commands.options import Choices, check_voice, given, shared_options
from coach.commands.routines import estimated, found, routine_argument
from coach.commands.screen import has_screen
from coach.context import Context, Program, at_work
from coach.keys import Keys, NoKeys, keys
from coach.runs import Felt
from coach.settings import SettingsError
from sessions.library import Entry
from sessions.routine import Routine
from sessions.words import Words

if TYPE_CHECKING:
    from coach.plain_check import PlainCheck


def command(words: Words) -> click.Command:
    """Build the command."""
    plain = click.Option(
        ["--plain"], is_flag=True, help=words("Print lines instead of a full screen.")
    )
    yes = click.Option(["--yes"], is_flag=True, help=words("Start without asking anything."))
    return click.Command(
        "run",
        callback=_run,
        params=[routine_argument(), plain, yes, *shared_options(words)],
        help=words("Do a routine."),
    )


@click.pass_context
def _run(ctx: click.Context, /, routine: str, *, plain: bool, yes: bool, **chosen: object) -> None:
    choices = Choices(**chosen)  # type: ignore[arg-type]
    program = replace(given(ctx.obj, choices), asks=not yes)
    entry, content = found(program, routine)
    with at_work(program) as context:
        check_voice(choices, context.studio, program.words)
        if plain or not has_screen():
            ctx.exit(_run_plain(context, entry, content))
        from coach.app import run_app

        ctx.exit(run_app(context, entry))


def _run_plain(context: Context, entry: Entry, routine: Routine) -> int:
    from coach.plain_check import PlainCheck

    words, program = context.words, context.program
    for note in context.notes:
        click.echo(words.say(note), err=True)
    pressed = keys()
    check = PlainCheck(pressed, words, click.echo)
    if program.asks and not isinstance(pressed, NoKeys):
        with pressed:
            program = _with_phase(program, check)
            timeline = estimated(program, program.session(routine))
            if not check.begins(timeline, program.safety(), program, context.log):
                return 1
    return _lead(replace(context, program=program), entry, routine, pressed, check.pain)


def _with_phase(program: Program, check: PlainCheck) -> Program:
    """Ask for the phase where it is not known, and keep it."""
    from coach.stages import stage_on, told

    today = program.now().date()
    if stage_on(today, program.settings) is not None:
        return program
    values = told(check.stage(), today)
    file = program.settings_file
    try:
        file.save(msgspec.structs.replace(file.read(), **values))
    except SettingsError as error:
        click.echo(program.words.say(error.message), err=True)
    return replace(program, settings=msgspec.structs.replace(program.settings, **values))


def _lead(context: Context, entry: Entry, routine: Routine, pressed: Keys, pain: int | None) -> int:
    from audio.clocks import machine_clocks
    from audio.output import OutputError
    from coach.plain import KEYS_HELP, do
    from coach.recorder import Recorder, start_of
    from sessions.compile import SessionError

    words = context.words
    try:
        session = context.program.session(routine)
        prepared = context.studio.prepare(session, context.settings)
        playing = context.studio.play(prepared, context.settings)
    except (SessionError, OutputError) as error:
        raise Failure(words.say(error.message)) from error
    for note in playing.notes:
        click.echo(words.say(note), err=True)
    if not isinstance(pressed, NoKeys):
        click.echo(words.say(KEYS_HELP), err=True)
    start = start_of(entry.name, entry.path, prepared.timeline, session)
    recorder = Recorder(context.log, start, machine_clocks().awake)
    recorder.annotate(Felt(pain_before=pain))
    try:
        caught = do(playing.player, recorder, pressed, context.program.safety(), words, click.echo)
    finally:
        playing.player.close()
        if recorder.trouble is not None:
            click.echo(words.say(recorder.trouble), err=True)
    return 128 + caught if caught else 0
