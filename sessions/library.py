"""The library: every routine there is, the built-in ones and those in the user's own folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sessions.errors import RoutineError
from sessions.plain_text import harmless
from sessions.routine import Routine
from sessions.suggestions import nearest
from sessions.words import Message, message

BUILT_IN: Final = Path(__file__).parent / "routines"
_SUFFIX: Final = ".toml"


class LibraryError(Exception):
    """There is no such routine."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


@dataclass(frozen=True)
class Entry:
    """A routine file."""

    name: str
    """The name of the file without its suffix."""
    path: Path
    built_in: bool
    routine: Routine | None
    """None where the file has mistakes."""
    error: RoutineError | None = None


class Library:
    """The built-in routines, and those of some folders, which come before built-in namesakes."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        self._folders = tuple(folders)

    def entries(self) -> list[Entry]:
        """Read every routine, by name; a file with mistakes is there with its error."""
        paths = {path.stem: path for path in self._paths()}
        return [_entry(path) for _, path in sorted(paths.items())]

    def find(self, name: str) -> Entry:
        """Read the routine of a name, or at a path; raises `LibraryError` where there is none."""
        if name.endswith(_SUFFIX) or "/" in name or "\\" in name:
            path = Path(name)
            if not _is_there(path):
                raise LibraryError(message('There is no file "{name}".', name=harmless(name)))
            return _entry(path)
        paths = {path.stem: path for path in self._paths()}
        if name in paths:
            return _entry(paths[name])
        near = nearest(name, paths)
        if near is not None:
            raise LibraryError(
                message(
                    'There is no routine "{name}"; did you mean "{near}"?',
                    name=harmless(name),
                    near=harmless(near),
                )
            )
        raise LibraryError(
            message(
                'There is no routine "{name}"; `coach list` shows them all.',
                name=harmless(name),
            )
        )

    def _paths(self) -> Iterator[Path]:
        """Give every file; of namesakes, the one that counts comes last."""
        for folder in (BUILT_IN, *reversed(self._folders)):
            try:
                yield from sorted(path for path in folder.iterdir() if _is_routine(path))
            except OSError:
                # A folder that is not there yet holds no routines.
                continue


def _is_routine(path: Path) -> bool:
    # Editors and file systems keep hidden files beside the real ones.
    return path.suffix == _SUFFIX and not path.name.startswith(".")


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # Reading it tells what is wrong.


def _entry(path: Path) -> Entry:
    # A program that shows a first frame before it reads need not wait for this.
    from sessions.parse import load

    built_in = path.parent == BUILT_IN
    try:
        return Entry(path.stem, path, built_in, load(path))
    except RoutineError as error:
        return Entry(path.stem, path, built_in, None, error)
