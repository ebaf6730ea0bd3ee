"""What somebody may have meant."""

from __future__ import annotations

import pytest

from sessions.suggestions import nearest


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("hodl", "hold"),
        ("Hold", "hold"),
        ("haltedauer", "hold"),
        ("Wiederholungen", "reps"),
        ("hold" * 1000, None),
        ("", None),
        ("xyz", None),
    ],
)
def test_the_nearest_word_is_the_one_that_was_meant(written: str, meant: str | None) -> None:
    assert nearest(written, ["hold", "reps", "title"]) == meant


def test_a_word_that_does_not_fit_here_is_not_suggested() -> None:
    assert nearest("haltedauer", ["reps", "title"]) is None
