from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from planning import plans

from coach.calendar_file import Occasion, calendar
from coach.plans import Plan, Weekday
from coach.time_zone import TimeZoneError, own_zone, zone_named

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
PLAN = Plan(
    "6f0d3b52-92b4-4c61-8f1b-0f4a4e9a7d11",
    "ball-wall",
    frozenset({Weekday.MON, Weekday.FRI}),
    time(18, 30),
    date(2026, 3, 24),
    None,
    datetime(2026, 3, 20, 10, tzinfo=UTC),
)
TEN = timedelta(minutes=10)


def written(
    plan: Plan, zone: ZoneInfo = BERLIN, title: str = "Ball", about: tuple[str, ...] = ("x",)
) -> bytes:
    return calendar([Occasion(plan, title, about, 12)], zone, TEN, NOW)


def read(content: bytes) -> icalendar.Event:
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return event


def expanded(content: bytes, start: date, end: date) -> list[datetime]:
    """Give when an independent reader says that something is on."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(content)).between(start, end)
    return sorted(event["DTSTART"].dt for event in found)


@pytest.mark.parametrize(
    ("zone", "start", "offsets"),
    [
        # On 29 March and on 25 October the clocks of Berlin are changed.
        ("Europe/Berlin", date(2026, 3, 24), [1, 2, 2]),
        ("Europe/Berlin", date(2026, 10, 20), [2, 1, 1]),
        # In New York on 8 March and 1 November.
        ("America/New_York", date(2026, 3, 5), [-5, -4, -4]),
        ("America/New_York", date(2026, 10, 28), [-4, -5, -5]),
        ("Asia/Kathmandu", date(2026, 3, 24), [5.75, 5.75, 5.75]),
        ("Etc/UTC", date(2026, 3, 24), [0, 0, 0]),
    ],
)
def test_half_past_six_stays_half_past_six_when_the_clocks_change(
    zone: str, start: date, offsets: list[float]
) -> None:
    content = written(replace(PLAN, first=start), ZoneInfo(zone))
    moments = expanded(content, start, start + timedelta(days=11))
    assert [f"{moment:%a %H:%M}" for moment in moments] == ["Fri 18:30", "Mon 18:30", "Fri 18:30"]
    assert [each.utcoffset() for each in moments] == [timedelta(hours=n) for n in offsets]


def test_the_zone_is_spelled_out_as_it_is_for_readers_that_do_not_know_its_name() -> None:
    text = written(replace(PLAN, first=date(2025, 11, 3))).replace(b"Europe/Berlin", b"Custom/Zone")
    assert not [line for line in text.splitlines() if line.startswith(b"RDATE") and b"," in line]
    moments = expanded(text, date(2026, 3, 27), date(2026, 4, 4))
    assert [(f"{each:%H:%M}", each.utcoffset()) for each in moments] == [
        ("18:30", timedelta(hours=1)),
        ("18:30", timedelta(hours=2)),
        ("18:30", timedelta(hours=2)),
    ]


@given(plans(), st.sampled_from(["Europe/Berlin", "America/St_Johns", "Etc/UTC"]))
def test_what_is_read_back_is_the_plan(plan: Plan, zone: str) -> None:
    event = read(written(plan, ZoneInfo(zone)))
    assert event["UID"] == plan.uuid
    assert event["SEQUENCE"] == plan.revision
    assert event["LAST-MODIFIED"].dt == plan.changed
    start = event["DTSTART"].dt
    assert (start.hour, start.minute) == (plan.at.hour, plan.at.minute)
    if plan.next_day(plan.first) is None:
        assert event["STATUS"] == "CANCELLED"
        assert "RRULE" not in event
        return
    # A rule repeats from its beginning, so that is a day of the plan: its first.
    assert start.date() == plan.next_day(plan.first)
    rule = event["RRULE"]
    assert rule["FREQ"] == ["WEEKLY"]
    assert rule["BYDAY"] == [day.code[:2].upper() for day in sorted(plan.days)]
    until = rule.get("UNTIL", [None])[0]
    assert (until and until.astimezone(ZoneInfo(zone)).date()) == plan.last
    assert until is None or until.utcoffset() == timedelta()


@given(plans(dates=st.dates(date(2026, 1, 1), date(2026, 12, 31))))
def test_an_independent_reader_finds_the_days_of_the_plan(plan: Plan) -> None:
    first = plan.first - timedelta(days=3)
    days = [first + timedelta(days=n) for n in range(21)]
    found = expanded(written(plan), days[0], days[-1] + timedelta(days=1))
    if plan.next_day(plan.first) is not None:
        assert [each.date() for each in found] == [day for day in days if plan.is_on(day)]


def test_it_lasts_as_long_as_the_session_and_reminds_before() -> None:
    event = read(written(PLAN))
    assert event["DURATION"].dt == timedelta(minutes=12)
    (alarm,) = event.walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", -TEN)


def test_the_same_plan_is_written_the_same() -> None:
    assert written(PLAN) == written(PLAN)


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TRAPS = 'a,b;c\\d"e:f\nBEGIN:VEVENT\r\nUID:x\x00\x07\x1b[31m\u202egnol\u2066 🧘' + "ü" * 100


@pytest.mark.parametrize("text", [TRAPS, "", "\n", "\ufeff"])
def test_whatever_a_title_holds_the_calendar_is_whole(text: str) -> None:
    check_whole(text)


@given(texts)
def test_any_title_is_harmless(text: str) -> None:
    check_whole(text)


def check_whole(text: str) -> None:
    content = written(PLAN, title=text, about=(text, "coach run x"))
    lines = content.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert not {c for c in content.decode() if c < " "} - {"\r", "\n"}
    assert not {"\u202e", "\u2066"} & set(content.decode())
    event = read(content)
    assert event["UID"] == PLAN.uuid
    assert str(event["DESCRIPTION"]).endswith("coach run x")
    assert len(event.walk("VALARM")) == 1


def test_a_title_reads_as_it_did() -> None:
    title = 'Dehnen; sanft, "weich" \\ warm'
    assert str(read(written(PLAN, title=title))["SUMMARY"]) == title


def test_it_has_what_the_standard_asks_for() -> None:
    content = written(PLAN)
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.endswith(b"END:VCALENDAR\r\n")
    found = icalendar.Calendar.from_ical(content)
    assert found["VERSION"] == "2.0"
    assert "PRODID" in found
    assert [zone["TZID"] for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert read(content)["DTSTAMP"].dt == NOW


@pytest.mark.parametrize(
    "name", ["", "Nowhere/Bad", "../../etc/passwd", "/etc/passwd", "Europe", "\0"]
)
def test_a_zone_that_is_none_is_told(name: str) -> None:
    with pytest.raises(TimeZoneError, match="Europe/Berlin"):
        zone_named(name)


def test_the_zone_of_the_computer_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    summer = datetime(2026, 7, 1, 12, tzinfo=UTC)
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert own_zone(summer.astimezone(ZoneInfo("Asia/Kathmandu"))).key == "Asia/Kathmandu"
    with pytest.raises(TimeZoneError, match="--zone"):
        own_zone(summer.astimezone(BERLIN))
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    with pytest.raises(TimeZoneError, match="--zone"):
        own_zone(summer.astimezone(BERLIN))
