"""`coach completion`: what a shell needs to complete commands, options and routines."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from coach.commands.options import language_option
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    shell = click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"]))
    return click.Command(
        "completion",
        callback=_completion,
        params=[shell, language_option(words)],
        help=words(
            "Print the completion for a shell.\n\n"
            'For bash: add eval "$(coach completion bash)" to ~/.bashrc.'
        ),
    )


@click.pass_context
def _completion(ctx: click.Context, /, shell: str) -> None:
    completion = get_completion_class(shell)
    if completion is not None:
        root = ctx.find_root()
        click.echo(completion(root.command, {}, "coach", "_COACH_COMPLETE").source())
