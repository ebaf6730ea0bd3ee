from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.formats import Formats
from coach.progress import (
    Pain,
    Progress,
    RoutineSum,
    first_of_weeks,
    last_weeks,
    pain_by_week,
    shade,
    weeks_in_a_row,
)
from coach.progress_text import progress_lines
from sessions.words import Language, Words

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


@given(st.dictionaries(st.integers(0, 400), st.floats(0.1, 600), max_size=60))
def test_no_minute_is_lost_or_counted_twice(done: dict[int, float]) -> None:
    minutes = {day(number): each for number, each in done.items()}
    first = first_of_weeks(day(400), 0, 60)
    weeks = last_weeks(first, 60, minutes)
    assert sum(week.total for week in weeks) == pytest.approx(sum(done.values()))
    assert weeks[-1].start <= day(400) < weeks[-1].start + timedelta(weeks=1)


def test_a_week_ends_with_today_in_it_and_begins_as_the_calendar_does() -> None:
    assert first_of_weeks(day(6), 0, 1) == MONDAY
    assert first_of_weeks(day(6), 6, 1) == day(6)
    assert first_of_weeks(day(6), 0, 3) == day(-14)


@pytest.mark.parametrize(
    ("days", "today", "in_a_row"),
    [
        ([], 0, 0),
        ([0, 2], 3, 1),
        ([0, 2, 7, 9], 10, 2),
        # A week that has only begun takes nothing away; one that was left out does.
        ([0, 2, 7, 9], 14, 2),
        ([0, 2, 7, 9, 14], 14, 2),
        ([0, 2, 7, 9], 21, 0),
        # A day off never breaks it, a week with a single day does.
        ([0, 6, 7, 13], 13, 2),
        ([0, 2, 7, 14, 16], 16, 1),
        ([0, 2, 14, 16], 16, 1),
    ],
)
def test_rest_days_are_kindly_counted(days: list[int], today: int, in_a_row: int) -> None:
    newest_first = [day(number) for number in reversed(days)]
    assert weeks_in_a_row(newest_first, day(today), 0) == in_a_row


def test_no_more_of_the_past_is_asked_for_than_is_needed() -> None:
    def newest_first() -> Iterator[date]:
        yield from (day(30), day(28), day(10))
        pytest.fail("the row was broken already")

    assert weeks_in_a_row(newest_first(), day(30), 0) == 1


@pytest.mark.parametrize(
    ("minutes", "dark"), [(0, 0), (0.5, 1), (5, 1), (5.1, 2), (15, 2), (30, 3), (31, 4), (900, 4)]
)
def test_a_day_is_the_darker_the_more_was_done(minutes: float, dark: int) -> None:
    assert shade(minutes) == dark


def test_pain_of_a_week_is_the_mean_of_what_was_told_in_it() -> None:
    days = [Pain(day(0), 6, None), Pain(day(6), 4, 2), Pain(day(7), None, 1)]
    assert pain_by_week(days, 0) == {day(0): Pain(day(0), 5, 2), day(7): Pain(day(7), None, 1)}
    assert pain_by_week(days, 6)[day(6)] == Pain(day(6), 4, 1.5)


def made() -> Progress:
    minutes = {day(0): 3.0, day(1): 12.4, day(3): 20.0, day(4): 90.0, day(7): 0.2}
    last = datetime(2026, 3, 9, 8, tzinfo=UTC)
    return Progress(
        weeks=last_weeks(MONDAY, 2, minutes),
        in_a_row=1,
        pain={MONDAY: Pain(MONDAY, 4.25, 2.0)},
        routines=[RoutineSum("a", "A [b]\x1b[31m", 3, last), RoutineSum("b", "B", 1, last)],
    )


def told(language: Language, goal: int = 150) -> list[str]:
    return [*progress_lines(made(), day(8), goal, Formats(language), Words(language))]


def test_the_calendar_tells_minutes_as_numbers_for_eyes_and_ears() -> None:
    names, first, second, *_ = told(Language.EN)
    assert " ".join(names.split()) == "Mon Tue Wed Thu Fri Sat Sun min Pain Goal 150"
    assert first.split()[:9] == ["2", "Mar", "3", "12", "·", "20", "90", "·", "·"]
    assert "125  4.2 to 2" in first
    # Half a minute is there too, and days to come are empty.
    assert second.split() == ["9", "Mar", "1", "·", "0"]


def test_a_bar_tells_how_much_of_the_goal_was_reached() -> None:
    assert told(Language.EN)[1].count("█") == 13
    assert told(Language.EN, goal=100)[1].count("█") == 16
    assert told(Language.EN)[2].count("█") == 0
    without = told(Language.EN, goal=0)
    assert not any("█" in line or "of 0" in line for line in without)
    assert "This week: 0 minutes" in without


@pytest.mark.parametrize("language", Language)
def test_what_it_comes_to_is_told_in_sentences(language: Language) -> None:
    week, row, often, once = told(language)[-4:]
    assert "150" in week
    assert row == Words(language).plural(
        "One week with two days or more.", "{n} weeks in a row with two days or more each.", 1
    )
    assert often.startswith("3 × A [b][31m, ")
    assert "2026" in often
    assert once.startswith("Once B, " if language is Language.EN else "Einmal B, ")


@pytest.mark.parametrize("language", Language)
def test_the_calendar_fits_into_a_terminal(language: Language) -> None:
    assert max(map(len, told(language))) < 80


def test_where_no_pain_was_told_no_room_is_kept_for_it() -> None:
    progress = Progress(made().weeks, 0, {}, [])
    lines = [*progress_lines(progress, day(8), 150, Formats(Language.EN), Words(Language.EN))]
    assert "Pain" not in lines[0]
    assert len(lines) == 1 + 2 + 1 + 1
