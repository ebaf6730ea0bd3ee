"""The examples that people copy, and the tables they look things up in."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from sessions.compile import compile_session
from sessions.errors import RoutineError
from sessions.parse import parse
from sessions.routine import (
    BallMassage,
    Breathing,
    Circuit,
    Exercise,
    Position,
    Rest,
    Routine,
    RoutineCues,
    Sides,
    Stretch,
    Suits,
)
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.words import Language, Words

ROOT = Path(__file__).parents[2]
GUIDES = ["docs/writing-routines.md", "docs/routinen-schreiben.md"]
DOCUMENTS = [*GUIDES, "README.md", "README.de.md"]


def examples(document: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (ROOT / document).read_text(encoding="utf-8"), re.S)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("language", Language)
def test_every_example_can_be_done(document: str, language: Language) -> None:
    head = 'format = 1\ntitle = "T"\n'
    step = '[[steps]]\nkind = "stretch"\ntitle = "S"\nhold = "20s"\n'
    assert examples(document)
    for example in examples(document):
        whole = example if "format" in example else head + example
        routine = parse((whole if "[[steps]]" in whole else whole + step).encode(), document)
        assert compile_session(Session(routine, language), estimated_seconds).duration > 0


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_names_every_key_and_every_word(guide: str) -> None:
    text = (ROOT / guide).read_text(encoding="utf-8")
    kinds = (Stretch, BallMassage, Exercise, Breathing, Rest, Circuit, Routine, RoutineCues)
    keys = {field.encode_name for kind in kinds for field in msgspec.structs.fields(kind)}
    words = {*keys, *Position, *Sides, *Suits} - {"cues", "steps", "swaps"}
    assert [word for word in sorted(words) if f"`{word}" not in text] == []


def told(data: bytes, language: Language) -> str:
    with pytest.raises(RoutineError) as caught:
        parse(data, "f.toml")
    return caught.value.problems[0].sentence("f.toml", Words(language))


@pytest.mark.parametrize(
    ("guide", "language"), [(GUIDES[0], Language.EN), (GUIDES[1], Language.DE)]
)
def test_the_mistakes_in_the_guide_are_told_as_they_stand_there(
    guide: str, language: Language
) -> None:
    step = 'format = 1\ntitle = "T"\n[[steps]]\nkind = "stretch"\ntitle = "S"\nhold = "20s"\n'
    slips = [
        f"{step}say = „Ruhe“",
        f"{step}say = Ruhe",
        f"{step}reps = 1,5",
        f"{step}rest = 20s",
        f"{step}raps = 2",
        f"{step}hold = '30s'",
        step.replace("[[steps]]", "[steps]"),
    ]
    sentences = [told(slip.encode(), language) for slip in slips]
    sentences.append(told("title = 'Rücken'".encode("latin-1"), language))
    last_table = (ROOT / guide).read_text(encoding="utf-8").rpartition("|---|---|\n")[2]
    seen = re.findall(r"^\| `(.*?)` \|", last_table, re.M)
    assert len(seen) == len(sentences)
    assert [here for here, said in zip(seen, sentences, strict=True) if here not in said] == []
