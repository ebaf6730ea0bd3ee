"""Plans as JSON, for other programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from coach.adherence import DAYS, Adherence, Done, adherence, due_on
from coach.json_text import json_text
from coach.plans import Plan, going_on


def plans_as_json(
    plans: Sequence[Plan],
    done: Sequence[Done],
    today: date,
    titles: Mapping[str, str],
) -> str:
    """Write the plans that go on, and what became of them in the last four weeks.

    `titles` are by the name of the routine; what it lacks has none.
    """
    since = today - timedelta(days=DAYS)
    due = due_on(today, plans, done)

    def described(plan: Plan) -> dict[str, object]:
        is_done = plan.is_on(today) and due[plan.routine].is_done
        following = plan.next_day(today + timedelta(days=is_done))
        own = [each for each in plans if each.routine == plan.routine]
        return {
            "uuid": plan.uuid,
            "routine": plan.routine,
            "title": titles.get(plan.routine),
            "days": [day.code for day in sorted(plan.days)],
            "time": f"{plan.at:%H:%M}",
            "first_day": plan.first.isoformat(),
            "last_day": None if plan.last is None else plan.last.isoformat(),
            "next": following and datetime.combine(following, plan.at).astimezone().isoformat(),
            "done_today": is_done,
            "adherence": _measured(adherence(own, done, since, today)),
        }

    whole = {
        "plans": [described(plan) for plan in going_on(plans, today)],
        "since": since.isoformat(),
        "adherence": _measured(adherence(plans, done, since, today)),
    }
    return json_text(whole)


def _measured(found: Adherence) -> dict[str, object]:
    return {
        "planned": found.planned,
        "completed": found.completed,
        "stopped_early": found.stopped_early,
        "skipped": found.skipped,
        "share": None if found.share is None else round(found.share, 3),
    }
