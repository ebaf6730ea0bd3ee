"""Editing a routine's file in the person's own editor."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from coach.places import Places
from sessions.library import Entry
from sessions.words import Message, message


class EditingError(Exception):
    """The file could not be edited."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def edit(entry: Entry, places: Places) -> None:
    """Open the file of a routine, or a copy of a built-in one, and wait. Raises `EditingError`."""
    try:
        file = _own_file(entry, places)
        subprocess.run([*_editor(), str(file)], check=False)  # noqa: S603
    except OSError as error:
        raise EditingError(
            message("The routine cannot be edited: {reason}.", reason=error.strerror)
        ) from error


def _own_file(entry: Entry, places: Places) -> Path:
    if not entry.built_in:
        return entry.path
    own = places.routines / entry.path.name
    if not own.exists():
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(entry.path, own)
    return own


def _editor() -> list[str]:
    """Give the command of the editor, as the person has set it for every program."""
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if named:
        try:
            return shlex.split(named)
        except ValueError as error:
            raise EditingError(
                message("The variable EDITOR has a quotation mark that is not closed.")
            ) from error
    for usual in ("nano", "vi", "notepad"):
        found = shutil.which(usual)
        if found:
            return [found]
    raise EditingError(message("Set the variable EDITOR to the editor you like."))
