"""Parsing: from a routine file to a `Routine`, or to every mistake that is in it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sessions.errors import Problem, RoutineError
from sessions.routine import Routine
from sessions.toml_lines import TomlLines
from sessions.toml_syntax import SyntaxProblem, parsed
from sessions.walk import Walk
from sessions.words import Message, message

MAX_BYTES: Final = 1024 * 1024


def load(path: Path) -> Routine:
    """Read a routine file; raises `RoutineError`."""
    try:
        if not path.is_file():
            raise _whole_file(str(path), _no_file(path))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise _whole_file(
            str(path), message("the file cannot be read: {reason}", reason=reason)
        ) from error
    return parse(data, str(path))


def parse(data: bytes, file: str) -> Routine:
    """Parse a routine file; `file` is its name in the sentences of the `RoutineError` raised."""
    if len(data) > MAX_BYTES:
        too_large = message("the file is larger than {most} MiB", most=MAX_BYTES // 1024**2)
        raise _whole_file(file, too_large)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        problem = Problem(line, message("save the file as UTF-8; a letter here is not"))
        raise RoutineError(file, (problem,)) from error
    try:
        table = parsed(text.replace("\r\n", "\n"))
    except SyntaxProblem as error:
        raise RoutineError(file, (error.problem,)) from error
    walk = Walk()
    routine = walk.routine(table)
    if walk.faults or routine is None:
        lines = TomlLines(text.encode())
        problems = [Problem(lines.line(fault.path), fault.message) for fault in walk.faults]
        raise RoutineError(file, tuple(sorted(problems, key=lambda problem: problem.line)))
    return routine


def _whole_file(file: str, what: Message) -> RoutineError:
    return RoutineError(file, (Problem(1, what),))


def _no_file(path: Path) -> Message:
    if path.exists():
        return message("this is no file; name a file that ends in .toml")
    return message("there is no such file")
