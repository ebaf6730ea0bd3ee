"""`coach run`: do a routine."""

from __future__ import annotations

import time

import click

from coach.commands.failure import Failure
from coach.commands.options import Choices, check_voice, given, shared_options
from coach.commands.routines import found, routine_argument, session_of
from coach.commands.screen import has_screen
from coach.context import Context, at_work
from coach.keys import NoKeys, keys
from sessions.library import Entry
from sessions.routine import Routine
from sessions.words import Words


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
    del yes  # Nothing is asked yet; scripts that mean to be ready for it may say so.
    choices = Choices(**chosen)  # type: ignore[arg-type]
    program = given(ctx.obj, choices)
    entry, content = found(program, routine)
    with at_work(program) as context:
        check_voice(choices, context.studio, program.words)
        if plain or not has_screen():
            ctx.exit(_run_plain(context, entry, content))
        from coach.app import run_app

        ctx.exit(run_app(context, entry))


def _run_plain(context: Context, entry: Entry, routine: Routine) -> int:
    from audio.output import OutputError
    from coach.plain import KEYS_HELP, do
    from coach.recorder import Recorder, start_of
    from sessions.compile import SessionError

    words = context.words
    for note in context.notes:
        click.echo(words.say(note), err=True)
    try:
        session = session_of(context.program, routine)
        prepared = context.studio.prepare(session, context.settings)
        playing = context.studio.play(prepared, context.settings)
    except (SessionError, OutputError) as error:
        raise Failure(words.say(error.message)) from error
    for note in playing.notes:
        click.echo(words.say(note), err=True)
    pressed = keys()
    if not isinstance(pressed, NoKeys):
        click.echo(words.say(KEYS_HELP), err=True)
    start = start_of(entry.name, entry.path, prepared.timeline, session.sore)
    recorder = Recorder(context.log, start, time.monotonic)
    try:
        caught = do(playing.player, recorder, pressed, words, click.echo)
    finally:
        playing.player.close()
        if recorder.trouble is not None:
            click.echo(words.say(recorder.trouble), err=True)
    return 128 + caught if caught else 0
