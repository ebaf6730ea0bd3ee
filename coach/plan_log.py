"""What is due today, read from the log as cheaply as `coach list` needs it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from coach.adherence import Due, due_on
from coach.log_file import explained, open_to_read
from coach.plan_rows import done_in, plans_in


def due_today(log: Path, today: date) -> Mapping[str, Due]:
    """Give what is due, by the name of the routine. Raises `LogError`."""
    with explained(log), closing(open_to_read(log)) as connection:
        plans = [plan for plan in plans_in(connection) if plan.is_on(today)]
        return due_on(today, plans, done_in(connection, today)) if plans else {}
