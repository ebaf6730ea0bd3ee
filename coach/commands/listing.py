"""`coach list`: the routines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import click

from coach.commands.options import Choices, given, session_options
from coach.context import Program
from coach.json_text import json_text
from coach.telling import change_text
from sessions.compile import SessionError, compile_session
from sessions.library import Entry
from sessions.plain_text import harmless
from sessions.routine import AnyStep, Circuit
from sessions.speech_length import estimated_seconds
from sessions.words import Words

if TYPE_CHECKING:
    from coach.adherence import Due


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Command(
        "list",
        callback=_list,
        params=[as_json, *session_options(words)],
        help=words("List the routines with their length."),
    )


@click.pass_obj
def _list(program: Program, /, *, as_json: bool, **chosen: str | None) -> None:
    program = given(program, Choices(**chosen))  # type: ignore[arg-type]
    entries = program.library().entries()
    due = _due(program)
    if as_json:
        rows = [_described(program, entry, due.get(entry.name)) for entry in entries]
        click.echo(json_text(rows))
        return
    width = max((len(entry.name) for entry in entries), default=0)
    for entry in entries:
        click.echo(_line(program, entry, width, due.get(entry.name)))
    for entry in entries:
        if entry.error is not None:
            click.echo("\n".join(entry.error.sentences(program.words)), err=True)


def _due(program: Program) -> Mapping[str, Due]:
    """Give what is due today; a log that cannot tell is named, and the list goes on."""
    if not program.places.log.exists():
        return {}
    from coach.log_file import LogError
    from coach.plan_log import due_today

    try:
        return due_today(program.places.log, program.now().date())
    except LogError as error:
        click.echo(program.words.say(error.message), err=True)
        return {}


def _line(program: Program, entry: Entry, width: int, due: Due | None) -> str:
    words, name = program.words, f"{harmless(entry.name):<{width}}"
    if entry.routine is None:
        unusable = words("cannot be used")
        return f"{name}          {unusable}"
    title = entry.routine.title.written_in(words.language).text
    try:
        timeline = compile_session(program.session(entry.routine), estimated_seconds)
    except SessionError as error:
        return f"{name}           {title}: {words.say(error.message)}"
    length = words("{n} min", n=max(1, round(timeline.duration / 60)))
    line = f"{name}  {length:>7}  {title}"
    if due is None:
        return line
    from coach.plan_text import due_text

    return f"{line}  {due_text(due, words)}"


def _described(program: Program, entry: Entry, due: Due | None) -> dict[str, object]:
    described: dict[str, object] = {
        "name": entry.name,
        "path": str(entry.path),
        "built_in": entry.built_in,
        "due_today": None if due is None else {"time": f"{due.at:%H:%M}", "done": due.is_done},
    }
    routine = entry.routine
    if routine is None:
        errors = entry.error.sentences(program.words) if entry.error else []
        return {**described, "errors": errors}
    language = program.words.language
    try:
        timeline = compile_session(program.session(routine), estimated_seconds)
    except SessionError as error:
        return {**described, "errors": [program.words.say(error.message)]}
    return {
        **described,
        "title": timeline.title.text,
        "seconds": round(timeline.duration, 1),
        "changes": [change_text(change, program.words) for change in timeline.changes],
        "kinds": sorted(set(_kinds(routine.steps))),
        "suits": list(routine.suits),
        "equipment": [text.written_in(language).text for text in routine.equipment],
    }


def _kinds(steps: Iterable[AnyStep]) -> Iterator[str]:
    for step in steps:
        if isinstance(step, Circuit):
            yield from _kinds(step.steps)
        else:
            yield str(step.__struct_config__.tag)
