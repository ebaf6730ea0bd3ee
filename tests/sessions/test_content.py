"""The pages on the built-in routines are complete and up to date."""

from __future__ import annotations

from collections import Counter

import pytest
from content import PAGES, exercises, page, title, uses

from sessions.words import Language

FOURTEEN = 14
"""Ball massage stands after them."""


def test_every_step_belongs_to_one_exercise() -> None:
    named = Counter(each for exercise in exercises() for each in exercise.titles)
    assert set(named.values()) == {1}
    assert {title(use.step) for use in uses()} == set(named)


def test_each_of_the_fourteen_exercises_is_done_without_being_a_replacement() -> None:
    done = {title(use.step) for use in uses() if not use.replaces}
    assert len(exercises()) == FOURTEEN + 1
    assert all(done & set(exercise.titles) for exercise in exercises())


@pytest.mark.parametrize("language", Language)
def test_the_page_is_up_to_date(language: Language) -> None:
    assert PAGES[language].read_text(encoding="utf-8") == page(language)
