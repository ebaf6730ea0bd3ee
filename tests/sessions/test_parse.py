"""Routine files, and the sentences that their mistakes get."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import routines

from sessions.errors import Problem, RoutineError
from sessions.parse import MAX_BYTES, load, parse
from sessions.plain_text import harmless
from sessions.routine import (
    BallMassage,
    Breathing,
    BreathPattern,
    Circuit,
    Exercise,
    Rest,
    Routine,
    Sides,
    Stretch,
    Tempo,
    Text,
)
from sessions.walk import MOST_FAULTS
from sessions.words import Language, Words

HEAD = 'format = 1\ntitle = "T"\n'
STRETCH = '[[steps]]\nkind = "stretch"\ntitle = "S"\nhold = "20s"\n'


def told(text: str | bytes, language: Language = Language.EN) -> list[str]:
    """The sentences about a file."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(RoutineError) as caught:
        parse(data, "rücken.toml")
    return caught.value.sentences(Words(language))


def first_step(lines: str, head: str = HEAD) -> object:
    return parse((head + lines).encode(), "f.toml").steps[0]


def test_every_kind_of_step_is_read() -> None:
    routine = parse(
        b"""format = 1
title = { de = "Abend", en = "Evening" }
summary = "Calm"
equipment = ["mat", { de = "Ball", en = "ball" }]
suits = ["general", "postpartum"]
sources = ["somebody"]
[cues]
ten-left = false
[[steps]]
kind = "ball-massage"
title = "Ball"
position = "all-fours"
duration = "45s"
sides = "sore-first"
say = "Say"
form = "Form"
avoid = ["This", "That"]
[[steps]]
kind = "rest"
until = "key"
[[steps]]
kind = "circuit"
rounds = 2
[[steps.steps]]
kind = "exercise"
title = "Cat"
reps = 8
tempo = "1-5-1-3"
[[steps.steps]]
kind = "breathing"
title = "Breathe"
breaths = 6
pattern = "3,5-5"
""",
        "f.toml",
    )
    ball, rest, circuit = routine.steps
    assert routine.title.written_in(Language.DE).text == "Abend"
    assert routine.cues.ten_left is False
    assert isinstance(ball, BallMassage)
    assert (ball.duration, ball.sides, ball.avoid) == (
        45,
        Sides.SORE_FIRST,
        (Text("This"), Text("That")),
    )
    assert rest == Rest(until="key")
    assert isinstance(circuit, Circuit)
    cat, breathe = circuit.steps
    assert isinstance(cat, Exercise)
    assert cat.tempo == Tempo(1, 5, 1, 3)
    assert isinstance(breathe, Breathing)
    assert breathe.pattern == BreathPattern(3.5, 5)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ('"45s"', 45),
        ('"1m30s"', 90),
        ('"1 min 30 s"', 90),
        ('"2m"', 120),
        ('"1,5 min"', 90),
        ('"1h"', 3600),
        ('"90"', 90),
        ('"30 sek"', 30),
        ("20", 20),
        ("2.5", 2.5),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(written: str, seconds: float) -> None:
    step = first_step(STRETCH.replace('"20s"', written))
    assert isinstance(step, Stretch)
    assert step.hold == seconds


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("hold", '"-5s"', '"-5s" must be longer than zero, for example "20s"'),
        ("hold", '"0s"', '"0s" must be longer than zero, for example "20s"'),
        ("hold", "nan", 'nan is no length of time; write for example "45s" or "1m30s"'),
        ("hold", "00:00:45", '00:00:45 is no length of time; write for example "45s" or "1m30s"'),
        ("hold", f"0x{'f' * 6000}", '… is no length of time; write for example "45s" or "1m30s"'),
        ("hold", "true", 'true is no length of time; write for example "45s" or "1m30s"'),
        ("hold", '"5h"', '"5h" is longer than 4 hours'),
        ("rest", '"-1s"', '"-1s" must not be negative, for example "10s"'),
        ("reps", "0", "0 must be a whole number from 1 to 1000"),
        ("reps", "1001", "1001 must be a whole number from 1 to 1000"),
        ("reps", "2.5", "2.5 must be a whole number from 1 to 1000"),
        ("reps", f"0x{'f' * 6000}", "… must be a whole number from 1 to 1000"),
        ("reps", '"2"', '"2" must be a whole number from 1 to 1000'),
        ("reps", "true", "true must be a whole number from 1 to 1000"),
        ("sides", '"lft"', '"lft" is not known; did you mean "left"?'),
        ("sides", '"beide"', '"beide" is not known; did you mean "each"?'),
        ("position", '"Rückenlage"', '"Rückenlage" is not known; did you mean "supine"?'),
        ("position", '"floor"', '"floor" is not known; write one of: standing'),
        ("say", "5", "5 must be a text in quotation marks, or one for each language"),
        ("say", '""', "the text is empty; write something or leave the key out"),
        ("say", '"\\u001b"', "the text is empty"),
        ("say", '"\\u200d"', "the text is empty"),
        ("say", f'"{"x" * 1001}"', "the text has 1001 characters; 1000 are the most"),
        ("say", '{ fr = "x" }', '"fr" is no language here; write de or en'),
        ("say", "{}", "{…} must be a text in quotation marks"),
        ("avoid", '"x"', '"x" must be a list in square brackets'),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_to_write(
    key: str, value: str, sentence: str
) -> None:
    others = STRETCH.replace('hold = "20s"\n', "") if key == "hold" else STRETCH
    [told_about] = told(f"{HEAD}{others}# a comment\n{key} = {value}\n")
    line = 7 if key == "hold" else 8
    assert told_about.startswith(f"rücken.toml:{line}: step 1: {key}: {sentence}")


def test_the_line_is_right_in_every_way_of_writing_toml() -> None:
    [sentence] = told(
        b'format = 1\r\ntitle = "T"\r\n[[steps]]\r\nkind = "stretch"\r\ntitle = "S"\r\n'
        b'say = """\r\n[[steps]]\r\nhold = 1\r\n"""\r\n"hold" = "x"\r\n'
    )
    assert sentence.startswith("rücken.toml:10: step 1: hold:")
    [sentence] = told(f"{HEAD}{STRETCH}avoid = [\n 'a',\n 'b',\n]\nsay.de = ''\n")
    assert sentence.startswith("rücken.toml:11: step 1: say:")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_lines() -> None:
    sentences = told(
        f"{HEAD}titel = 'x'\n{STRETCH}raps = 3\n[[steps]]\nkind = 'strech'\n"
        "[[steps]]\nkind = 'circuit'\nrounds = 2\n[[steps.steps]]\nkind = 'rest'\n"
    )
    free = "cues, equipment, pronounce, sources, suits, summary, swaps"
    assert sentences == [
        f'rücken.toml:3: "titel" is not known here; there is: {free}',
        'rücken.toml:8: step 1: "raps" is not known; did you mean "reps"?',
        'rücken.toml:10: step 2: kind: "strech" is not known; did you mean "stretch"?',
        "rücken.toml:14: step 3.1: write either duration or until",
    ]


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("title = 'x'", 'step 1: the kind is missing; write for example: kind = "stretch"'),
        ("kind = 'stretch'\ntitle = 'x'", 'step 1: "hold" is missing'),
        ("kind = 'exercise'\ntitle = 'x'", "step 1: write either reps or duration"),
        (
            "kind = 'exercise'\ntitle = 'x'\nduration = 3\nsets = 2",
            "step 1: sets: this goes only with reps; leave it out",
        ),
        (
            "kind = 'exercise'\ntitle = 'x'\nreps = 3\nduration = 3",
            "step 1: duration: write either reps or duration, not both",
        ),
        ("kind = 'rest'\nuntil = 'tomorrow'", 'step 1: until: "tomorrow" is not known'),
        ("kind = 'rest'\nduration = 5", "no step moves anybody; add a stretch"),
        ("kind = 'circuit'\nrounds = 2", "step 1: there are no steps"),
        (
            "kind = 'exercise'\ntitle = 'x'\nreps = 3\ntempo = '0-0-0'",
            'step 1: tempo: "0-0-0" is no tempo',
        ),
        (
            "kind = 'breathing'\ntitle = 'x'\nbreaths = 3\npattern = '4-7-8'",
            'step 1: pattern: "4-7-8" is no breath',
        ),
        (
            "kind = 'rest'\ncolour = 'x'\nduration = 5",
            'step 1: "colour" is not known here; there is: until',
        ),
        (
            "kind = 'circuit'\nrounds = 2\ncolour = 'x'\nsteps = [5]",
            'step 1: "colour" is not known here; leave it out',
        ),
        (
            f"kind = 'stretch'\nhold = 5\ntitle = '{'x' * 121}'",
            "step 1: title: a title has 120 characters at the most",
        ),
    ],
)
def test_what_does_not_go_together_is_told(step: str, sentence: str) -> None:
    assert any(sentence in line for line in told(f"{HEAD}[[steps]]\n{step}\n"))


def test_circuits_nest_three_deep_and_no_deeper() -> None:
    def nested(depth: int) -> str:
        path, lines = "steps", []
        for _ in range(depth):
            lines.append(f"[[{path}]]\nkind = 'circuit'\nrounds = 2\n")
            path += ".steps"
        return HEAD + "".join(lines) + STRETCH.replace("steps", path)

    parse(nested(3).encode(), "f.toml")
    [sentence] = told(nested(4))
    assert sentence.startswith(
        "rücken.toml:13: step 1.1.1.1: kind: circuits can be nested 3 deep, no deeper"
    )


def test_a_file_for_a_newer_program_says_so() -> None:
    assert told("format = 2\nnew = true\n") == [
        "rücken.toml:1: this file needs a newer Mat Coach than this one"
    ]


@pytest.mark.parametrize("head", ["", "format = '1'\n", "format = true\n", "format = 0\n"])
def test_a_file_begins_with_its_format(head: str) -> None:
    assert told(head + "title = 'x'\n" + STRETCH) == [
        "rücken.toml:1: the file must begin with: format = 1"
    ]


def test_a_file_without_a_format_is_told_its_other_mistakes_too() -> None:
    assert len(told(f"title = 'x'\n{STRETCH}raps = 3\n")) == 2


def test_a_hundred_mistakes_are_enough() -> None:
    keys = "".join(f"key{n} = 1\n" for n in range(20_000))
    assert len(told(HEAD + STRETCH + keys)) == MOST_FAULTS


@pytest.mark.parametrize("heading", ["steps", "steps.steps"])
def test_single_brackets_are_told_where_they_stand(heading: str) -> None:
    circuit = "[[steps]]\nkind = 'circuit'\nrounds = 2\n" if "." in heading else ""
    step = STRETCH.replace("[[steps]]", f"[{heading}]")
    [sentence] = told(f"{HEAD}{circuit}{step}")
    line = 6 if circuit else 3
    assert sentence.startswith(f"rücken.toml:{line}: ")
    assert sentence.endswith("a step begins with two brackets on each side: [[steps]]")


def test_a_file_that_is_not_utf_8_is_told_where() -> None:
    assert told("format = 1\ntitle = 'Rücken'\n".encode("latin-1")) == [
        "rücken.toml:2: save the file as UTF-8; a letter here is not"
    ]


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert parse((HEAD + STRETCH).encode("utf-8-sig"), "f.toml").title == Text("T")


def test_files_that_are_none_are_told(tmp_path: Path) -> None:
    large = tmp_path / "large.toml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    pipe = tmp_path / "pipe.toml"
    os.mkfifo(pipe)
    for path, sentence in [
        (tmp_path / "none.toml", "there is no such file"),
        (tmp_path, "this is no file; name a file that ends in .toml"),
        (pipe, "this is no file; name a file that ends in .toml"),
        (large, "the file is larger than 1 MiB"),
    ]:
        with pytest.raises(RoutineError) as caught:
            load(path)
        assert caught.value.sentences(Words(Language.EN)) == [f"{path}:1: {sentence}"]


def test_text_is_literal_and_cannot_command_a_terminal() -> None:
    step = first_step(STRETCH.replace('"S"', '"[bold]x[/]\\u001b[31m \\u202Eabc\\n\\tend"'))
    assert isinstance(step, Stretch)
    assert step.title == Text("[bold]x[/][31m abc end")


@pytest.mark.parametrize("text", ["Übung für den Rücken", "ñ e\u0301", "👩‍🍼", "مرحبا", "日本"])
def test_letters_of_every_script_stay(text: str) -> None:
    assert harmless(text) == text


def test_the_name_of_a_file_cannot_command_a_terminal() -> None:
    with pytest.raises(RoutineError) as caught:
        parse(b"format = 2", "a\x1b[2J\udcff\nb.toml")
    [sentence] = caught.value.sentences(Words(Language.EN))
    assert sentence.startswith("a[2J b.toml:1: ")
    assert str(caught.value) == sentence


def test_german_words_are_answered_with_the_words_of_the_format() -> None:
    assert told(
        f"{HEAD}[[steps]]\nkind = 'dehnung'\n"
        "[[steps]]\nkind = 'stretch'\ntitel = 'S'\nHaltedauer = '20s'\n",
        Language.DE,
    ) == [
        'rücken.toml:4: Schritt 1: kind: "dehnung" ist nicht bekannt; meinst du "stretch"?',
        "rücken.toml:7: Schritt 2: „titel“ ist nicht bekannt; meinst du „title“?",
        "rücken.toml:8: Schritt 2: „Haltedauer“ ist nicht bekannt; meinst du „hold“?",
    ]


def test_mistakes_are_told_in_german_too() -> None:
    [sentence] = told(f"{HEAD}{STRETCH}reps = 0\n", Language.DE)
    assert sentence == "rücken.toml:7: Schritt 1: reps: 0 muss eine ganze Zahl von 1 bis 1000 sein"


def written(routine: Routine) -> bytes:
    """Write a routine as TOML, plainly."""
    cues = msgspec.to_builtins(routine.cues)
    lines = ["format = 1", f"title = {_text(routine.title)}", "[cues]"]
    lines += [f"{key} = {str(wanted).lower()}" for key, wanted in cues.items()]
    return "\n".join([*lines, *_steps(routine.steps, "steps")]).encode()


def _text(text: Text) -> str:
    variants = dict(text.variants())
    if None in variants:
        return _string(variants[None])
    return "{ " + ", ".join(f"{key} = {_string(value)}" for key, value in variants.items()) + " }"


def _string(value: str) -> str:
    return msgspec.json.encode(value).decode()


def _steps(steps: tuple[object, ...], path: str) -> list[str]:
    lines = []
    for step in steps:
        assert isinstance(step, msgspec.Struct)
        lines += [f"[[{path}]]", f'kind = "{step.__struct_config__.tag}"']
        counted = getattr(step, "reps", None) is not None
        for field in msgspec.structs.fields(type(step)):
            value = getattr(step, field.name)
            unused = isinstance(step, Exercise) and not counted
            if value in {None, ()} or field.name == "steps":
                continue
            if unused and field.name in {"sets", "tempo", "rest"}:
                continue
            lines.append(f"{field.encode_name} = {_value(value)}")
        if isinstance(step, Circuit):
            lines += _steps(step.steps, f"{path}.steps")
    return lines


def _value(value: object) -> str:
    match value:
        case Text():
            return _text(value)
        case Tempo():
            return f'"{value.out}-{value.hold}-{value.back}-{value.pause}"'
        case BreathPattern():
            return f'"{value.breathe_in}-{value.breathe_out}"'
        case str():
            return _string(str(value))
        case float():
            return repr(float(value))
        case _:
            return str(value)


def _moves(routine: Routine) -> bool:
    def moving(step: object) -> bool:
        return any(map(moving, step.steps)) if isinstance(step, Circuit) else type(step) is not Rest

    return any(moving(step) for step in routine.steps)


@given(routines.filter(_moves))
def test_every_routine_that_is_written_is_read_as_it_was(routine: Routine) -> None:
    assert parse(written(routine), "f.toml") == routine


def problems(data: bytes) -> tuple[Problem, ...]:
    """What is wrong with a file; nothing where it is a routine."""
    try:
        parse(data, "f.toml")
    except RoutineError as error:
        return error.problems
    return ()


@given(st.binary(max_size=400))
@example(b"\xff\xfe")
@example(b"[" * 5000)
@example(b"a = " + b"[" * 5000)
@example(b"a = " + b"9" * 5000)
@example(b".".join([b"a"] * 100_000) + b" = 1")
@example(b"[" + b'."\\"a"' * 2000 + b"]")
def test_any_bytes_are_a_routine_or_a_told_mistake(data: bytes) -> None:
    lines = data.count(b"\n") + 1
    assert all(1 <= problem.line <= lines for problem in problems(data))


keys = ["kind", "title", "hold", "reps", "steps", "say", "de", "duration", "format", "cues"]
scalars = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.text(max_size=8).map(_string), st.just("[]")
)


@given(st.lists(st.tuples(st.sampled_from(keys), scalars.map(_value)), max_size=10))
def test_any_values_are_a_routine_or_told_mistakes(pairs: list[tuple[str, str]]) -> None:
    lines = [f"{key} = {value.lower()}" for key, value in pairs]
    data = "\n".join(["format = 1", "title = 'x'", "[[steps]]", *lines]).encode()
    found = problems(data)
    assert all(str(problem.message) for problem in found)
    assert found or {"kind", "title"} <= {key for key, _ in pairs}
