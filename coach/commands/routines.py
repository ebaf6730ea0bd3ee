"""The argument ROUTINE, and what is made of it."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from coach.commands.failure import Failure
from coach.context import Program
from sessions.compile import SessionError, compile_session
from sessions.library import Entry, LibraryError
from sessions.routine import Routine
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.timeline import Timeline


class RoutineName(click.ParamType[str]):
    """The name of a routine in the library, or the path of a file."""

    name = "routine"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the names that begin so, and files."""
        program = ctx.find_object(Program)
        names = [entry.name for entry in program.library().entries()] if program else []
        items = [CompletionItem(name) for name in names if name.startswith(incomplete)]
        return items or [CompletionItem(incomplete, type="file")]


def routine_argument() -> click.Argument:
    """Give the argument ROUTINE."""
    return click.Argument(["routine"], metavar="ROUTINE", type=RoutineName())


def found(program: Program, name: str) -> tuple[Entry, Routine]:
    """Find a routine that can be done; what is wrong with it otherwise ends the command."""
    try:
        entry = program.library().find(name)
    except LibraryError as error:
        raise Failure(program.words.say(error.message)) from error
    if entry.routine is None:
        raise Failure(*(entry.error.sentences(program.words) if entry.error else ()))
    return entry, entry.routine


def estimated(program: Program, session: Session) -> Timeline:
    """Compile a session without a voice: its times are as near as a guess comes."""
    try:
        return compile_session(session, estimated_seconds)
    except SessionError as error:
        raise Failure(program.words.say(error.message)) from error
