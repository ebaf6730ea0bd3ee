"""Which routines there are, and which one a name means."""

from __future__ import annotations

from pathlib import Path

import pytest

from sessions.library import Library, LibraryError

ROUTINE = """format = 1
title = "Mine"
[[steps]]
kind = "stretch"
title = "Calf"
hold = "20s"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "mine.toml").write_text(ROUTINE)
    (tmp_path / "notes.txt").write_text("no routine")
    return tmp_path


def test_built_in_routines_are_there_without_any_folder() -> None:
    entries = {entry.name: entry for entry in Library().entries()}
    assert {"ball-wall", "back-relief"} <= entries.keys()
    assert all(entry.built_in and entry.routine for entry in entries.values())


def test_a_folder_adds_its_routines(folder: Path) -> None:
    entry = Library([folder]).find("mine")
    assert (entry.built_in, entry.path) == (False, folder / "mine.toml")


def test_ones_own_routine_comes_before_a_built_in_namesake(folder: Path) -> None:
    (folder / "ball-wall.toml").write_text(ROUTINE)
    assert not Library([folder]).find("ball-wall").built_in
    assert [e.name for e in Library([folder]).entries()].count("ball-wall") == 1


def test_a_file_with_mistakes_hides_no_other(folder: Path) -> None:
    (folder / "broken.toml").write_text("format = 1\n")
    entries = {entry.name: entry for entry in Library([folder]).entries()}
    assert entries["broken"].routine is None
    assert entries["broken"].error is not None
    assert entries["mine"].routine is not None


def test_hidden_files_beside_the_routines_are_none(folder: Path) -> None:
    (folder / "._mine.toml").write_bytes(b"\0")
    (folder / ".toml").write_bytes(b"\0")
    assert [entry.name for entry in Library([folder]).entries() if not entry.built_in] == ["mine"]


def test_a_path_that_the_system_refuses_is_told() -> None:
    error = Library().find(f"{'x' * 5000}.toml").error
    assert error is not None
    assert "the file cannot be read" in str(error)


def test_a_missing_folder_is_an_empty_one(tmp_path: Path) -> None:
    assert Library([tmp_path / "none"]).entries()


def test_a_path_is_taken_as_it_is(folder: Path) -> None:
    assert Library().find(str(folder / "mine.toml")).routine is not None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("ball-wal", 'There is no routine "ball-wal"; did you mean "ball-wall"?'),
        ("zzz", 'There is no routine "zzz"; `coach list` shows them all.'),
        ("none.toml", 'There is no file "none.toml".'),
        ("../back-relief", 'There is no file "../back-relief".'),
        ("\x1b[2Jx", 'There is no routine "[2Jx"; `coach list` shows them all.'),
    ],
)
def test_an_unknown_routine_is_told(name: str, sentence: str) -> None:
    with pytest.raises(LibraryError) as caught:
        Library().find(name)
    assert str(caught.value) == sentence
