"""What the commands and the screens are given to work with."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach.clock import now
from coach.language import region
from coach.places import Places
from coach.settings import Settings, SettingsError, SettingsFile
from sessions.words import Message, Words

if TYPE_CHECKING:
    from coach.formats import Formats
    from coach.log import Log
    from coach.safety import Safety
    from coach.studio import Studio
    from sessions.library import Library
    from sessions.routine import Routine
    from sessions.session import Session


@dataclass(frozen=True)
class Program:
    """What every command starts from; making it opens nothing."""

    places: Places
    settings_file: SettingsFile
    settings: Settings
    """As kept, and as the command line has it for this time."""
    words: Words
    notes: tuple[Message, ...] = ()
    """What went wrong on the way here, to be told once."""
    asks: bool = True
    """Whether somebody is asked how they are before a start."""
    now: Callable[[], datetime] = now
    """The time by the wall, in the local zone."""

    def session(self, routine: Routine) -> Session:
        """Resolve a routine for the person at the computer, today."""
        from coach.personal import session_for

        return session_for(routine, self.settings, self.words.language, self.now().date())

    def formats(self) -> Formats:
        """Give how dates and numbers are written here."""
        from coach.formats import Formats

        return Formats(self.words.language, region(os.environ))

    def safety(self) -> Safety:
        """Give what holds for that person's safety, today."""
        from coach.helplines import helplines
        from coach.safety import Safety
        from coach.stages import stage_on

        numbers = helplines(self.settings, self.words.language, region(os.environ))
        return Safety(stage_on(self.now().date(), self.settings), numbers)

    def library(self) -> Library:
        """Give the routines: the user's own and the built-in ones."""
        from sessions.library import Library

        return Library([self.places.routines])


@dataclass(frozen=True)
class Context:
    """What is needed to do a session and to keep it."""

    program: Program
    library: Library
    studio: Studio
    log: Log | None
    """None where it cannot be opened: the session is done all the same."""
    notes: tuple[Message, ...]
    """What is not as it should be, to be told once."""

    @property
    def words(self) -> Words:
        """The sentences of the language in use."""
        return self.program.words

    @property
    def settings(self) -> Settings:
        """As kept, and as the command line has it for this time."""
        return self.program.settings

    @property
    def settings_file(self) -> SettingsFile:
        """Where changes are kept."""
        return self.program.settings_file

    @property
    def places(self) -> Places:
        """The folders."""
        return self.program.places


def read_settings(file: SettingsFile) -> tuple[Settings, tuple[Message, ...]]:
    """Read the settings; where that fails, the defaults and a sentence that says so."""
    try:
        return file.read(), ()
    except SettingsError as error:
        return Settings(), (error.message,)


def open_log(path: Path) -> tuple[Log | None, tuple[Message, ...]]:
    """Open the log to write in, mending it if need be; None and why where that cannot be."""
    from coach.log import Log, LogError
    from coach.log_file import DamagedLogError

    notes: tuple[Message, ...] = ()
    try:
        log = Log.open(path)
    except DamagedLogError:
        from coach.mend import mend

        try:
            mended = mend(path, now().date())
            notes = () if mended is None else (mended.message,)
            log = Log.open(path)
        except LogError as error:
            return None, (*notes, error.message)
    except LogError as error:
        return None, (error.message,)
    return log, notes


@contextmanager
def at_work(program: Program) -> Iterator[Context]:
    """Open the log and the studio, and close both in the end."""
    from coach.studio import Studio

    log, notes = open_log(program.places.log)
    studio = Studio(program.places)
    try:
        yield Context(program, program.library(), studio, log, (*program.notes, *notes))
    finally:
        studio.close()
        if log is not None:
            log.close()
