"""The log as the screen asks it: what goes wrong is told, and the screen goes on with nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from coach.activities import Activity
from coach.adherence import Done, Due, due_on
from coach.context import Program
from coach.log import Log, LogError
from coach.log_list import Listed, Place
from coach.plans import Plan
from coach.progress import Pain, RoutineSum, weeks_in_a_row
from coach.resuming import BrokenOff, broken_off, settle
from coach.runs import Felt, Run
from sessions.library import Entry, Library
from sessions.words import Message, message

T = TypeVar("T")


class ToldLog:
    """Asks a log, if there is one."""

    def __init__(self, log: Log | None, tell: Callable[[Message], None]) -> None:
        """Ask `log`; `tell` shows what it cannot do."""
        self._log = log
        self._tell = tell

    def run(self, uuid: str) -> Run | None:
        """Give a run; None if it is not there, which is told."""
        return self._asked(lambda log: log.run(uuid), None)

    def annotate(self, entry: Listed, felt: Felt) -> bool:
        """Keep how something felt; gives whether it is there."""

        def annotated(log: Log) -> bool:
            if entry.activity is None:
                log.annotate(entry.uuid, felt)
            else:
                log.annotate_activity(entry.uuid, felt)
            return True

        return self._asked(annotated, nothing=False)

    def listed(self, limit: int, after: Place | None = None) -> list[Listed]:
        """Give runs and activities, the newest first, at most so many of those after a place."""
        return self._asked(lambda log: log.listed(limit, after), [])

    def minutes_by_day(self, first: date, last: date) -> Mapping[date, float]:
        """Give the minutes of each day on which something was done."""
        return self._asked(lambda log: log.sums.minutes_by_day(first, last), {})

    def weeks_in_a_row(self, today: date, first_weekday: int) -> int:
        """Count the weeks in a row with enough days."""

        def count(log: Log) -> int:
            return weeks_in_a_row(log.sums.days_newest_first(today), today, first_weekday)

        return self._asked(count, 0)

    def pain_by_day(self, first: date, last: date) -> Sequence[Pain]:
        """Give the pain told of each day's runs."""
        return self._asked(lambda log: log.sums.pain_by_day(first, last), [])

    def routines(self) -> Sequence[RoutineSum]:
        """Give how often each routine was done, and when last."""
        return self._asked(lambda log: log.sums.routines(), [])

    def last_done(self) -> Mapping[str, datetime]:
        """Give when each routine was done last."""
        return self._asked(Log.last_done, {})

    def plans(self) -> list[Plan]:
        """Give every plan."""
        return self._asked(Log.plans, [])

    def done(self, since: date) -> list[Done]:
        """Give which routines were done on which days, from a day on."""
        return self._asked(lambda log: log.done(since), [])

    def due(self, today: date) -> Mapping[str, Due]:
        """Give what is planned for today, by the name of the routine."""
        plans = [plan for plan in self.plans() if plan.is_on(today)]
        return due_on(today, plans, self.done(today)) if plans else {}

    def keep_plans(self, plans: list[Plan]) -> bool:
        """Write plans; gives whether they are there."""
        if self._log is None:
            self._tell(message("There is no log, so nothing can be planned."))

        def kept(log: Log) -> bool:
            log.keep_plans(plans)
            return True

        return self._asked(kept, nothing=False)

    def add(self, activity: Activity) -> bool:
        """Write an activity down; gives whether it is there."""

        def added(log: Log) -> bool:
            log.add_activity(activity)
            return True

        return self._asked(added, nothing=False)

    def broken_off(
        self, routine: Entry | None, library: Library, program: Program
    ) -> BrokenOff | None:
        """Give the newest session, of a routine or of any, that can be gone on with."""
        name = None if routine is None else routine.name
        nothing: list[Run] = []
        runs = self._asked(lambda log: log.broken_off(name), nothing)
        if not runs:
            return None
        return broken_off(runs, library.entries() if routine is None else [routine], program)

    def settle(self, but: BrokenOff | None) -> None:
        """Close what broke off, once it has been decided on the newest."""
        self._asked(lambda log: settle(log, None if but is None else but.run), None)

    def _asked(self, ask: Callable[[Log], T], nothing: T) -> T:
        if self._log is None:
            return nothing
        try:
            return ask(self._log)
        except LogError as error:
            self._tell(error.message)
            return nothing
