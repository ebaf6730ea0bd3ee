"""What is wrong with a file that is no TOML, for somebody who does not know the word."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from sessions.errors import Problem
from sessions.words import Message, message

_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")
_CURLY: Final = "„“”‚‘’«»"
_KEY_AND_TEXT: Final = re.compile(r"""\s*[\w."-]+\s*=\s*[^\s"'\[{\d+\-]""")
_COMMA: Final = re.compile(r"=\s*\d+,\d+\s*(?:#.*)?$")
_UNIT: Final = re.compile(r"=\s*\d+(?:[.,]\d+)?\s*[smh]\w*\s*(?:#.*)?$", re.IGNORECASE)
_NO_EQUALS: Final = re.compile(r"\s*[\w-]+\s*:|\s*[\w-]+\s+[\"'\d]")


class SyntaxProblem(Exception):  # noqa: N818 - a problem of the file
    """The file cannot be read as TOML."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.message))
        self.problem = problem


def parsed(text: str) -> dict[str, Any]:
    """Parse TOML; raises `SyntaxProblem`, which says what to mend in which line."""
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


def _last_line(lines: list[str]) -> int:
    return max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)


def _sentence(line: str, error: str) -> Message:
    if "overwrite" in error or "twice" in error or "Cannot declare" in error:
        return message("something stands here twice; keep one of the two")
    if any(mark in line.partition("=")[2].strip()[:1] for mark in _CURLY):
        return message('use straight quotation marks: "…"')
    if _COMMA.search(line):
        return message("write a point in a number, not a comma: 1.5")
    if _UNIT.search(line):
        return message('put a length of time in quotation marks: "20s"')
    if _NO_EQUALS.match(line) and "=" not in line.partition('"')[0]:
        return message('write a key, an equals sign and a value: hold = "20s"')
    if line.startswith("[") and "]" in error:
        return message("a heading needs as many closing brackets as opening ones: [[steps]]")
    if line.count('"') % 2:
        return message("a quotation mark is missing")
    if _KEY_AND_TEXT.match(line) or line.endswith("="):
        return message('a text needs quotation marks: title = "…"')
    return message("this line is not understood; compare it with the example")
