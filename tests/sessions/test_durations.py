"""Lengths of time, as people write them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.durations import seconds_of

PARTS = st.none() | st.integers(0, 9999)
SPACE = st.sampled_from(["", " ", "  "])


@given(
    st.tuples(PARTS, PARTS, PARTS),
    st.tuples(
        st.sampled_from(["h", "H", "std", "Std"]),
        st.sampled_from(["m", "min", "Min"]),
        st.sampled_from(["s", "S", "sec", "sek", "Sek"]),
    ),
    SPACE,
)
def test_hours_minutes_and_seconds_add_up_however_they_are_written(
    numbers: tuple[int | None, ...], units: tuple[str, ...], space: str
) -> None:
    parts = list(zip(numbers, units, (3600, 60, 1), strict=True))
    written = space.join(f"{n}{space}{unit}" for n, unit, _ in parts if n is not None)
    assert seconds_of(written) == (sum((n or 0) * a for n, _, a in parts) if written else None)


@given(st.decimals(0, 9999, places=2), st.sampled_from([("h", 3600), ("min", 60), ("s", 1)]))
def test_a_fraction_has_a_point_or_a_german_comma(number: object, unit: tuple[str, int]) -> None:
    point, comma = f"{number} {unit[0]}", f"{number} {unit[0]}".replace(".", ",")
    assert seconds_of(point) == seconds_of(comma) == pytest.approx(float(str(number)) * unit[1])


@given(st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9))
def test_a_bare_number_is_seconds(number: float) -> None:
    assert seconds_of(number) == number


@given(st.integers(0, 10**6))
def test_a_number_in_quotation_marks_is_seconds_too(number: int) -> None:
    assert seconds_of(str(number)) == number


@given(st.integers(0, 999), st.sampled_from(["s", " min", "h", ""]))
def test_a_minus_is_read_so_that_it_can_be_told(number: int, unit: str) -> None:
    length = seconds_of(f"{number}{unit}")
    assert length is not None
    assert seconds_of(f"-{number}{unit}") == -length


@pytest.mark.parametrize("written", ["45s", " 45s ", "45 s", "45 SEK"])
def test_white_space_and_capitals_mean_nothing(written: str) -> None:
    assert seconds_of(written) == 45


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        "s",
        "min",
        "1:30",
        "30s 1m",
        "1m 2m",
        "45 apples",
        "45s!",
        "--5s",
        "+5s",
        "1e3",
        "1..5s",
        ".5s",
        "5.s",
        "٣s",
        "²s",
        "1" * 13,
        "nan",
        "inf",
    ],
)
def test_what_is_no_length_is_none(written: str) -> None:
    assert seconds_of(written) is None


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        None,
        math.nan,
        math.inf,
        -math.inf,
        10**400,
        -(10**400),
        1.1e9,
        [45],
        {"s": 45},
        b"45s",
    ],
)
def test_what_is_no_number_and_no_text_or_beyond_any_sense_is_none(value: object) -> None:
    assert seconds_of(value) is None


@given(st.text())
def test_any_text_is_a_finite_length_or_none(text: str) -> None:
    seconds = seconds_of(text)
    assert seconds is None or math.isfinite(seconds)
