"""Mends a log: the damaged one is set aside, and what can be read is carried over into a new one.

The damaged log stays in its place until a whole one takes it: killed at any moment, the next start
does it all again.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from coach.log import Log
from coach.log_file import DamagedLogError, GarbledLogError, explained, open_to_write, wal
from coach.log_rows import activity_of, run_of
from coach.plan_rows import plan_of
from coach.salvage import rows
from sessions.words import Message, message

_DAMAGED: Final = "damaged"
_WAIT: Final = 60.0
"""Seconds to wait for another program that is mending."""


@dataclass(frozen=True)
class Mended:
    """What became of a damaged log."""

    aside: Path
    """Where it is now."""
    runs: int
    """How many of its runs are in the new one."""

    @property
    def message(self) -> Message:
        """A sentence about it."""
        return message(
            "The log was damaged. It is kept as {file}; what could be read is in a new one"
            " (sessions: {n}).",
            file=self.aside,
            n=self.runs,
        )


def mend(path: Path, today: date) -> Mended | None:
    """Mend a log; None if nothing is wrong with it. Raises `LogError`."""
    with explained(path):
        if _is_whole(path):
            return None
        with _alone(path):
            # Another program may have been quicker.
            return None if _is_whole(path) else _mended(path, today)


def _mended(path: Path, today: date) -> Mended:
    new = path.with_name(path.name + ".new")
    _carry_over(path, new)
    aside = free_name(path, _DAMAGED, today)
    put_aside(path, aside)
    new.replace(path)
    with closing(open_to_write(path)) as connection:
        (runs,) = connection.execute("SELECT count(*) FROM runs").fetchone()
    return Mended(aside, runs)


def set_aside(path: Path) -> list[Path]:
    """Give the damaged logs that have been set aside."""
    return sorted(path.parent.glob(f"{path.stem}-{_DAMAGED}-*{path.suffix}"))


def put_aside(path: Path, aside: Path) -> None:
    """Copy a damaged log as it is; what is left may be replaced. Raises `OSError`."""
    _copy(path, aside)
    if wal(path).exists():
        _copy(wal(path), wal(aside))
    for beside in (wal(path), path.with_name(path.name + "-shm")):
        beside.unlink(missing_ok=True)


def _copy(source: Path, copy: Path) -> None:
    """Copy a file, so that it is on the disk before the other goes."""
    with source.open("rb") as read, copy.open("wb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())


def free_name(path: Path, why: str, today: date) -> Path:
    """Give a dated name beside a log that no file has yet."""
    stem = f"{path.stem}-{why}-{today.isoformat()}"
    name, n = path.with_name(f"{stem}{path.suffix}"), 2
    while name.exists():
        name, n = path.with_name(f"{stem}-{n}{path.suffix}"), n + 1
    return name


def _is_whole(path: Path) -> bool:
    try:
        with closing(Log.open(path)) as log:
            log.check()
    except DamagedLogError:
        return False
    return True


def _carry_over(damaged: Path, new: Path) -> None:
    for left_over in (new, wal(new)):
        left_over.unlink(missing_ok=True)
    with closing(open_to_write(new)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("BEGIN")
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table'"
        ).fetchall()
        for table, create_table in tables:
            for row in rows(damaged, create_table):
                _put(connection, table, row)
        connection.execute("DELETE FROM steps WHERE run NOT IN (SELECT id FROM runs)")
        _drop_unreadable(connection)
        connection.execute("COMMIT")


def _put(connection: sqlite3.Connection, table: str, row: tuple[object, ...]) -> None:
    places = ", ".join("?" * len(row))
    try:
        connection.execute(f"INSERT OR IGNORE INTO {table} VALUES ({places})", row)  # noqa: S608
    except (sqlite3.IntegrityError, sqlite3.DataError, OverflowError):
        # The types and limits of the schema tell a row of this table from another's, and from
        # what chance has written.
        return


def _drop_unreadable(connection: sqlite3.Connection) -> None:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    for run in cursor.execute("SELECT * FROM runs").fetchall():
        steps = cursor.execute("SELECT * FROM steps WHERE run = ?", (run["id"],)).fetchall()
        if _is_readable(run, steps):
            continue
        if not _is_readable(run, []):
            cursor.execute("DELETE FROM steps WHERE run = ?", (run["id"],))
            cursor.execute("DELETE FROM runs WHERE id = ?", (run["id"],))
            continue
        for step in steps:
            if not _is_readable(run, [step]):
                cursor.execute(
                    "DELETE FROM steps WHERE run = ? AND position = ?",
                    (run["id"], step["position"]),
                )
    for activity in cursor.execute("SELECT * FROM activities").fetchall():
        try:
            activity_of(activity)
        except GarbledLogError:
            cursor.execute("DELETE FROM activities WHERE id = ?", (activity["id"],))
    for plan in cursor.execute("SELECT * FROM plans").fetchall():
        try:
            plan_of(plan)
        except GarbledLogError:
            cursor.execute("DELETE FROM plans WHERE id = ?", (plan["id"],))
    cursor.execute("DELETE FROM checks WHERE date(day) IS NOT day")


def _is_readable(run: sqlite3.Row, steps: list[sqlite3.Row]) -> bool:
    try:
        run_of(run, steps)
    except DamagedLogError:
        return False
    return True


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep out other programs that would mend the same log.

    The lock goes with its process; its empty file stays, since others may be waiting at it.
    """
    lock = path.with_name(path.name + ".lock")
    with closing(sqlite3.connect(lock, timeout=_WAIT, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
