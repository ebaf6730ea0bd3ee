"""The layers: imports go from coach to audio to sessions, and never back."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ABOVE = {"sessions": {"audio", "coach"}, "audio": {"coach"}, "coach": set[str]()}
SLOW = {"numpy", "textual", "miniaudio", "soundfile", "soxr", "pyttsx3", "tree_sitter"}


def imported(file: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: imports are written out from the top"
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("package", ABOVE)
def test_no_package_knows_those_above_it(package: str) -> None:
    files = sorted((ROOT / package).rglob("*.py"))
    assert files
    for file in files:
        assert not imported(file) & ABOVE[package], file


@pytest.mark.parametrize("command", [["list"], ["show", "ball-wall"], ["--version"]])
def test_quick_commands_import_nothing_slow(command: list[str], tmp_path: Path) -> None:
    script = (
        "import sys; sys.argv = ['coach', *sys.argv[1:]]\n"
        "from coach.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, *command],
        env={"COACH_HOME": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert ran.stdout
    assert not SLOW & set(ran.stderr.split())
