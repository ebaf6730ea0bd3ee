"""The offer to go on with a session that broke off, in lines."""

from __future__ import annotations

import sys

import click

from coach.commands.asking import agreed
from coach.context import Context
from coach.formats import Formats
from coach.if_broken_off import IfBrokenOff
from coach.log import LogError
from coach.resuming import BrokenOff, broken_off, settle
from sessions.library import Entry
from sessions.words import Message, message


def found_broken_off(context: Context, entry: Entry) -> BrokenOff | None:
    """Give the session of a routine that broke off, if it can be gone on with."""
    if context.log is None:
        return None
    try:
        runs = context.log.broken_off(entry.name)
    except LogError as error:
        click.echo(context.words.say(error.message), err=True)
        return None
    return broken_off(runs, [entry], context.program)


def is_gone_on_with(context: Context, cut: BrokenOff, if_broken_off: IfBrokenOff) -> bool:
    """Ask, if that is wished and somebody is there; a no closes the session that broke off."""
    words = context.words
    if if_broken_off is not IfBrokenOff.GO_ON:
        click.echo(words.say(_told(cut, context.program.formats())), err=True)
        if if_broken_off is IfBrokenOff.LEAVE or not sys.stdin.isatty():
            click.echo(words("--resume goes on from there."), err=True)
            return False
    goes_on = if_broken_off is IfBrokenOff.GO_ON or agreed(words("Go on from there?"), words)
    if context.log is not None:
        try:
            settle(context.log, cut.run if goes_on else None)
        except LogError as error:
            click.echo(words.say(error.message), err=True)
    return goes_on


def _told(cut: BrokenOff, formats: Formats) -> Message:
    return message(
        "The session of {date}, {time}, broke off before the end of step {n} of {total}, {title}.",
        date=formats.day(cut.run.started),
        time=formats.time(cut.run.started),
        n=cut.step + 1,
        total=cut.steps,
        title=cut.title.text,
    )
