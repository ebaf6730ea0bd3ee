"""The countdown in blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from coach.widgets.blocks import blocks, countdown_text


def test_a_small_number_is_three_rows_high() -> None:
    assert blocks("27", 20, 3) == ("▀▀█ ▀▀█", "█▀▀   █", "▀▀▀   ▀")


def test_the_number_grows_with_its_room() -> None:
    assert len(blocks("27", 190, 45)) >= 40


@given(st.integers(0, 3600), st.integers(1, 400), st.integers(1, 100))
def test_it_never_leaves_its_room(seconds: int, width: int, height: int) -> None:
    text = countdown_text(seconds)
    lines = blocks(text, width, height)
    assert lines == (text,) or (len(lines) <= height and all(len(line) <= width for line in lines))


def test_both_sides_can_be_drawn_in_both_languages() -> None:
    for word in ("LINKS", "RECHTS", "LEFT", "RIGHT"):
        assert len(blocks(word, 60, 3)) == 3


def test_a_word_without_a_drawing_is_written() -> None:
    assert blocks("Ω", 60, 3) == ("Ω",)


def test_long_times_have_minutes() -> None:
    assert [countdown_text(n) for n in (9, 99, 100, 125)] == ["9", "99", "1:40", "2:05"]
