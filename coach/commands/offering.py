"""What a shell is offered of what the log holds, where somebody asks it to complete a word."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from coach.context import Program

if TYPE_CHECKING:
    from coach.log import Log


def of_log(
    ctx: click.Context, offered: Callable[[Log], list[CompletionItem]]
) -> list[CompletionItem]:
    """Give what is offered of the log; nothing where it cannot be read, which the command tells."""
    from coach.log import Log, LogError

    program = ctx.find_object(Program)
    if program is None:
        return []
    try:
        with closing(Log.open_read_only(program.places.log)) as log:
            return offered(log)
    except LogError:
        return []
