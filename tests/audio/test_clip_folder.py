"""The folder of clips: never larger than it may be, whoever writes into it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.clip_folder import MOST_BYTES, ClipFolder

KILO = np.zeros(500, dtype=np.int16)
"""A clip of a thousand bytes, and four of checksum."""


def names(folder: Path) -> set[str]:
    return {file.stem for file in folder.iterdir()}


def used(folder: Path, name: str, seconds_ago: float) -> None:
    then = time.time() - seconds_ago
    os.utime(folder / f"{name}.clip", (then, then))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    folder = ClipFolder(tmp_path)
    samples = np.arange(-50, 50, dtype=np.int16)
    folder.write("one", samples)
    found = folder.read("one")
    assert found is not None
    assert np.array_equal(found, samples)
    assert folder.read("two") is None
    assert folder.size() == 204


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    folder = ClipFolder(tmp_path, most=5_100)
    for ago, name in enumerate(["new", "middle", "old", "oldest"]):
        folder.write(name, KILO)
        used(tmp_path, name, 100 + ago)
    assert folder.read("oldest") is not None  # Used now: it is the newest again.
    another = ClipFolder(tmp_path, most=5_100)
    another.write("written", KILO)
    assert names(tmp_path) == {"written", "oldest", "new", "middle"}


@given(st.lists(st.integers(0, 900), max_size=40))
@settings(max_examples=25)
def test_it_never_grows_above_its_bound(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int]
) -> None:
    place = tmp_path_factory.mktemp("clips")
    two_programs = [ClipFolder(place, most=20_000), ClipFolder(place, most=20_000)]
    for n, size in enumerate(sizes):
        two_programs[n % 2].write(str(n), np.zeros(size // 2, dtype=np.int16))
        assert two_programs[0].size() <= 20_000


def test_a_part_that_nobody_writes_any_more_is_deleted_and_others_are_left(tmp_path: Path) -> None:
    (tmp_path / "fresh.part").touch()
    (tmp_path / "abandoned.part").touch()
    os.utime(tmp_path / "abandoned.part", (0, 0))
    (tmp_path / "notes.txt").write_text("not ours")
    ClipFolder(tmp_path).write("one", KILO)
    assert names(tmp_path) == {"fresh", "one", "notes"}


WRITER = """
import sys
import numpy as np
from pathlib import Path
from audio.clip_folder import ClipFolder
folder = ClipFolder(Path(sys.argv[1]), most=50_000)
for n in range(300):
    samples = np.full(500, n % 40, dtype=np.int16)
    name = str(n % 40)
    found = folder.read(name)
    assert found is None or np.array_equal(found, samples), name
    folder.write(name, samples)
"""


def test_programs_at_once_disturb_each_other_in_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    told = [writer.communicate()[1] for writer in writers]
    assert told == [b"", b"", b""]
    assert ClipFolder(tmp_path).size() <= 50_000
    assert {file.suffix for file in tmp_path.iterdir()} == {".clip"}


def test_a_session_of_two_hours_fits() -> None:
    spoken_seconds = 30 * 60
    assert spoken_seconds * 48_000 * 2 <= MOST_BYTES
