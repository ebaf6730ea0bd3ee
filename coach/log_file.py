"""The log as a file: opening it, its schema from version to version, what can be wrong with it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sessions.words import Message, message

VERSION: Final = 5
"""The `user_version` of the schema that this program writes."""

_WAIT: Final = 2.0
"""Seconds to wait for another program that is writing."""

_TRY_AGAIN: Final = 0.02
"""Seconds between two looks whether it is done, where SQLite does not wait by itself."""

_SOON_CHECKED: Final = 4 * 2**20
"""Bytes of a log that is checked at each start; it takes some 25 ms, and years to fill."""

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
    """
    CREATE INDEX runs_by_routine ON runs (routine, started);
    CREATE INDEX runs_under_way ON runs (id) WHERE outcome = 'running';
    """,
    """
    CREATE TABLE plans (
        id INTEGER PRIMARY KEY,
        uuid TEXT NOT NULL UNIQUE,
        routine TEXT NOT NULL,
        days TEXT NOT NULL CHECK (days GLOB '[a-z][a-z][a-z]*'),
        at TEXT NOT NULL CHECK (at GLOB '[0-2][0-9]:[0-5][0-9]'),
        first_day TEXT NOT NULL CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
        last_day TEXT CHECK (last_day GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
        changed TEXT NOT NULL,
        revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
    ) STRICT;
    """,
    """
    ALTER TABLE runs ADD COLUMN process_since REAL NOT NULL DEFAULT 0;
    """,
)
"""The script that leads from each version to the next."""


class LogError(Exception):
    """The log cannot be read or written; the session goes on without it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


class DamagedLogError(LogError):
    """What stands in the file is no log, or not a whole one; `coach.mend` helps."""

    def __init__(self, reason: Message | None = None) -> None:
        told = message("The log is damaged; nothing in it has been changed.")
        super().__init__(reason or told)


class GarbledLogError(DamagedLogError):
    """Something stands in the log that no program writes; opening it does not find that."""

    def __init__(self) -> None:
        super().__init__(
            message(
                "The log is damaged; `coach doctor --mend` sets it aside and carries over what can"
                " be read."
            )
        )


def wal(path: Path) -> Path:
    """Give where SQLite keeps what is not in the log's own file yet."""
    return path.with_name(path.name + "-wal")


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the log, making it where there is none. Raises `LogError`.

    Damage raises `DamagedLogError`: it is looked for in a log that is small, or was left in the
    middle of something.
    """
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        suspicious = wal(path).exists()
        _check_header(path)
        connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
        try:
            _check_version(connection, path)
            if suspicious or path.stat().st_size <= _SOON_CHECKED:
                check_whole(connection)
            _use_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # What is deleted is gone: nobody reads it in the file, and no mending brings it back.
            connection.execute("PRAGMA secure_delete = ON")
            _migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a log that exists, changing nothing in it. Raises `LogError`."""
    with explained(path):
        try:
            connection = _opened(path, "mode=ro")
        except sqlite3.OperationalError:
            # Where the folder is write-protected SQLite cannot put its index of the WAL beside
            # the log. Nobody else writes there either: without a WAL it may be read as it is.
            if not path.exists() or wal(path).exists():
                raise
            connection = _opened(path, "immutable=1")
        if _check_version(connection, path) == VERSION:
            return connection
        with closing(connection):
            return _brought_up_to_date(connection, path)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Write ahead from now on; where others are making the same log, wait for them.

    SQLite itself does not wait here: it says at once that another program has the lock to write.
    """
    tries = max(1, round(_WAIT / _TRY_AGAIN))
    for left in reversed(range(tries)):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or not left:
                raise
            time.sleep(_TRY_AGAIN)
        else:
            return


def _brought_up_to_date(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """Give a copy in memory of a log from an older version, as this one would make it."""
    copy = sqlite3.connect(":memory:", isolation_level=None)
    connection.backup(copy)
    _migrate(copy, path)
    copy.execute("PRAGMA query_only = ON")
    return copy


def _check_header(path: Path) -> None:
    """Raise `DamagedLogError` for a file that SQLite would take as another's, and no damaged one.

    The file says which versions may read and write it, its schema's format and its encoding.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        header = file.read(100)
    if len(header) == 100 and not (
        {header[18], header[19]} <= {1, 2}
        and int.from_bytes(header[44:48], "big") <= 4
        and int.from_bytes(header[56:60], "big") <= 3
    ):
        raise DamagedLogError


def check_whole(connection: sqlite3.Connection) -> None:
    """Read a log from one end to the other; raises `DamagedLogError`, or what SQLite raises."""
    (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if told != "ok":
        raise DamagedLogError


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
    if version < 0:
        raise DamagedLogError
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
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise
        raise LogError(message("The session is no longer in the log.")) from error
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.OperationalError as error:
        if not hasattr(error, "sqlite_errorcode"):
            # Python's own word for a text that is none.
            raise GarbledLogError from error
        raise LogError(_sentence(error)) from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # Python decodes names and what SQLite says of them, which damage may have reached.
        raise DamagedLogError from error
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
            return message("The log cannot be opened: its folder is missing or write-protected.")
        case _:
            return message("The log cannot be used: {reason}.", reason=error)
