"""Plans as hypothesis makes them up."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from coach.plans import Plan, Weekday

days = st.frozensets(st.sampled_from(Weekday), min_size=1)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
dates = st.dates(date(1971, 1, 1), date(2199, 1, 1))
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
moments = st.integers(0, 4_000_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


@st.composite
def plans(
    draw: st.DrawFn,
    routines: st.SearchStrategy[str] = names,
    dates: st.SearchStrategy[date] = dates,
) -> Plan:
    first = draw(dates)
    length = draw(st.none() | st.integers(-1, 60))
    return Plan(
        uuid=str(draw(st.uuids())),
        routine=draw(routines),
        days=draw(days),
        at=draw(times),
        first=first,
        last=None if length is None else first + timedelta(days=length),
        changed=draw(moments),
        revision=draw(st.integers(0, 100)),
    )
