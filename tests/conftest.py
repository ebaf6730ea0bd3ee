"""Fixtures for every test: a real sound server, and a folder for everything that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from pulse import Pulse, missing

# No test is about how long it takes: these machines are shared.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that are about real sound run one after the other where several run at once."""
    for item in items:
        if item.get_closest_marker("sound") is not None:
            item.add_marker(pytest.mark.xdist_group("sound"))


@pytest.fixture
def pulse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pulse]:
    """A PulseAudio server with a null sink; what it plays can be recorded."""
    lacking = missing()
    if lacking:
        pytest.skip(f"no real sound here: {lacking} is not installed")
    with Pulse.running(tmp_path_factory.mktemp("pulse")) as server:
        yield server


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the program keeps everything in."""
    folder = tmp_path / "home"
    monkeypatch.setenv("COACH_HOME", str(folder))
    return folder
