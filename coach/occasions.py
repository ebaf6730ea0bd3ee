"""Plans with what a calendar says of them: the routine's title, its length, and how to start it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coach.calendar_file import Occasion
from coach.context import Program
from coach.plans import Plan
from sessions.compile import SessionError, compile_session
from sessions.library import Entry
from sessions.speech_length import estimated_seconds

_USUAL_MINUTES = 15
"""For a routine whose length nobody can tell any more."""


def occasions(plans: Iterable[Plan], program: Program) -> Iterator[Occasion]:
    """Give them in the user's language, as long as `coach list` says."""
    entries = {entry.name: entry for entry in program.library().entries()}
    for plan in plans:
        yield _occasion(plan, entries.get(plan.routine), program)


def _occasion(plan: Plan, entry: Entry | None, program: Program) -> Occasion:
    words = program.words
    if entry is None or entry.routine is None:
        gone = words("This routine is not in the library, or has mistakes.")
        return Occasion(plan, plan.routine, (gone,), _USUAL_MINUTES)
    routine, language = entry.routine, words.language
    about = [words("Start it with: coach run {name}", name=entry.name)]
    if routine.summary is not None:
        about.insert(0, routine.summary.written_in(language).text)
    if routine.equipment:
        needs = ", ".join(text.written_in(language).text for text in routine.equipment)
        about.insert(-1, words("You need: {things}", things=needs))
    try:
        timeline = compile_session(program.session(routine), estimated_seconds)
        minutes = max(1, round(timeline.duration / 60))
    except SessionError as error:
        about.append(words.say(error.message))
        minutes = _USUAL_MINUTES
    return Occasion(plan, routine.title.written_in(language).text, about, minutes)
