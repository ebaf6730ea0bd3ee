from pathlib import Path

import pytest

from coach.places import places


def test_one_variable_puts_everything_under_one_folder(tmp_path: Path) -> None:
    found = places({"COACH_HOME": str(tmp_path)})
    assert found.routines == tmp_path / "data" / "routines"
    assert found.log == tmp_path / "data" / "log.db"
    assert found.settings == tmp_path / "config" / "settings.toml"
    assert found.clips == tmp_path / "cache" / "clips"


def test_asking_for_the_places_creates_nothing(tmp_path: Path) -> None:
    places({"COACH_HOME": str(tmp_path / "home")})
    assert list(tmp_path.iterdir()) == []


def test_a_relative_home_does_not_follow_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places({"COACH_HOME": "here"}).data == tmp_path / "here" / "data"


def test_without_the_variable_the_folders_are_those_of_the_system() -> None:
    found = places({})
    assert found.data.name == "mat-coach"
    assert found.data.is_relative_to(Path.home())
