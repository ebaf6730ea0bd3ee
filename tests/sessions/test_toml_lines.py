"""Where a key stands, in every way in which TOML may be written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.toml_lines import Path, TomlLines

BARE = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
QUOTED = st.text("ab ä😀.=#[]{},'", max_size=8)
LITERAL = st.text('ab ä😀.=#[]{},"\\', max_size=8)
SCALARS = st.sampled_from(
    [
        "1",
        "-5",
        "+1_000",
        "0xFF",
        "1.5e3",
        "-inf",
        "nan",
        "true",
        "1979-05-27",
        "1979-05-27 07:32:00",
        "1979-05-27T07:32:00.5+01:00",
        "07:32:00",
        '""',
        "''",
        '"a # b = c"',
        r'"\" \\ \u00e4"',
        "'[[steps]]'",
        r"'C:\'",
        '"""a "quoted" ""word"""',
    ]
)
LONG_TEXTS = st.sampled_from(
    [
        '"""\n[[steps]]\nhold = 1\n"""',
        "'''\n[t]\n\n# none\n'''",
        '"""one \\\n    two"""',
        '"""\n\n""\n"""',
        "'''it's\n'''",
    ]
)
SPACES = st.sampled_from(["", " ", "\t", "  "])
COMMENTS = st.sampled_from(["", " # [[steps]]", '#"""', "\t# x = 1"])


ROUTINE = """# A routine
title = { de = "Abend", en = "Evening" }

[[steps]]
kind = "stretch"
say.de = "Steh."
avoid = [
  "pain",
  { de = "Druck", en = "pressure" },
] # what to watch
[[steps]]
kind = "circuit"

[[steps.steps]]
kind = "rest"
[[steps.steps]]
# hold = "5s"
hold = "5s"

[cues]
ten-left = false
"""


class Writer:
    """Writes a TOML file in a style of its own at every turn, and keeps where each key stands."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self._names = 0
        self.text = ""
        self.lines: dict[Path, int] = {}

    def __repr__(self) -> str:
        return f"{self.text!r}, {self.lines}"

    def write(self, text: str) -> None:
        self.text += text

    def stands(self, path: Path) -> None:
        self.lines.setdefault(path, self.text.count("\n") + 1)

    def space(self) -> None:
        self.write(self._draw(SPACES))

    def end_line(self) -> None:
        self.write(self._draw(COMMENTS) + "\n" * self._draw(st.integers(1, 3)))

    def key(self) -> tuple[str, str]:
        """Give a key that was not there before, and how it is written."""
        self._names += 1
        match self._draw(st.sampled_from(["bare", "quoted", "literal"])):
            case "bare":
                name = f"{self._draw(BARE)}{self._names}"
                return name, name
            case "quoted":
                name = f"{self._draw(QUOTED)}{self._names}"
                return name, f'"{name}"'
            case _:
                name = f"{self._draw(LITERAL)}{self._names}"
                return name, f"'{name}'" if "'" not in name else f'"{name}"'

    def pair(self, outer: Path, depth: int) -> None:
        path = outer
        for part in range(self._draw(st.integers(1, 3))):
            name, written = self.key()
            if part:
                self.space()
                self.write(".")
                self.space()
            path = (*path, name)
            self.stands(path)
            self.write(written)
        self.space()
        self.write("=")
        self.space()
        self.value(path, depth)

    def value(self, path: Path, depth: int) -> None:
        kinds = ["scalar", "long"] + ["table", "array"] * (depth > 0)
        match self._draw(st.sampled_from(kinds)):
            case "scalar":
                self.write(self._draw(SCALARS))
            case "long":
                self.write(self._draw(LONG_TEXTS))
            case "table":
                self.table(path, depth)
            case _:
                self.array(path, depth)

    def table(self, path: Path, depth: int) -> None:
        self.write("{")
        for place in range(self._draw(st.integers(0, 3))):
            self.write("," if place else "")
            self.space()
            self.pair(path, depth - 1)
            self.space()
        self.write("}")

    def array(self, path: Path, depth: int) -> None:
        count = self._draw(st.integers(0, 3))
        self.write("[")
        for place in range(count):
            self.gap()
            self.stands((*path, place))
            self.value((*path, place), depth - 1)
            self.gap()
            if place < count - 1 or self._draw(st.booleans()):
                self.write(",")
        self.gap()
        self.write("]")

    def gap(self) -> None:
        if self._draw(st.booleans()):
            self.end_line()
        self.space()

    def body(self, path: Path) -> None:
        for _ in range(self._draw(st.integers(0, 3))):
            self.space()
            self.pair(path, 2)
            self.end_line()

    def heading(self, written: str, path: Path, *, many: bool) -> None:
        self.space()
        self.stands(path)
        self.write("[[" if many else "[")
        self.space()
        self.write(written)
        self.space()
        self.write("]]" if many else "]")
        self.end_line()
        self.body(path)

    def document(self) -> None:
        if self._draw(st.booleans()):
            self.end_line()
        self.body(())
        name, written = self.key()
        for place in range(self._draw(st.integers(0, 3))):
            path = (name, place)
            self.heading(written, path, many=True)
            inner, inner_written = self.key()
            for inside in range(self._draw(st.integers(0, 2))):
                nested = f"{written} . {inner_written}"
                self.heading(nested, (*path, inner, inside), many=True)
            other, other_written = self.key()
            if self._draw(st.booleans()):
                self.heading(f"{written}.{other_written}", (*path, other), many=False)
        name, written = self.key()
        self.heading(written, (name,), many=False)


@st.composite
def documents(draw: st.DrawFn) -> Writer:
    writer = Writer(draw)
    writer.document()
    return writer


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    """Give the way to everything that the standard library's parser finds."""
    pairs = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, inner in pairs:
        yield (*path, key)
        yield from paths(inner, (*path, key))


@given(documents(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=150)
def test_every_key_is_found_on_its_line(writer: Writer, newline: str) -> None:
    text = writer.text.replace("\n", newline)
    found = set(paths(tomllib.loads(text)))
    assert set(writer.lines) <= found
    lines = TomlLines(text.encode())
    assert {path: lines.line(path) for path in writer.lines} == writer.lines


@given(documents(), st.lists(st.one_of(st.text(), st.integers(0, 9)), max_size=4))
@settings(max_examples=50)
def test_what_is_not_there_is_looked_for_around_it(writer: Writer, more: list[str | int]) -> None:
    lines = TomlLines(writer.text.encode())
    for path, line in writer.lines.items():
        missing = (*path, "\0not there", *more)
        assert lines.line(missing) == line


def test_what_stands_nowhere_is_told_on_the_first_line() -> None:
    assert TomlLines(b"").line(()) == 1
    assert TomlLines(b"\n\na = 1\n").line(("b", 0, "c")) == 1


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("title", "en"), 2),
        (("steps", 0), 4),
        (("steps", 0, "say", "de"), 6),
        (("steps", 0, "avoid", 0), 8),
        (("steps", 0, "avoid", 1, "en"), 9),
        (("steps", 1, "steps", 0), 14),
        (("steps", 1, "steps", 1, "hold"), 18),
        (("steps", 1, "steps", 1, "rest"), 16),
        (("cues",), 20),
        (("cues", "ten-left"), 21),
    ],
)
def test_a_routine_file_has_its_keys_where_they_stand(path: Path, line: int) -> None:
    assert TomlLines(ROUTINE.encode()).line(path) == line
