"""What is wrong with a file that is no TOML, for somebody who does not know the word."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final, NamedTuple

from sessions.errors import Problem
from sessions.words import Message, message

_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_LONG_LINE: Final = 4000
_LONG_NUMBER: Final = re.compile(r"\d[\d_]{4000}")
_KEY: Final = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DEEP: Final = 64
_DEEP_KEY: Final = re.compile(rf"(?<![\w\\-])(?:{_KEY}[ \t]*\.[ \t]*){{{_DEEP}}}")
"""Parsing takes the square of the length of such a chain."""


class SyntaxProblem(Exception):  # noqa: N818 - a problem of the file
    """The file cannot be read as TOML."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


class _Slip(NamedTuple):
    """A common slip and what to do about it."""

    line: str
    """How the line begins where it happened, as a regular expression."""
    said: str
    """What `tomllib` says of it, as a regular expression; empty for anything."""
    sentence: Message


_OPEN_LIST: Final = message('a comma or a closing bracket is missing here or before: ["…", "…"]')
_TWICE: Final = "overwrite|twice|mutate|Duplicate|Cannot declare"
_SLIPS: Final = (
    _Slip(
        r"\[[^\[\]]+\]\s*(?:#|$)",
        _TWICE,
        message("a step begins with two brackets on each side: [[steps]]"),
    ),
    _Slip("", _TWICE, message("something stands here twice; keep one of the two")),
    _Slip(
        r"\{\\rtf|<|PK",
        "",
        message("this is a document of another kind; save it as plain text"),
    ),
    _Slip(
        r"[^=]*=\s*[„“”‚‘’«»]|[^=]*=.*[„“”‚‘’«»]$",
        "Invalid value|Illegal",
        message('use straight quotation marks: "…"'),
    ),
    _Slip(
        r"[^=]*=\s*\d+,\d+\s*(?:#|$)",
        "",
        message("write a point in a number, not a comma: 1.5"),
    ),
    _Slip(
        r"(?i)[^=]*=\s*\d[\d.,]*\s*(?:[smh]|std)[a-z\d ]*(?:#|$)",
        "",
        message('put a length of time in quotation marks: "20s"'),
    ),
    _Slip(
        r"[^=]*=\s*\d+\s*[-–]",
        "newline or end",
        message('put numbers with hyphens in quotation marks: tempo = "3-1-3"'),
    ),
    _Slip(
        r"(?i)[^=]*=\s*(?:true|false|yes|no|on|off|ja|nein|an|aus|wahr|falsch)\s*(?:#|$)",
        "Invalid value",
        message("write true or false, in small letters and without quotation marks"),
    ),
    _Slip(
        r"\[",
        "table declaration|after a statement|array",
        message("a heading needs as many closing brackets as opening ones: [[steps]]"),
    ),
    _Slip(r".*,$|(?![^=]*=)", "Invalid value", _OPEN_LIST),
    # A value can begin a line only in a list.
    _Slip("", r"Unclosed array|Invalid value \(at line \d+, column 1\)", _OPEN_LIST),
    _Slip(
        r"[^=]*=\s*\{[^}]*$|[^={]*\{[^}]*$",
        "",
        message("write everything between {{ and }} on one line"),
    ),
    _Slip(
        r"[^=]*=\s*\{.*\}",
        "inline table|key part",
        message('separate the languages by a comma: {{ de = "…", en = "…" }}'),
    ),
    _Slip(
        "",
        r"Unescaped|Invalid hex|Escaped character",
        message(r"a backslash \ means something of its own in a text; write \\ for one"),
    ),
    _Slip(
        r"""(?!.*(?:\"\"\"|'''))(?:(?:[^"]*"[^"]*")*[^"]*"[^"]*$|[^=]*=\s*'[^']*$)""",
        "",
        message("a quotation mark is missing"),
    ),
    _Slip(
        "",
        r"Unterminated|Expected \"'|Expected '\"",
        message('a text that begins with """ must end with it, too'),
    ),
    _Slip(
        r"""[^=]*=\s*["']""",
        "after a statement",
        message("the text ends at its second quotation mark; nothing may follow on this line"),
    ),
    _Slip(
        r"[\w-]+\s*:|[\w -]+[\"'\d]|[\w-]+$",
        "after a key|Invalid statement",
        message('write a key, an equals sign and a value: hold = "20s"'),
    ),
    _Slip(
        r"[^=\"']+=",
        "after a key|Invalid statement",
        message("a key has letters from a to z and hyphens, nothing else"),
    ),
    _Slip(
        "",
        "Illegal|Found invalid",
        message("a character here cannot be seen; write the line anew"),
    ),
    _Slip(
        r"[^=]*=\s*(?:[^\s\d\[{+-]|$)",
        "Invalid value",
        message('a text needs quotation marks: title = "…"'),
    ),
)
"""The first that fits is told."""


def parsed(text: str) -> dict[str, Any]:
    """Parse TOML; raises `SyntaxProblem`, which says what to mend in which line."""
    deep = _deep_key(text)
    if deep is not None:
        raise _problem_at(text, deep, message("a key has too many points"))
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        lines = text.split("\n")
        found = _AT_LINE.search(str(error))
        number = int(found[1]) if found else _last_line(lines)
        line = lines[min(number, len(lines)) - 1].strip()
        raise SyntaxProblem(Problem(number, _sentence(line, str(error)))) from error
    except RecursionError as error:
        raise SyntaxProblem(Problem(1, message("the file is nested too deeply"))) from error
    except ValueError as error:
        # Python itself refuses to read a number of thousands of digits.
        long = _LONG_NUMBER.search(text)
        raise _problem_at(text, long, message("a number has too many digits")) from error


def _deep_key(text: str) -> re.Match[str] | None:
    # The search is slow, and a key stands on one line: most files have no line with so many points.
    if all(line.count(".") < _DEEP for line in text.split("\n")):
        return None
    return _DEEP_KEY.search(text)


def _problem_at(text: str, found: re.Match[str] | None, what: Message) -> SyntaxProblem:
    line = 1 if found is None else text.count("\n", 0, found.start()) + 1
    return SyntaxProblem(Problem(line, what))


def _last_line(lines: list[str]) -> int:
    return max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)


def _sentence(line: str, said: str) -> Message:
    beginning = line[:_LONG_LINE]
    for slip in _SLIPS:
        if re.match(slip.line, beginning) and re.search(slip.said, said):
            return slip.sentence
    return message("this line is not understood; compare it with the example")
