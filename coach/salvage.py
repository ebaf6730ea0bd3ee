"""What can still be read of a damaged log: every row of every page that is whole.

A B-tree's leaf is a small table of its own. So a copy of the damaged file is given a first page
that is whole, and its table is said to begin at one leaf after the other: SQLite reads each, and
says of each whether it can. Neither the index pages above a leaf nor the schema need be whole.
File format: https://www.sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeAlias

Row: TypeAlias = tuple[object, ...]

_MAGIC: Final = b"SQLite format 3\0"
_PAGE_SIZES: Final = {512 << n for n in range(8)}
_USUAL_PAGE: Final = 4096
_TABLE_LEAF: Final = 0x0D
_INDEX_LEAF: Final = 0x0A
_INDEX_INTERIOR: Final = 0x02
_IN_WAL_MODE: Final = b"\2\2"


def rows(damaged: Path, create_table: str) -> Iterator[Row]:
    """Give the rows of one table that can be read in a damaged file, each as its columns.

    `create_table` is the statement that made it; a column that a row is too old for is its default.
    Rows come in no order, may come twice, and what their columns hold is not checked. Nothing is
    changed in the file or its WAL. Raises `OSError` where they cannot be copied.
    """
    with TemporaryDirectory(prefix="mat-coach-") as folder:
        copy = Path(folder, "log.db")
        shutil.copyfile(damaged, copy)
        wal = damaged.with_name(damaged.name + "-wal")
        if wal.exists():
            shutil.copyfile(wal, copy.with_name("log.db-wal"))
            _take_in_wal(copy, create_table)
        pages = _Pages(copy)
        pages.replace_first(_new_file(folder, create_table, pages.size))
        without_rowid = "WITHOUT ROWID" in create_table
        leaves = pages.index_leaves() if without_rowid else pages.table_leaves()
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.text_factory = _text
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            yield from _read(connection, leaves)


def _read(connection: sqlite3.Connection, leaves: Sequence[int]) -> Iterator[Row]:
    (table,) = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchone()
    key = _key(connection, table)
    for leaf in leaves:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_schema SET rootpage = ? WHERE type = 'table'", (leaf,))
        connection.execute("PRAGMA writable_schema = RESET")
        for order in ("ASC", "DESC"):
            # What stands behind a broken row is reached from the other end.
            order_by = ", ".join(f"{column} {order}" for column in key)
            try:
                yield from connection.execute(
                    f"SELECT * FROM {table} NOT INDEXED ORDER BY {order_by}"  # noqa: S608
                )
            except sqlite3.DatabaseError:
                continue
            break


def _key(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return [name for _, name, *_, place in sorted(columns, key=lambda column: column[5]) if place]


def _text(content: bytes) -> str:
    return content.decode(errors="replace")


class _Pages:
    """A file as its pages, numbered from 1."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._content = bytearray(file.read_bytes())
        size = int.from_bytes(self._content[16:18], "big")
        size = 65536 if size == 1 else size
        self.size = size if size in _PAGE_SIZES else _USUAL_PAGE
        """In bytes."""

    def replace_first(self, other: Path) -> None:
        """Put the first page of another file, of pages as large, in the place of this one's."""
        content = other.read_bytes()
        first = bytearray(content[: self.size])
        # Of unknown length: SQLite takes the length of the file.
        first[28:32] = bytes(4)
        self._content[: self.size] = first
        # Whole pages, and at least those that the first one tells of.
        length = len(self._content)
        self._content += bytes(max(-length % self.size, len(content) - length))
        self._file.write_bytes(self._content)

    def table_leaves(self) -> list[int]:
        """Give the leaves of tables that have a rowid."""
        return self._of_kind(_TABLE_LEAF)

    def index_leaves(self) -> list[int]:
        """Give the leaves of indexes; the pages above them hold rows too and are made leaves."""
        above = self._of_kind(_INDEX_INTERIOR)
        for number in above:
            self._make_leaf((number - 1) * self.size)
        if above:
            self._file.write_bytes(self._content)
        return self._of_kind(_INDEX_LEAF)

    def _of_kind(self, kind: int) -> list[int]:
        starts = range(self.size, len(self._content), self.size)
        return [n for n, start in enumerate(starts, 2) if self._content[start] == kind]

    def _make_leaf(self, start: int) -> None:
        """Take the pointers to the pages below out of a page: 4 bytes of it, and 4 of each cell."""
        page = self._content[start : start + self.size]
        (cells,) = struct.unpack_from(">H", page, 3)
        if 12 + 2 * cells > self.size:
            return
        pointers = struct.unpack_from(f">{cells}H", page, 12)
        page[0] = _INDEX_LEAF
        struct.pack_into(f">{cells}H", page, 8, *(min(p + 4, 0xFFFF) for p in pointers))
        self._content[start : start + self.size] = page


def _new_file(folder: str, create_table: str, page_size: int) -> Path:
    file = Path(folder, "new.db")
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute(create_table)
    return file


def _take_in_wal(copy: Path, create_table: str) -> None:
    """Write what stands in the WAL into the file; a WAL that is damaged ends where it is."""
    if not copy.read_bytes().startswith(_MAGIC):
        pages = _Pages(copy)
        pages.replace_first(_new_file(str(copy.parent), create_table, pages.size))
        with copy.open("r+b") as file:
            file.seek(18)
            file.write(_IN_WAL_MODE)
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        copy.with_name("log.db-wal").unlink(missing_ok=True)
