"""Placing candidates by rank, for any candidates there can be."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from sessions.placing import GAP, Candidate, Span, place

moments = st.integers(0, 120).map(lambda n: n / 4)
candidates = st.builds(
    lambda rank, earliest, slack, duration: Candidate(rank, earliest, earliest + slack, duration),
    st.integers(1, 5),
    moments,
    moments,
    st.integers(1, 40).map(lambda n: n / 4),
)
spans = st.tuples(moments, moments).map(sorted).map(lambda pair: Span(*pair))


@given(st.lists(candidates, max_size=8), spans, st.lists(spans, max_size=3))
def test_what_is_placed_keeps_every_rule(
    wanted: list[Candidate], room: Span, taken: list[Span]
) -> None:
    starts = place(wanted, room, taken)
    placed = [Span(at, at + wanted[i].duration) for i, at in starts.items()]
    for index, start in starts.items():
        assert wanted[index].earliest <= start <= wanted[index].latest
    for span in placed:
        assert room.start <= span.start
        assert span.end <= room.end
        assert all(span.clear_of(other, 0) for other in taken)
    for one, other in combinations(placed, 2):
        assert one.clear_of(other, GAP)


@given(candidates, spans)
def test_the_first_in_rank_is_placed_whenever_it_fits_the_room(only: Candidate, room: Span) -> None:
    fits = max(only.earliest, room.start) <= min(only.latest, room.end - only.duration)
    assert bool(place([only], room)) == fits


def test_the_more_important_one_wins_the_only_place() -> None:
    same = [Candidate(2, 10, 10, 3), Candidate(1, 10, 10, 3)]
    assert place(same, Span(0, 60)) == {1: 10}


def test_one_that_can_wait_makes_way_for_one_that_cannot() -> None:
    flexible, fixed = Candidate(1, 4, 60, 5), Candidate(2, 6, 6, 1)
    assert place([flexible, fixed], Span(0, 60)) == {0: 8, 1: 6}
