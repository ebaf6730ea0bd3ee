"""Sums over the log, added up by SQLite: what the history shows without reading every run.

A day is always one of the calendar of where something was done: a moment in UTC and its offset.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from coach.log_file import GarbledLogError, explained
from coach.log_rows import moment_in
from coach.progress import Pain, RoutineSum

_A_DAY: Final = timedelta(days=1)
_LOOKED_BACK: Final = timedelta(days=364)
"""The days that are read at once where it is not known how far back they must go."""

_BEGINNING: Final = """
SELECT (SELECT count(*) FROM runs) AS runs, (SELECT count(*) FROM activities) AS activities,
    (SELECT date(min(started)) FROM (
        SELECT min(started) AS started FROM runs UNION ALL SELECT min(started) FROM activities)
    ) AS day
"""

_LOCAL_DAY: Final = "date(started, utc_offset_seconds || ' seconds')"

# No offset is a day or more, so the index finds what may be meant.
_IN_RANGE: Final = "started >= :from AND started < :to"

_MINUTES: Final = f"""
SELECT day, total(seconds) / 60 FROM (
    SELECT {_LOCAL_DAY} AS day, CASE outcome WHEN 'running'
        THEN (SELECT total(done_seconds) FROM steps WHERE run = runs.id)
        ELSE active_seconds END AS seconds
    FROM runs WHERE {_IN_RANGE}
    UNION ALL SELECT {_LOCAL_DAY}, seconds FROM activities WHERE {_IN_RANGE})
WHERE (day BETWEEN :first AND :last) IS NOT 0 AND seconds > 0 GROUP BY day
"""  # noqa: S608

_PAIN: Final = f"""
SELECT {_LOCAL_DAY} AS day, avg(pain_before), avg(pain_after) FROM runs
WHERE {_IN_RANGE} AND coalesce(pain_before, pain_after) IS NOT NULL
    AND (day BETWEEN :first AND :last) IS NOT 0
GROUP BY day ORDER BY day
"""  # noqa: S608

_ROUTINES: Final = """
SELECT routine, title, times, started, utc_offset_seconds FROM (
    SELECT routine AS name, count(*) AS times, max(started) AS last FROM runs GROUP BY routine)
JOIN runs ON id = (SELECT max(id) FROM runs WHERE routine = name AND started = last)
ORDER BY started DESC, routine
"""


@dataclass(frozen=True)
class Beginning:
    """How much there is in a log that is not empty, and since when."""

    entries: int
    """Runs and activities."""
    day: date
    """By UTC, the earliest on which one began."""


class LogSums:
    """Adds up what an open log holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Use `Log.sums`."""
        self._connection = connection

    def beginning(self) -> Beginning:
        """Tell how many runs and activities there are, and since when. Raises `LogError`."""
        (row,) = self._rows(_BEGINNING, {})
        return Beginning(row["runs"] + row["activities"], _day(row["day"]))

    def minutes_by_day(self, first: date, last: date) -> Mapping[date, float]:
        """Give the minutes of each day on which something was done; both ends count.

        Raises `LogError`.
        """
        return {_day(day): minutes for day, minutes in self._rows(_MINUTES, _range(first, last))}

    def days_newest_first(self, last: date) -> Iterator[date]:
        """Give the days on which something was done, until there was a year without any.

        They are read as they are asked for. Raises `LogError`.
        """
        while days := self.minutes_by_day(last - _LOOKED_BACK + _A_DAY, last):
            yield from sorted(days, reverse=True)
            last -= _LOOKED_BACK

    def pain_by_day(self, first: date, last: date) -> Sequence[Pain]:
        """Give the pain told of each day's runs, on average; days without any are left out.

        Raises `LogError`.
        """
        rows = self._rows(_PAIN, _range(first, last))
        return [Pain(_day(day), before, after) for day, before, after in rows]

    def routines(self) -> Sequence[RoutineSum]:
        """Give each routine under its newest title, the one done last first.

        Raises `LogError`.
        """
        return [
            RoutineSum(row["routine"], row["title"], row["times"], moment_in(row, "started"))
            for row in self._rows(_ROUTINES, {})
        ]

    def _rows(self, query: str, values: Mapping[str, str]) -> list[sqlite3.Row]:
        cursor = self._connection.cursor()
        cursor.row_factory = sqlite3.Row
        with explained():
            return cursor.execute(query, values).fetchall()


def _range(first: date, last: date) -> dict[str, str]:
    return {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "from": (first - _A_DAY).isoformat(),
        "to": (last + 2 * _A_DAY).isoformat(),
    }


def _day(text: str | None) -> date:
    if text is None:
        raise GarbledLogError
    return date.fromisoformat(text)
