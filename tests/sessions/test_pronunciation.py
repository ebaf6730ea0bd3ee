"""Pronunciation: what the voice is given is what somebody would say."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sessions.pronunciation
from sessions.errors import RoutineError
from sessions.parse import parse
from sessions.pronunciation import Pronunciation, line
from sessions.routine import Text
from sessions.words import Language, Words

DE, EN = Language
COMMON = Pronunciation()


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("ISG-Entlastung mit dem Ball", DE, "I-Es-Ge-Entlastung mit dem Ball"),
        ("2× je Seite", DE, "zweimal je Seite"),
        ("2 × je Seite", DE, "zweimal je Seite"),
        ("2 x je Seite", DE, "zweimal je Seite"),
        ("3× each side", EN, "three times each side"),
        ("10× each side", EN, "10 times each side"),
        ("2×30 s", DE, "zweimal 30 Sekunden"),
        ("2 × 30s", EN, "twice 30 seconds"),
        ("Halte 1 s.", DE, "Halte eine Sekunde."),
        ("Hold for 1 s, then let go.", EN, "Hold for one second, then let go."),
        ("Halte 1,5 s.", DE, "Halte 1,5 Sekunden."),
        ("5 min", DE, "5 Minuten"),
        ("5 min", EN, "5 minutes"),
        ("8–10 s", DE, "8 bis 10 Sekunden"),
        ("8 – 10 times", EN, "8 to 10 times"),
        ("90° im Knie", DE, "90 Grad im Knie"),
        ("ca. 20 cm, z. B. am Knie", DE, "etwa 20 Zentimeter, zum Beispiel am Knie"),
    ],
)
def test_what_is_short_on_paper_is_said_whole(written: str, language: Language, said: str) -> None:
    assert COMMON.spoken(written, language) == said


@pytest.mark.parametrize(
    "text",
    [
        "Lean your back on the ball.",
        "DISGUST and MISGIVING",
        "30 steps, 5 minor ones, 2 xylophones",
        "10:30 s",
        "s min x ×",
        "",
    ],
)
def test_what_is_no_short_form_stays_as_it_is(text: str) -> None:
    assert [COMMON.spoken(text, language) for language in Language] == [text, text]


def test_a_routines_own_line_goes_before_the_common_one_in_its_language_alone() -> None:
    own = Pronunciation({"ISG": Text({DE: "Kreuzdarmbeingelenk"}), "Igel": Text("Iegel")})
    assert own.spoken("ISG und Igel", DE) == "Kreuzdarmbeingelenk und Iegel"
    assert own.spoken("ISG", EN) == COMMON.spoken("ISG", EN)


@given(st.text(max_size=80), st.sampled_from(Language))
def test_any_text_can_be_said(text: str, language: Language) -> None:
    assert isinstance(COMMON.spoken(text, language), str)


@given(st.sets(st.text("ab 12.×(s", min_size=1, max_size=6).filter(str.strip), min_size=1))
def test_a_routines_own_line_is_found_whatever_else_there_is(table: set[str]) -> None:
    own = Pronunciation(dict(line(written, "so said") for written in table))
    for written in table:
        assert own.spoken(" ".join(written.split()), EN) == "so said"


def test_the_table_names_nothing_twice_and_every_language() -> None:
    file = Path(sessions.pronunciation.__file__).with_suffix(".toml")
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    assert {language for said in table.values() for language in said} == set(Language)
    for written, said in table.items():
        line(written, said)


HEAD = 'format = 1\ntitle = "T"\n'
STEP = '[[steps]]\nkind = "stretch"\ntitle = "S"\nhold = "20s"\n'


def test_a_routine_brings_its_own_lines() -> None:
    table = '[pronounce]\n"Mulligan" = { de = "Mälligen", en = "Mulligan" }\nFlexi = "Fleksi"\n'
    routine = parse(f"{HEAD}{table}{STEP}".encode(), "f.toml")
    assert Pronunciation(routine.pronounce).spoken("Mulligan, Flexi", DE) == "Mälligen, Fleksi"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("ISG = 5", "f.toml:4: ISG: 5 must be a text in quotation marks"),
        ('ISG = { fr = "isg" }', 'f.toml:4: ISG: "fr" is no language here; write de or en'),
        ('ISG = ""', "f.toml:4: ISG: the text is empty"),
        ('"" = "nothing"', 'f.toml:4: "": what is written must have 1 to 60 characters'),
        ('"{n} s" = "{n} or {n}"', "has more numbers {n} than what is written"),
    ],
)
def test_a_mistake_in_a_line_is_named(row: str, sentence: str) -> None:
    with pytest.raises(RoutineError) as caught:
        parse(f"{HEAD}[pronounce]\n{row}\n{STEP}".encode(), "f.toml")
    assert sentence in caught.value.problems[0].sentence("f.toml", Words(EN))


def test_what_is_no_table_of_lines_is_told() -> None:
    with pytest.raises(RoutineError, match=r"write a heading \[pronounce\]"):
        parse(f'{HEAD}pronounce = "ISG"\n{STEP}'.encode(), "f.toml")
    many = "\n".join(f'w{n} = "x"' for n in range(201))
    with pytest.raises(RoutineError, match="200 lines at the most"):
        parse(f"{HEAD}[pronounce]\n{many}\n{STEP}".encode(), "f.toml")
