import re
from pathlib import Path

import click
import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from catalogue import CLICK, GERMAN, compiled, in_code, read


def sentences(catalogue: Catalog) -> dict[str | tuple[str, ...], Message]:
    return {entry.id: entry for entry in catalogue if entry.id}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w*)\}", text))


def test_every_sentence_of_the_code_is_in_german_and_no_other() -> None:
    german = set(sentences(read(GERMAN)))
    code = set(sentences(in_code()))
    assert sorted(map(str, code - german)) == []
    assert sorted(map(str, german - code)) == []


@pytest.mark.parametrize("path", [GERMAN, CLICK], ids=lambda path: path.stem)
def test_every_sentence_is_translated_and_none_is_a_guess(path: Path) -> None:
    unfinished = [
        entry.id
        for entry in sentences(read(path)).values()
        if entry.fuzzy or not all(forms(entry.string))
    ]
    assert unfinished == []


def test_a_translation_has_the_values_of_its_sentence() -> None:
    for entry in sentences(read(GERMAN)).values():
        allowed = set().union(*map(placeholders, forms(entry.id)))
        for one in forms(entry.string):
            assert placeholders(one) <= allowed, entry.id
        assert placeholders(forms(entry.string)[-1]) == placeholders(forms(entry.id)[-1]), entry.id


@pytest.mark.parametrize("path", [GERMAN, CLICK], ids=lambda path: path.stem)
def test_what_is_read_at_run_time_is_what_was_translated(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == compiled(read(path))


def test_german_has_typographic_quotes() -> None:
    straight = [
        entry.id
        for entry in sentences(read(GERMAN)).values()
        for one in forms(entry.string)
        if "“" in one and "„" not in one
    ]
    assert straight == []


def test_the_sentences_of_click_are_ones_that_it_says() -> None:
    said = {sentence for _, _, sentence, _, _ in extract_from_dir(Path(click.__file__).parent)}
    assert set(sentences(read(CLICK))) <= said
