"""`coach doctor`: what works here."""

from __future__ import annotations

import json

import click

from coach.commands.options import language_option
from coach.context import Program
from coach.doctor import examine
from sessions.plain_text import harmless
from sessions.words import Words


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    return click.Command(
        "doctor",
        callback=_doctor,
        params=[as_json, language_option(words)],
        help=words("Show what works here: voices, outputs, terminal, folders."),
    )


@click.pass_obj
def _doctor(program: Program, /, *, as_json: bool) -> None:
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
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    width = max(len(program.words.say(f.label)) for f in findings)
    for finding in findings:
        mark = "✓" if finding.works else "✗"
        label = program.words.say(finding.label)
        detail = finding.detail
        told = detail if isinstance(detail, str) else program.words.say(detail)
        click.echo(f"{mark} {label:<{width}}  {harmless(told)}")
