"""The shelf: the library as the screen shows it, each routine compiled for this person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from coach.adherence import Due
from coach.context import Program
from sessions.library import Entry
from sessions.routine import LocalText
from sessions.session import Session
from sessions.timeline import Timeline


@dataclass(frozen=True)
class Shelved:
    """A routine of the library, or a file that cannot be one."""

    entry: Entry
    title: LocalText
    session: Session | None
    """None where the file has mistakes."""
    timeline: Timeline | None
    """Its times are estimated; how long speech takes depends on the voice."""
    mistakes: tuple[str, ...]
    """Why it cannot be done, as sentences."""
    last_done: datetime | None
    due: Due | None = None
    """None where it is not planned for today."""
    last_day: str = ""
    """The day of it, as it is written here."""

    def is_called(self, searched: str) -> bool:
        """Whether every word of a search stands in its title or its name."""
        return _stand_in(searched, [self.title.text, self.entry.name])

    def matches(self, searched: str) -> bool:
        """Whether every word of a search stands in its title, its name or its equipment."""
        texts = [self.title.text, self.entry.name]
        if self.entry.routine is not None:
            texts += [text for item in self.entry.routine.equipment for _, text in item.variants()]
        return _stand_in(searched, texts)


def found_in(shelf: Iterable[Shelved], searched: str) -> list[Shelved]:
    """Give what a search finds: first what is called so, then what needs such equipment."""
    found = [item for item in shelf if item.matches(searched)]
    return sorted(found, key=lambda item: not item.is_called(searched))


def shelved(
    entries: Iterable[Entry],
    program: Program,
    last_done: Mapping[str, datetime],
    due: Mapping[str, Due],
) -> list[Shelved]:
    """Give the routines: what is due today by its time, then what was last done, then by title.

    By the name of the routine, `last_done` tells when each was begun last, and `due` what is
    planned for today.
    """
    formats = program.formats()
    shelf = []
    for entry in entries:
        last = last_done.get(entry.name)
        day = "" if last is None else formats.day(last)
        item = _shelved(entry, program, last)
        shelf.append(replace(item, last_day=day, due=due.get(entry.name)))
    return sorted(shelf, key=_order)


def _shelved(entry: Entry, program: Program, last_done: datetime | None) -> Shelved:
    # The first frame does not wait for these.
    from sessions.compile import SessionError, compile_session
    from sessions.speech_length import estimated_seconds

    words = program.words
    if entry.routine is None:
        mistakes = () if entry.error is None else tuple(entry.error.sentences(words))
        title = LocalText(entry.path.name, words.language)
        return Shelved(entry, title, None, None, mistakes, last_done)
    title = entry.routine.title.written_in(words.language)
    session = program.session(entry.routine)
    try:
        timeline = compile_session(session, estimated_seconds)
    except SessionError as error:
        return Shelved(entry, title, None, None, (words.say(error.message),), last_done)
    return Shelved(entry, title, session, timeline, (), last_done)


def _stand_in(searched: str, texts: Iterable[str]) -> bool:
    reads = " ".join(texts).casefold()
    return all(word in reads for word in searched.casefold().split())


def _order(item: Shelved) -> tuple[time, float, str]:
    # What is done comes after what is still due; nothing is due as late as this.
    due = time.max if item.due is None or item.due.is_done else item.due.at
    when = 0.0 if item.last_done is None else item.last_done.timestamp()
    return due, -when, item.title.text.casefold()
