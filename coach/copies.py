"""Backups of the log, made and taken back by SQLite's own means: whole also while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from coach.log import Log
from coach.log_file import (
    DamagedLogError,
    LogError,
    check_whole,
    explained,
    open_to_read,
    open_to_write,
)
from coach.mend import free_name, put_aside
from sessions.words import Message, message

_TABLES: Final = {"runs", "steps"}
"""What a file must have to be a log."""


def back_up(log: Path, file: Path) -> int:
    """Copy the log to a file, all or nothing; gives how many runs are in it.

    The file is one that is not there yet, or an earlier backup. Raises `LogError` and `OSError`.
    """
    if file.exists():
        if file.samefile(log):
            raise LogError(message("{file} is the log itself.", file=file))
        _check_is_log(file)
    part = file.with_name(file.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with explained(file), closing(open_to_read(log)) as source:
            check_whole(source)
            _copy(source, part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    with closing(Log.open_read_only(file)) as copy:
        return copy.count()


def restore(log: Path, file: Path, today: date) -> Path | None:
    """Put a backup in the place of the log; gives where the log that was there is now, if any.

    All or nothing, also for others that have the log open. Raises `LogError` and `OSError`.
    """
    if log.exists() and file.exists() and file.samefile(log):
        raise LogError(message("{file} is the log itself.", file=file))
    _check_is_log(file)
    aside = free_name(log, "before-restore", today) if log.exists() else None
    if aside is not None:
        try:
            with explained(log), closing(open_to_write(log)) as present:
                _copy(present, aside)
        except DamagedLogError:
            put_aside(log, aside)
            log.unlink()
    with (
        explained(log),
        closing(open_to_read(file)) as source,
        closing(open_to_write(log)) as present,
    ):
        source.backup(present)
    # What is from an older version is brought up to date.
    open_to_write(log).close()
    return aside


def _copy(source: sqlite3.Connection, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        source.backup(copy)
        # One file, that can be read where nothing may be written beside it.
        copy.execute("PRAGMA journal_mode = DELETE")


def _check_is_log(file: Path) -> None:
    """Raise `LogError` for anything but a whole log of a version that is known."""
    if not file.exists():
        raise LogError(message("There is no file {file}.", file=file))
    try:
        with closing(Log.open_read_only(file)) as log:
            log.check()
        uri = f"{file.absolute().as_uri()}?mode=ro"
        with explained(file), closing(sqlite3.connect(uri, uri=True)) as as_it_is:
            tables = as_it_is.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if {name for (name,) in tables} >= _TABLES:
                return
    except DamagedLogError as error:
        raise LogError(_no_log(file)) from error
    raise LogError(_no_log(file))


def _no_log(file: Path) -> Message:
    return message("{file} is no log of Mat Coach, or a damaged one.", file=file)
