"""`coach history`: what was done."""

from __future__ import annotations

import csv
import io
import json
from typing import Final

import click

from coach.commands.failure import Failure
from coach.commands.options import language_option
from coach.context import Program
from coach.runs import Outcome, Run, RunStep
from coach.telling import clock_time
from sessions.plain_text import harmless
from sessions.words import Words, message

_OUTCOMES: Final = {
    Outcome.RUNNING: message("going on"),
    Outcome.COMPLETED: message("completed"),
    Outcome.STOPPED: message("stopped"),
    Outcome.INTERRUPTED: message("interrupted"),
}


def command(words: Words) -> click.Command:
    """Build the command."""
    as_json = click.Option(["--json", "as_json"], is_flag=True, help=words("Print JSON."))
    as_csv = click.Option(["--csv", "as_csv"], is_flag=True, help=words("Print CSV."))
    return click.Command(
        "history",
        callback=_history,
        params=[as_json, as_csv, language_option(words)],
        help=words("Show past runs, the newest first."),
    )


@click.pass_obj
def _history(program: Program, /, *, as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise click.UsageError(program.words("Choose one of --json and --csv."))
    runs = _runs(program)
    if as_json:
        click.echo(json.dumps([_described(run) for run in runs], ensure_ascii=False, indent=2))
    elif as_csv:
        click.echo(_csv(runs), nl=False)
    else:
        for run in runs:
            click.echo(_line(run, program.words))
        if not runs:
            click.echo(program.words("Nothing has been done yet."), err=True)


def _runs(program: Program) -> list[Run]:
    from coach.log import Log, LogError

    if not program.places.log.exists():
        return []
    try:
        log = Log.open_read_only(program.places.log)
        try:
            return log.runs()
        finally:
            log.close()
    except LogError as error:
        raise Failure(program.words.say(error.message)) from error


def _line(run: Run, words: Words) -> str:
    parts = [
        f"{run.started:%Y-%m-%d %H:%M}",
        clock_time(run.active_seconds),
        words.say(_OUTCOMES[run.outcome]),
        harmless(run.title),
    ]
    if run.felt.pain_after is not None:
        parts.append(words("pain {n}", n=run.felt.pain_after))
    if run.felt.effort is not None:
        parts.append(words("effort {n}", n=run.felt.effort))
    if run.felt.note:
        parts.append(harmless(run.felt.note))
    return "  ".join(parts)


def _fields(run: Run) -> dict[str, object]:
    return {
        "uuid": run.uuid,
        "routine": run.routine,
        "title": run.title,
        "content_sha256": run.content_sha256,
        "language": run.language,
        "side": run.sore,
        "phase": "" if run.stage is None else str(run.stage),
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat() if run.ended else None,
        "outcome": run.outcome,
        "active_seconds": run.active_seconds,
        "paused_seconds": run.paused_seconds,
        "pain_before": run.felt.pain_before,
        "pain_after": run.felt.pain_after,
        "effort": run.felt.effort,
        "note": run.felt.note,
    }


def _described(run: Run) -> dict[str, object]:
    return {**_fields(run), "steps": [_step(step) for step in run.steps]}


def _step(step: RunStep) -> dict[str, object]:
    return {
        "position": step.position + 1,
        "kind": step.kind,
        "title": step.title,
        "sides": list(step.sides),
        "status": step.status,
        "planned_seconds": step.planned_seconds,
        "done_seconds": step.done_seconds,
        "ended": step.ended.isoformat(),
    }


def _csv(runs: list[Run]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    rows = [_fields(run) for run in runs]
    writer.writerow(_fields_of_a_run())
    writer.writerows(row.values() for row in rows)
    return text.getvalue()


def _fields_of_a_run() -> list[str]:
    """Name the columns, also where there is no run to tell them from."""
    return [
        *("uuid", "routine", "title", "content_sha256", "language", "side", "phase"),
        *("started", "ended", "outcome", "active_seconds", "paused_seconds"),
        *("pain_before", "pain_after", "effort", "note"),
    ]
