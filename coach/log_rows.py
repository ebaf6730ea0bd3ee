"""The log's rows as runs and steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

from coach.activities import Activity, ActivityKind
from coach.doing import StepStatus
from coach.log_file import GarbledLogError
from coach.runs import Felt, Outcome, Run, RunStep
from coach.writer import Writer, is_there
from sessions.sore import Sore
from sessions.stage import stage_of
from sessions.timeline import Side
from sessions.words import Language


def written(moment: datetime) -> str:
    """Write a moment as the log keeps it: in UTC, to the second, so that text sorts by time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def offset_seconds(moment: datetime) -> int:
    """Give how far the clock on the wall was ahead of UTC."""
    return int((moment.utcoffset() or timedelta()).total_seconds())


def moment_in(row: sqlite3.Row, column: str) -> datetime:
    """Give a moment in the time zone of where it was; raises `GarbledLogError` if it is none."""
    try:
        return _moment(row[column], row["utc_offset_seconds"])
    except (ValueError, OverflowError) as error:
        raise GarbledLogError from error


def run_of(row: sqlite3.Row, steps: Sequence[sqlite3.Row]) -> Run:
    """Give a run; raises `GarbledLogError` where its row holds what no program writes."""
    try:
        return _run(row, steps)
    except (ValueError, OverflowError) as error:
        raise GarbledLogError from error


def activity_of(row: sqlite3.Row) -> Activity:
    """Give an activity; raises `GarbledLogError` where its row holds what no program writes."""
    try:
        kind = ActivityKind(row["kind"])
    except ValueError as error:
        raise GarbledLogError from error
    return Activity(
        uuid=row["uuid"],
        kind=kind,
        started=moment_in(row, "started"),
        seconds=row["seconds"],
        pain=row["pain"],
        effort=row["effort"],
        note=row["note"],
    )


def _run(row: sqlite3.Row, steps: Sequence[sqlite3.Row]) -> Run:
    offset = row["utc_offset_seconds"]
    done = tuple(_step(step, offset) for step in steps)
    outcome = Outcome(row["outcome"])
    active = row["active_seconds"]
    if outcome is Outcome.RUNNING and not is_there(writer_of(row)):
        # It was cut off before it could say so; what its steps tell is all that is known.
        outcome = Outcome.INTERRUPTED
        active = sum(step.done_seconds for step in done)
    return Run(
        uuid=row["uuid"],
        routine=row["routine"],
        title=row["title"],
        content_sha256=row["content_sha256"],
        language=Language(row["language"]),
        sore=Sore(row["sore"]),
        started=_moment(row["started"], offset),
        ended=None if row["ended"] is None else _moment(row["ended"], offset),
        outcome=outcome,
        active_seconds=active,
        paused_seconds=row["paused_seconds"],
        felt=Felt(row["pain_before"], row["pain_after"], row["effort"], row["note"]),
        steps=done,
        stage=stage_of(row["stage"]),
    )


def _moment(text: str, utc_offset_seconds: int) -> datetime:
    zone = timezone(timedelta(seconds=utc_offset_seconds))
    moment = datetime.fromisoformat(text)
    if moment.utcoffset() != timedelta():
        raise ValueError(text)
    return moment.astimezone(zone)


def _step(row: sqlite3.Row, utc_offset_seconds: int) -> RunStep:
    return RunStep(
        position=row["position"],
        kind=row["kind"],
        title=row["title"],
        sides=tuple(Side(side) for side in row["sides"].split()),
        status=StepStatus(row["status"]),
        planned_seconds=row["planned_seconds"],
        done_seconds=row["done_seconds"],
        ended=_moment(row["ended"], utc_offset_seconds),
    )


def writer_of(row: sqlite3.Row) -> Writer:
    """Give the process that wrote a run, or writes it."""
    return Writer(row["process"], row["process_since"])


def put_felt(connection: sqlite3.Connection, run: int, felt: Felt) -> None:
    """Write how a run felt, by the number of its row."""
    connection.execute(
        "UPDATE runs SET pain_before = ?, pain_after = ?, effort = ?, note = ? WHERE id = ?",
        (felt.pain_before, felt.pain_after, felt.effort, felt.note, run),
    )


def put_activity(connection: sqlite3.Connection, activity: Activity) -> bool:
    """Write an activity, unless it is there already; gives whether it was written."""
    added = connection.execute(
        "INSERT INTO activities (uuid, kind, started, utc_offset_seconds, seconds, pain, effort,"
        " note) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uuid) DO NOTHING",
        (
            activity.uuid,
            activity.kind,
            written(activity.started),
            offset_seconds(activity.started),
            activity.seconds,
            activity.pain,
            activity.effort,
            activity.note,
        ),
    )
    return bool(added.rowcount)
