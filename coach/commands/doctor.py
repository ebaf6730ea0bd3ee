"""`coach doctor`: what works here."""

from __future__ import annotations

import click

from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.context import Program
from coach.doctor import examine
from coach.json_text import json_text
from sessions.plain_text import harmless
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    mend = click.Option(
        ["--mend"],
        is_flag=True,
        help=words("Set a damaged log aside first, and carry over what can be read."),
    )
    return click.Command(
        "doctor",
        callback=_doctor,
        params=[as_json, mend, language_option(words)],
        help=words("Show what works here: voices, outputs, terminal, folders."),
    )


@click.pass_obj
def _doctor(program: Program, /, *, as_json: bool, mend: bool) -> None:
    if mend:
        _mend(program)
    findings = examine(program)
    if as_json:
        rows = [
            {
                "about": finding.about,
                "name": finding.name,
                "works": finding.works,
                "detail": str(finding.detail),
            }
            for finding in findings
        ]
        click.echo(json_text(rows))
        return
    width = max(len(program.words.say(f.label)) for f in findings)
    for finding in findings:
        mark = "✓" if finding.works else "✗"
        label = program.words.say(finding.label)
        detail = finding.detail
        told = detail if isinstance(detail, str) else program.words.say(detail)
        click.echo(f"{mark} {label:<{width}}  {harmless(told)}")


def _mend(program: Program) -> None:
    from coach.log import LogError
    from coach.mend import mend

    if not program.places.log.exists():
        return
    try:
        mended = mend(program.places.log, program.now().date())
    except LogError as error:
        raise Failure(program.words.say(error.message)) from error
    if mended is not None:
        click.echo(program.words.say(mended.message), err=True)
