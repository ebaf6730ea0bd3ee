"""A question before something is done that cannot be taken back."""

from __future__ import annotations

import sys

import click

from coach.commands.failure import Failure
from sessions.words import Words


def yes_option(words: Words) -> click.Option:
    """Give the option that answers every question."""
    return click.Option(["--yes"], is_flag=True, help=words("Do it without asking."))


def agreed(question: str, words: Words) -> bool:
    """Ask once; anything but a yes is a no. Ends the command where nobody can be asked."""
    if not sys.stdin.isatty():
        raise Failure(words("Nobody can be asked here; add --yes to do it without asking."))
    yes, no = words("yes"), words("no")
    click.echo(f"{question} [{yes[0]}/{no[0].upper()}] ", nl=False, err=True)
    answer = sys.stdin.readline().strip().casefold()
    return answer in {yes, yes[0], "yes", "y"}
