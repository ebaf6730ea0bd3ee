"""`coach run`: do a routine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click
import msgspec

from coach.commands.failure import Failure
from coach.commands.options import (
    Choices,
    check_music,
    check_voice,
    given,
    music_option,
    shared_options,
)
from coach.commands.routines import estimated, found, routine_argument
from coach.commands.screen import has_screen
from coach.context import Context, Program, at_work
from coach.if_broken_off import IfBrokenOff
from coach.keys import Keys, NoKeys, keys
from coach.resuming import BrokenOff
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
    resume = click.Option(
        ["--resume"], is_flag=True, help=words("Go on with the session that broke off.")
    )
    return click.Command(
        "run",
        callback=_run,
        params=[
            routine_argument(),
            plain,
            resume,
            yes,
            music_option(words),
            *shared_options(words),
        ],
        help=words("Do a routine."),
    )


@click.pass_context
def _run(
    ctx: click.Context, /, routine: str, *, plain: bool, resume: bool, yes: bool, **chosen: object
) -> None:
    from coach.plain_resume import found_broken_off, is_gone_on_with

    choices = Choices(**chosen)  # type: ignore[arg-type]
    program = replace(given(ctx.obj, choices), asks=not yes)
    entry, content = found(program, routine)
    with at_work(program) as context:
        check_voice(choices, context.studio, program.words)
        check_music(choices, context.studio, program.words)
        if_broken_off = (
            IfBrokenOff.GO_ON if resume else IfBrokenOff.LEAVE if yes else IfBrokenOff.ASK
        )
        cut = found_broken_off(context, entry)
        if resume and cut is None:
            raise Failure(
                program.words(
                    "No session of this routine has broken off that could be gone on with."
                )
            )
        if plain or not has_screen():
            if cut is not None and not is_gone_on_with(context, cut, if_broken_off):
                cut = None
            ctx.exit(_run_plain(context, entry, content, cut))
        from coach.app import run_app

        ctx.exit(run_app(program, lambda: context, entry, if_broken_off))


def _run_plain(context: Context, entry: Entry, routine: Routine, cut: BrokenOff | None) -> int:
    from coach.plain_check import PlainCheck
    from coach.plain_resume import found_broken_off
    from coach.telling import change_text

    words, program = context.words, context.program
    for note in context.notes:
        if note not in program.notes:  # Those have been told at the start.
            click.echo(words.say(note), err=True)
    pressed = keys()
    check = PlainCheck(pressed, words, click.echo)
    asks = program.asks and not isinstance(pressed, NoKeys)
    if asks:
        with pressed:
            program = _with_phase(program, check)
        context = replace(context, program=program)
        # What was just told may change what suits.
        cut = cut and found_broken_off(context, entry)
    for change in estimated(program, program.session(routine)).changes:
        click.echo(change_text(change, words))
    if asks:
        with pressed:
            if not check.begins(program.safety(), program, context.log):
                return 1
    return _lead(context, entry, routine, pressed, _Told(cut, check.pain))


@dataclass(frozen=True)
class _Told:
    """What is known before a start."""

    cut: BrokenOff | None
    """What is gone on with."""
    pain: int | None


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


def _lead(context: Context, entry: Entry, routine: Routine, pressed: Keys, told: _Told) -> int:
    from audio.clocks import machine_clocks
    from audio.output import OutputError
    from coach.plain import KEYS_HELP, do
    from coach.recorder import Recorder, start_of
    from sessions.compile import SessionError

    words, cut = context.words, told.cut
    try:
        session = cut.session if cut else context.program.session(routine)
        make = context.studio.prepare if cut else context.studio.open
        prepared = make(session, context.settings)
        first_step = cut.step if cut else 0
        playing = context.studio.play(prepared, context.settings, first_step)
    except (SessionError, OutputError) as error:
        raise Failure(words.say(error.message)) from error
    for note in playing.notes:
        click.echo(words.say(note), err=True)
    if not isinstance(pressed, NoKeys):
        click.echo(words.say(KEYS_HELP), err=True)
    start = start_of(entry.name, entry.path, prepared.timeline, session)
    recorder = Recorder(context.log, start, machine_clocks().awake, cut.run if cut else None)
    recorder.annotate(Felt(pain_before=cut.pain_before(told.pain) if cut else told.pain))
    try:
        caught = do(playing.player, recorder, pressed, context.program.safety(), words, click.echo)
    finally:
        playing.player.close()
        if recorder.trouble is not None:
            click.echo(words.say(recorder.trouble), err=True)
    return 128 + caught if caught else 0
