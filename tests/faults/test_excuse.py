"""A fault of the program itself: a sentence on the terminal, the traceback in a file."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = """
import sys
import {module} as module
def broken(*_, **__):
    raise ZeroDivisionError("nothing to divide by")
module.{name} = broken
sys.argv = ["coach", *{arguments!r}]
from coach.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("module", "name", "arguments"),
    [
        ("coach.screens.library", "LibraryScreen.reload", []),
        ("coach.leading", "Leading.begin", []),
        ("coach.context", "Program.library", ["list"]),
    ],
)
def test_a_fault_is_a_sentence_and_its_traceback_a_file(
    tmp_path: Path, module: str, name: str, arguments: list[str]
) -> None:
    terminal, inside = pty.openpty()
    code = BROKEN.format(module=module, name=name, arguments=arguments)
    places = {"COACH_HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        env={**os.environ, **places, "LC_ALL": "en_GB.UTF-8", "TERM": "xterm-256color"},
    ) as process:
        os.close(inside)
        shown = whole(terminal)
    (file,) = tmp_path.glob("mat-coach-*.txt")
    assert process.returncode == 1
    # A terminal breaks the line where it is full.
    assert f"Mat Coach has a fault. The details are in {file}." in shown.replace("\r\n", "")
    assert "Traceback" not in shown
    assert "nothing to divide by" in file.read_text(encoding="utf-8")


def whole(terminal: int) -> str:
    """Read a terminal to its end."""
    written = b""
    try:
        while piece := os.read(terminal, 65536):
            written += piece
    except OSError:
        # Linux tells the end of a terminal so.
        pass
    os.close(terminal)
    return written.decode()
