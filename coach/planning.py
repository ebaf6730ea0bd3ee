"""Planning on the screen: asks for a routine's plan and keeps what was decided."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from coach.adherence import DAYS, due_on
from coach.context import Program
from coach.plan_text import plan_lines
from coach.plans import Plan, ended, going_on, planned
from coach.shelf import Shelved
from coach.told_log import ToldLog

if TYPE_CHECKING:
    from textual.app import App

    from coach.screens.plan import Decision


async def plan(app: App[None], item: Shelved, log: ToldLog, program: Program) -> bool:
    """Ask and keep; gives whether something is planned otherwise now."""
    from coach.screens.plan import PlanScreen

    today, formats, words = program.now().date(), program.formats(), program.words
    own = [each for each in log.plans() if each.routine == item.entry.name]
    done = log.done(today - timedelta(days=DAYS))
    told = [*plan_lines(own, done, today, {}, formats, words)]
    decision = await app.push_screen_wait(
        PlanScreen(item, going_on(own, today), told, today, formats, words)
    )
    if decision is None:
        return False
    written = _written(decision, log, program)
    if not log.keep_plans(written):
        return False
    app.notify(
        words("It is no longer planned.") if decision.wish is None else words("It is planned."),
        markup=False,
    )
    return True


def _written(decision: Decision, log: ToldLog, program: Program) -> list[Plan]:
    now = program.now()
    if decision.wish is not None:
        return planned(log.plans(), decision.wish, now, lambda: str(uuid4()), decision.instead)
    if decision.instead is None:
        return []
    today = now.date()
    due = due_on(today, [decision.instead], log.done(today)).get(decision.instead.routine)
    # What is done today stays done.
    end = today + timedelta(days=due is not None and due.is_done)
    return [ended(decision.instead, end, now)]
