from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.activities import Activity, ActivityKind
from coach.formats import Formats
from coach.progress import minutes_by_day, progress
from coach.progress_text import progress_lines
from sessions.words import Language, Words

MONDAY = date(2026, 3, 2)


def swim(day: date, minutes: float) -> Activity:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Activity("u", ActivityKind.SWIMMING, noon, minutes * 60)


def swims(*days: int) -> list[Activity]:
    """Twenty minutes each, so many days after the first Monday."""
    return [swim(MONDAY + timedelta(days=day), 20) for day in days]


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(0.1, 600)), max_size=60))
def test_no_minute_is_lost_or_counted_twice(done: list[tuple[int, float]]) -> None:
    activities = [swim(MONDAY + timedelta(days=day), minutes) for day, minutes in done]
    made = progress([], activities, MONDAY + timedelta(days=400), weeks=60)
    assert sum(week.total for week in made.weeks) == pytest.approx(sum(m for _, m in done))
    assert sum(week.days for week in made.weeks) == len({day for day, _ in done})
    assert sum(minutes_by_day([], activities).values()) == pytest.approx(sum(m for _, m in done))


def test_a_week_ends_with_today_in_it_and_begins_as_the_calendar_does() -> None:
    sunday = MONDAY + timedelta(days=6)
    assert progress([], [], sunday, weeks=2).weeks[-1].start == MONDAY
    assert progress([], [], sunday, first_weekday=6, weeks=2).weeks[-1].start == sunday


@pytest.mark.parametrize(
    ("days", "today", "in_a_row"),
    [
        ([], 0, 0),
        ([0, 2], 3, 1),
        ([0, 2, 7, 9], 10, 2),
        # A week that has only begun takes nothing away; one that was left out does.
        ([0, 2, 7, 9], 14, 2),
        ([0, 2, 7, 9], 21, 0),
        # A day off never breaks it, a week with a single day does.
        ([0, 6, 7, 13], 13, 2),
        ([0, 2, 7, 14, 16], 16, 1),
    ],
)
def test_rest_days_are_kindly_counted(days: list[int], today: int, in_a_row: int) -> None:
    assert progress([], swims(*days), MONDAY + timedelta(days=today)).in_a_row == in_a_row


@pytest.mark.parametrize("language", Language)
def test_the_calendar_can_be_read_without_colour(language: Language) -> None:
    activities = [swim(MONDAY, 3), swim(MONDAY + timedelta(days=1), 12), *swims(3)]
    activities.append(swim(MONDAY + timedelta(days=4), 90))
    made = progress([], activities, MONDAY + timedelta(days=6), weeks=2)
    lines = [*progress_lines(made, 150, Formats(language), Words(language))]
    assert lines[2].split("  ")[1:] != lines[1].split("  ")[1:]
    assert [sign for sign in lines[2] if sign in "·░▒▓█"] == list("░▒·▓█··")
    assert "125" in lines[2]
    assert "125" in lines[3]
    assert lines[3].count("█") == 17


def test_without_anything_done_it_still_reads_well() -> None:
    made = progress([], [], MONDAY)
    lines = [*progress_lines(made, 150, Formats(Language.EN), Words(Language.EN))]
    assert len(lines) == 1 + 8 + 1
    assert "0 of 150" in lines[-1]
