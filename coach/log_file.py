"""The log as a file: opening it, its schema from version to version, what can be wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sessions.words import Message, message

VERSION: Final = 2
"""The `user_version` of the schema that this program writes."""

_WAIT: Final = 2.0
"""Seconds to wait for another program that is writing."""

_MIGRATIONS: Final = (
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        process INTEGER NOT NULL,
        routine TEXT NOT NULL,
        title TEXT NOT NULL,
        content_sha256 TEXT NOT NULL,
        language TEXT NOT NULL,
        sore TEXT NOT NULL,
        started TEXT NOT NULL,
        utc_offset_seconds INTEGER NOT NULL,
        ended TEXT,
        outcome TEXT NOT NULL DEFAULT 'running'
            CHECK (outcome IN ('running', 'completed', 'stopped', 'interrupted')),
        active_seconds REAL NOT NULL DEFAULT 0,
        paused_seconds REAL NOT NULL DEFAULT 0,
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        effort INTEGER CHECK (effort BETWEEN 0 AND 10),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX runs_by_start ON runs (started);
    CREATE TABLE steps (
        run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        title TEXT NOT NULL,
        sides TEXT NOT NULL,
        status TEXT NOT NULL CHECK (status IN ('done', 'partly', 'skipped')),
        planned_seconds REAL NOT NULL,
        done_seconds REAL NOT NULL,
        ended TEXT NOT NULL,
        PRIMARY KEY (run, position)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE runs ADD COLUMN stage TEXT NOT NULL DEFAULT '';
    CREATE TABLE activities (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        started TEXT NOT NULL,
        utc_offset_seconds INTEGER NOT NULL,
        seconds REAL NOT NULL CHECK (seconds > 0),
        pain INTEGER CHECK (pain BETWEEN 0 AND 10),
        effort INTEGER CHECK (effort BETWEEN 0 AND 10),
        note TEXT NOT NULL DEFAULT ''
    ) STRICT;
    CREATE INDEX activities_by_start ON activities (started);
    CREATE TABLE checks (
        day TEXT PRIMARY KEY,
        stage TEXT NOT NULL,
        passed INTEGER NOT NULL CHECK (passed IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    """,
)
"""The script that leads from each version to the next."""


class LogError(Exception):
    """The log cannot be read or written; the session goes on without it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the log, making it where there is none. Raises `LogError`."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            _check_version(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a log that exists, changing nothing in it. Raises `LogError`."""
    with explained(path):
        try:
            return _opened(path, "mode=ro")
        except sqlite3.OperationalError:
            # Where the folder is write-protected SQLite cannot put its index of the WAL beside
            # the log. Nobody else writes there either: without a WAL it may be read as it is.
            if not path.exists() or path.with_name(path.name + "-wal").exists():
                raise
            return _opened(path, "immutable=1")


def _opened(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    try:
        _check_version(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the schema to `VERSION`; of two programs that try at once, one finds it done."""
    if _check_version(connection, path) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for version in range(_check_version(connection, path), VERSION):
            for statement in _MIGRATIONS[version].split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _check_version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise LogError(
            message("The log in {file} is from a newer Mat Coach; it is left as it is.", file=path)
        )
    return version


@contextmanager
def explained(path: Path | None = None) -> Iterator[None]:
    """Turn what SQLite and the system say into a sentence."""
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.ProgrammingError):
        raise
    except sqlite3.OperationalError as error:
        raise LogError(_sentence(error)) from error
    except sqlite3.DatabaseError as error:
        raise LogError(message("The log is damaged; nothing in it has been changed.")) from error
    except OSError as error:
        raise LogError(
            message("The log cannot be kept in {file}: {reason}.", file=path, reason=error.strerror)
        ) from error


def _sentence(error: sqlite3.OperationalError) -> Message:
    # The low byte is the primary result code; the rest tells its kind.
    match error.sqlite_errorcode & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return message("The log is in use by another program.")
        case sqlite3.SQLITE_FULL:
            return message("The disk is full: nothing more can be written to the log.")
        case sqlite3.SQLITE_READONLY:
            return message("The log is write-protected: nothing can be written to it.")
        case sqlite3.SQLITE_CANTOPEN:
            return message("The log cannot be opened: its folder is missing or closed to you.")
        case _:
            return message("The log cannot be used: {reason}.", reason=error)
