"""Text from outside: shown as it is written, and unable to do anything."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.plain_text import harmless

ANYTHING = st.text(st.characters())
"""Lone surrogates and characters that are none as well."""
WORDS = st.lists(
    st.text(st.characters(categories=("L", "M", "N", "P", "S")), min_size=1), max_size=5
)


@given(ANYTHING)
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    commands = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
    kept = harmless(text)
    assert not [c for c in kept if unicodedata.category(c) in commands]
    assert {c for c in kept if unicodedata.category(c) == "Cf"} <= {"\u200c", "\u200d"}


@given(ANYTHING)
def test_what_is_harmless_already_stays_as_it_is(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@given(ANYTHING)
def test_it_can_be_written_to_any_utf_8_file_on_one_line(text: str) -> None:
    kept = harmless(text)
    assert kept.encode().decode() == kept
    assert len(kept.splitlines()) <= 1
    assert kept == kept.strip()


@given(WORDS)
def test_letters_accents_figures_and_signs_of_every_script_stay(words: list[str]) -> None:
    assert harmless(" ".join(words)) == " ".join(words)


@given(WORDS, st.sampled_from(["  ", "\t", "\n", "\r\n", "\u00a0", "\u2028", "\x85", " \n "]))
def test_white_space_of_any_kind_becomes_one_space(words: list[str], space: str) -> None:
    assert harmless(space.join(words)) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x9b2J", "2J"),
        ("one\x00two", "onetwo"),
        ("back\x08\x08", "back"),
        ("\u202edetrevni\u202c", "detrevni"),
        ("\u2066isolated\u2069", "isolated"),
        ("\u200fright to left", "right to left"),
        ("\ufeffmark", "mark"),
        ("zero\u200bwidth", "zerowidth"),
        ("soft\u00adhyphen", "softhyphen"),
        ("tag\U000e0041", "tag"),
        ("lone \ud800", "lone"),
        ("\x1b \x1b", ""),
        ("", ""),
    ],
)
def test_what_commands_a_terminal_or_hides_is_dropped(text: str, kept: str) -> None:
    assert harmless(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "Gesäßdehnung – „ganz ruhig“",
        "[b]no markup[/b] {name} %s $HOME `ls` <a>",
        "👩‍🦽 🧘🏽‍♀️ ❤️",
        "می‌خواهم",
        "e\u0301",
    ],
)
def test_what_only_looks_like_markup_or_shapes_a_sign_stays(text: str) -> None:
    assert harmless(text) == text
