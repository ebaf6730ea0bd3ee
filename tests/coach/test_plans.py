from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from planning import days, plans, times

from coach.adherence import Adherence, Done, Due, adherence, due_on
from coach.formats import Formats
from coach.plan_reading import days_of, time_of
from coach.plan_text import plan_lines, when_text
from coach.plans import Plan, Weekday, Wish, ended, going_on, planned
from coach.runs import Outcome
from sessions.words import Language, Words

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
WEDNESDAY = date(2026, 3, 4)
A_DAY = timedelta(days=1)
MON, WED, FRI = Weekday.MON, Weekday.WED, Weekday.FRI

march = st.dates(date(2026, 2, 20), date(2026, 4, 10))
routines = st.sampled_from(["a", "b"])
some_plans = st.lists(plans(routines, march), max_size=5, unique_by=lambda plan: plan.uuid)
some_done = st.lists(st.builds(Done, routines, march, st.sampled_from(Outcome)), max_size=30)


def plan(
    *on: Weekday, at: time = time(18, 30), first: date = date(2026, 3, 2), last: date | None = None
) -> Plan:
    return Plan("u", "a", frozenset(on), at, first, last, NOW)


def made(plans: Iterable[Plan], wish: Wish, instead: Plan | None = None) -> list[Plan]:
    """Give all plans as they are after a wish."""
    uuids = (f"new-{n}" for n in count())
    kept = {each.uuid: each for each in plans}
    for each in planned(kept.values(), wish, NOW, lambda: next(uuids), instead):
        kept[each.uuid] = each
    return [*kept.values()]


def calendar(plans: Iterable[Plan], since: date, until: date) -> set[tuple[str, date, time]]:
    """Give every time that something is to be done."""
    every = [since + n * A_DAY for n in range((until - since).days + 1)]
    return {(each.routine, day, each.at) for each in plans for day in every if each.is_on(day)}


@given(some_plans, some_done, march, march)
def test_of_what_was_planned_each_is_done_begun_or_skipped(
    plans: list[Plan], done: list[Done], since: date, today: date
) -> None:
    found = adherence(plans, done, since, today)
    wanted = {(name, day) for name, day, _ in calendar(plans, since, today)}
    completed = {(d.routine, d.day) for d in done if d.outcome is Outcome.COMPLETED}
    over = {each for each in wanted if each[1] < today} | (wanted & completed)
    assert found.planned == len(over)
    assert found.completed == len(wanted & completed)
    assert min(found.completed, found.stopped_early, found.skipped) >= 0
    assert found.share is None or 0 <= found.share <= 1


@given(some_plans, some_done, march, march)
def test_doing_more_is_never_told_as_less(
    plans: list[Plan], done: list[Done], since: date, today: date
) -> None:
    more = [*done, Done("a", today, Outcome.COMPLETED)]
    before, after = (adherence(plans, each, since, today) for each in (done, more))
    assert after.completed >= before.completed
    assert after.skipped <= before.skipped
    assert (after.share or 0) >= (before.share or 0)


def test_a_day_is_told_by_the_best_that_was_done_on_it() -> None:
    monday = date(2026, 3, 2)
    done = [
        Done("a", monday, Outcome.STOPPED),
        Done("a", monday, Outcome.COMPLETED),
        Done("a", monday + 2 * A_DAY, Outcome.INTERRUPTED),
        Done("b", monday + 4 * A_DAY, Outcome.COMPLETED),
        # Nothing was planned for this one.
        Done("a", monday + 1 * A_DAY, Outcome.COMPLETED),
    ]
    found = adherence([plan(MON, WED, FRI)], done, monday, monday + 7 * A_DAY)
    assert found == Adherence(completed=1, stopped_early=1, skipped=1)
    assert found.share == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("outcome", "counted"),
    [(Outcome.COMPLETED, 1), (Outcome.STOPPED, 0), (Outcome.RUNNING, 0), (None, 0)],
)
def test_today_counts_once_it_is_done(outcome: Outcome | None, counted: int) -> None:
    done = [] if outcome is None else [Done("a", WEDNESDAY, outcome)]
    found = adherence([plan(WED)], done, WEDNESDAY, WEDNESDAY)
    assert (found.planned, found.completed) == (counted, counted)


@given(some_plans, some_done, march)
def test_due_is_what_a_plan_says_of_today_at_its_earliest_time(
    plans: list[Plan], done: list[Done], today: date
) -> None:
    due = due_on(today, plans, done)
    wanted = calendar(plans, today, today)
    assert due.keys() == {name for name, _, _ in wanted}
    for name, each in due.items():
        assert each.at == min(at for routine, _, at in wanted if routine == name)
        assert each.is_done == (Done(name, today, Outcome.COMPLETED) in done)


@given(plans(dates=march), march)
def test_the_next_day_is_the_first_that_a_plan_is_for(plan: Plan, day: date) -> None:
    following = plan.next_day(day)
    last = following or max(day, plan.first) + 30 * A_DAY
    days = [each for _, each, _ in calendar([plan], day, last)]
    assert days == ([] if following is None else [following])


@given(some_plans, routines, days, times, march)
def test_a_wish_holds_from_its_day_on_and_changes_nothing_before(
    plans: list[Plan], routine: str, days: frozenset[Weekday], at: time, first: date
) -> None:
    # As the program has made them: no day of a routine is planned twice.
    start = date(2026, 1, 1)
    kept: list[Plan] = []
    for each in plans:
        kept = made(kept, Wish(each.routine, each.days, each.at, start))
        kept = [replace(one, uuid=f"{each.uuid} {one.uuid}") for one in kept]
    wish = Wish(routine, days, at, first)
    after = made(kept, wish)
    long_ago, far = date(2026, 1, 1), first + 30 * A_DAY
    assert calendar(after, long_ago, first - A_DAY) == calendar(kept, long_ago, first - A_DAY)
    times = calendar(after, first, far)
    every = {first + n * A_DAY for n in range(31)}
    wanted = {(routine, day, at) for day in every if Weekday(day.weekday()) in days}
    others = {
        each
        for each in calendar(kept, first, far)
        if each[0] != routine or Weekday(each[1].weekday()) not in days
    }
    assert times == wanted | others
    assert made(after, wish) == after


@given(plans(dates=march), march)
def test_a_plan_that_ends_keeps_its_past(plan: Plan, day: date) -> None:
    assume(plan.last is None)
    over = ended(plan, day, NOW)
    far = day + 60 * A_DAY
    assert calendar([over], day, far) == set()
    early = date(2026, 1, 1)
    assert calendar([over], early, day - A_DAY) == calendar([plan], early, day - A_DAY)
    assert over.uuid == plan.uuid
    assert over.revision == plan.revision + 1
    assert going_on([over], day) == []


def test_a_plan_made_today_is_changed_itself() -> None:
    before = plan(MON, WED, first=WEDNESDAY)
    wish = Wish("a", frozenset({FRI}), time(7), WEDNESDAY)
    (after,) = made([before], wish, before)
    assert (after.uuid, after.days, after.at, after.revision) == ("u", {FRI}, time(7), 1)


def test_a_plan_that_has_begun_goes_on_as_another() -> None:
    before = plan(MON, WED)
    old, new = made([before], Wish("a", frozenset({FRI}), time(7), WEDNESDAY), before)
    assert (old.uuid, old.last) == ("u", WEDNESDAY - A_DAY)
    assert (new.uuid, new.first, new.days, new.last) == ("new-0", WEDNESDAY, {FRI}, None)


def test_a_day_that_is_planned_already_gets_the_new_time() -> None:
    wish = Wish("a", frozenset({FRI}), time(9), WEDNESDAY)
    old, new, rest = made([plan(MON, FRI)], wish)
    assert old.last == WEDNESDAY - A_DAY
    assert (new.days, new.at) == ({FRI}, time(9))
    assert (rest.days, rest.at) == ({MON}, time(18, 30))


def test_a_plan_that_is_still_to_begin_stays_the_same_plan_when_it_gives_up_a_day() -> None:
    later = plan(MON, FRI, first=WEDNESDAY + 9 * A_DAY)
    old, new = made([later], Wish("a", frozenset({FRI}), time(9), WEDNESDAY))
    assert (old.uuid, old.days, old.first, old.last) == ("u", {MON}, later.first, None)
    assert (new.uuid, new.days) == ("new-0", {FRI})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("mon,wed,fri", "mon wed fri"),
        ("mo, mi", "mon wed"),
        ("Montag Freitag", "mon fri"),
        ("Mo.;Di.", "mon tue"),
        ("mo-fr", "mon tue wed thu fri"),
        ("Sat – Mon", "mon sat sun"),
        ("sa-so", "sat sun"),
        ("su", "sun"),
        ("do", "thu"),
        ("daily", "mon tue wed thu fri sat sun"),
        ("täglich", "mon tue wed thu fri sat sun"),
        ("werktags,Sonnabend", "mon tue wed thu fri sat"),
        ("weekend", "sat sun"),
        ("", None),
        (",", None),
        ("m", None),
        ("mon,xyz", None),
        ("mon-", None),
        ("1", None),
    ],
)
def test_days_are_read_in_both_languages(written: str, read: str | None) -> None:
    found = days_of(written)
    assert (found and " ".join(day.code for day in sorted(found))) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("18:30", time(18, 30)),
        ("18.30", time(18, 30)),
        (" 7 ", time(7)),
        ("18 Uhr", time(18)),
        ("18:30 Uhr", time(18, 30)),
        ("6:30 pm", time(18, 30)),
        ("12am", time(0)),
        ("12 PM", time(12)),
        ("24:00", None),
        ("7:60", None),
        ("13 pm", None),
        ("0 am", None),
        ("noon", None),
        ("", None),
        ("٧", None),
    ],
)
def test_times_of_day_are_read_in_both_languages(written: str, read: time | None) -> None:
    assert time_of(written) == read


@given(st.text(max_size=20))
def test_whatever_is_written_is_days_or_none_and_a_time_or_none(written: str) -> None:
    assert days_of(written) is None or days_of(written)
    assert time_of(written) is None or isinstance(time_of(written), time)


@pytest.mark.parametrize(
    ("language", "region", "told"),
    [
        (Language.DE, "", "Mo Mi So 18:30"),
        (Language.EN, "GB", "Mon Wed Sun 18:30"),
        (Language.EN, "US", "Sun Mon Wed 18:30"),
    ],
)
def test_the_days_stand_in_the_order_of_the_place(
    language: Language, region: str, told: str
) -> None:
    days = plan(MON, WED, Weekday.SUN)
    assert when_text(days, Formats(language, region), Words(language)) == told


def test_what_was_done_is_told_kindly_and_by_routine() -> None:
    formats, words = Formats(Language.EN), Words(Language.EN)
    own = plan(MON, WED, FRI, first=date(2026, 2, 2))
    other = replace(own, uuid="v", routine="b")
    done = [Done("a", date(2026, 3, 2), Outcome.COMPLETED)]
    lines = [*plan_lines([own, other], done, WEDNESDAY, {"a": "\x1b[31mBall"}, formats, words)]
    assert lines == [
        "Planned in the last four weeks: 1 of 24 done (4 %).",
        "  [31mBall: 1 of 12 done (8 %)",
        "  b: 0 of 12 done (0 %)",
        "Fewer days make a good plan as well.",
    ]
    assert [*plan_lines([], done, WEDNESDAY, {}, formats, words)] == []
    new = plan(WED, first=WEDNESDAY)
    (line,) = plan_lines([new], [], WEDNESDAY, {}, formats, words)
    assert line == "Planned; nothing of it was to be done yet."


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": frozenset()},
        {"first": date(1, 1, 1)},
        {"first": date(9999, 1, 1)},
        {"last": date(9999, 1, 1)},
        {"last": date(2026, 1, 1)},
        {"at": time(18, 30, 1)},
        {"at": time(18, 30, tzinfo=UTC)},
        {"revision": -1},
    ],
)
def test_what_no_plan_can_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Plan"):
        replace(plan(MON), **wrong)


def test_due_holds_its_time() -> None:
    assert due_on(WEDNESDAY, [plan(WED)], []) == {"a": Due(time(18, 30), is_done=False)}
