"""The command line: one module a command, imported when it is called.

The commands are built for one language, because their help is; what they work with is the
`Program` that click carries along.
"""

from __future__ import annotations

from contextlib import ExitStack
from importlib import import_module
from typing import Final

import click

from coach.commands.options import Choices, given, shared_options
from coach.commands.screen import has_screen
from coach.context import Program, at_work
from sessions.plain_text import harmless
from sessions.suggestions import nearest
from sessions.words import Words

_MODULES: Final = {
    "list": "listing",
    "show": "show",
    "run": "run",
    "check": "check",
    "render": "render",
    "history": "history",
    "log": "log",
    "plan": "plan",
    "backup": "backup",
    "restore": "restore",
    "voices": "voices",
    "doctor": "doctor",
    "completion": "completion",
}


class Commands(click.Group):
    """The program's commands, in the order somebody meets them."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            name="coach",
            callback=_open_screen,
            invoke_without_command=True,
            help=words(
                "Mat Coach leads you through exercises by voice and bell.\n\n"
                "Without a command it opens the screen."
            ),
            params=[*shared_options(words), _version_option(words)],
            context_settings={"help_option_names": ["-h", "--help"]},
        )
        self._words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands."""
        return list(_MODULES)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; one that is misspelt is suggested."""
        near = nearest(args[0], _MODULES) if args[0] not in _MODULES else None
        if near is not None:
            raise click.UsageError(
                self._words(
                    "There is no command {name}; did you mean {near}?",
                    name=harmless(args[0]),
                    near=near,
                ),
                ctx,
            )
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and build a command."""
        if cmd_name not in _MODULES:
            return None
        module = import_module(f"coach.commands.{_MODULES[cmd_name]}")
        command: click.Command = module.command(self._words)
        return command


@click.pass_context
def _open_screen(ctx: click.Context, /, **chosen: object) -> None:
    program: Program = given(ctx.obj, Choices(**chosen))  # type: ignore[arg-type]
    ctx.obj = program
    if ctx.invoked_subcommand is None:
        if not has_screen():
            raise click.UsageError(
                program.words(
                    "The screen needs a terminal; coach run ROUTINE --plain does without one."
                ),
                ctx,
            )
        from coach.app import run_app

        with ExitStack() as closing:
            ctx.exit(run_app(program, lambda: closing.enter_context(at_work(program))))


def _version_option(words: Words) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: object) -> None:
        if wanted:
            from importlib.metadata import version

            click.echo(f"Mat Coach {version('mat-coach')}")
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
        help=words("Show the version."),
    )
