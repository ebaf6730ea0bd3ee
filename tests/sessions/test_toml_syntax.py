"""Files that are no TOML, and what their writers are told."""

from __future__ import annotations

import pytest

from sessions.errors import Problem
from sessions.toml_syntax import SyntaxProblem, parsed


def told(text: str) -> Problem:
    with pytest.raises(SyntaxProblem) as caught:
        parsed(text)
    return caught.value.problem


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("say = „Ruhe“", 'use straight quotation marks: "…"'),
        ("say = »Ruhe«", 'use straight quotation marks: "…"'),
        ('say = "Ruhe“', 'use straight quotation marks: "…"'),
        ("say = Ruhe", 'a text needs quotation marks: title = "…"'),
        ("say =", 'a text needs quotation marks: title = "…"'),
        ('say = "Ruhe', "a quotation mark is missing"),
        ("say = 'Ruhe", "a quotation mark is missing"),
        ('say = Ruhe"', "a quotation mark is missing"),
        ('say = """Ruhe', 'a text that begins with """ must end with it, too'),
        ("say = '''Ruhe", 'a text that begins with """ must end with it, too'),
        (
            'say = "Sag "ja" dazu"',
            "the text ends at its second quotation mark; nothing may follow on this line",
        ),
        (
            'say = "Ruhe",',
            "the text ends at its second quotation mark; nothing may follow on this line",
        ),
        (
            r'say = "links \ rechts"',
            r"a backslash \ means something of its own in a text; write \\ for one",
        ),
        (
            r'say = "C:\Users"',
            r"a backslash \ means something of its own in a text; write \\ for one",
        ),
        ('say = "a\x01b"', "a character here cannot be seen; write the line anew"),
        ('say = { de = "a",', "write everything between { and } on one line"),
        ("say = {", "write everything between { and } on one line"),
        (
            'say = { de = "a" en = "b" }',
            'separate the languages by a comma: { de = "…", en = "…" }',
        ),
        (
            'say = { de = "a", en = "b", }',
            'separate the languages by a comma: { de = "…", en = "…" }',
        ),
        ("say", 'write a key, an equals sign and a value: hold = "20s"'),
        (
            'avoid = ["a" "b"]',
            'a comma or a closing bracket is missing here or before: ["…", "…"]',
        ),
        ('avoid = ["a",', 'a comma or a closing bracket is missing here or before: ["…", "…"]'),
        ('say "Ruhe"', 'write a key, an equals sign and a value: hold = "20s"'),
        ('say: "Ruhe"', 'write a key, an equals sign and a value: hold = "20s"'),
        ("größe = 5", "a key has letters from a to z and hyphens, nothing else"),
        ("ten left = 5", "a key has letters from a to z and hyphens, nothing else"),
        ("reps = 1,5", "write a point in a number, not a comma: 1.5"),
        ("hold = 20s", 'put a length of time in quotation marks: "20s"'),
        ("hold = 20 Sek", 'put a length of time in quotation marks: "20s"'),
        ("hold = 1m30s", 'put a length of time in quotation marks: "20s"'),
        ("hold = 1 min 30 s # so", 'put a length of time in quotation marks: "20s"'),
        ("tempo = 3-1-3", 'put numbers with hyphens in quotation marks: tempo = "3-1-3"'),
        ("tempo = 3–1–3", 'put numbers with hyphens in quotation marks: tempo = "3-1-3"'),
        ("form = ja", "write true or false, in small letters and without quotation marks"),
        ("form = False", "write true or false, in small letters and without quotation marks"),
        ("[[steps]", "a heading needs as many closing brackets as opening ones: [[steps]]"),
        ("[steps", "a heading needs as many closing brackets as opening ones: [[steps]]"),
        ("[steps]]", "a heading needs as many closing brackets as opening ones: [[steps]]"),
        (r"{\rtf1\ansi", "this is a document of another kind; save it as plain text"),
        ("<html>", "this is a document of another kind; save it as plain text"),
        ("reps = " + "9" * 5000, "a number has too many digits"),
        (".".join("a" * 100) + " = 1", "a key has too many points"),
        ("[" + ".".join(["'a'"] * 100) + "]", "a key has too many points"),
        ("= 5", "this line is not understood; compare it with the example"),
    ],
)
def test_a_slip_gets_its_line_and_a_sentence_for_people(line: str, sentence: str) -> None:
    problem = told(f"format = 1\n\n{line}\n")
    assert (problem.line, str(problem.message)) == (3, sentence)


@pytest.mark.parametrize("again", ["hold = '30s'", "hold.x = 1", "[hold]"])
def test_something_written_twice_is_told(again: str) -> None:
    problem = told(f"hold = '20s'\n{again}\n")
    assert problem.line == 2
    assert "twice" in str(problem.message) or "two brackets" in str(problem.message)


def test_single_brackets_of_a_second_step_are_told() -> None:
    problem = told("[steps]\nreps = 1\n[steps]\nreps = 2\n")
    assert problem.line == 3
    assert str(problem.message) == "a step begins with two brackets on each side: [[steps]]"


@pytest.mark.parametrize("value", ["[" * 5000, "[" * 5000 + "]" * 5000])
def test_brackets_in_brackets_without_end_are_told(value: str) -> None:
    assert told(f"a = {value}").line == 1
