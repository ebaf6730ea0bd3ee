"""The folder for spoken clips fills up or becomes read-only in the middle of a session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from audio.clip import RATE, Clip
from audio.clips import ClipStore
from sessions.words import Language

Mount = Callable[[str], Path]


class Counted:
    """Says every text with a second of noise, and keeps count."""

    name = "counted"

    def __init__(self) -> None:
        self.spoken: list[str] = []

    def render(self, text: str, language: Language) -> Clip:
        self.spoken.append(text)
        noise = np.random.default_rng(len(text)).uniform(-0.5, 0.5, RATE)
        return Clip(noise.astype(np.float32))

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Mount]:
    """Give a function that mounts a small file system of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a small file system")
    folder = tmp_path / "clips"
    folder.mkdir()

    def mount(options: str) -> Path:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("mounting is not allowed here")
        return folder

    yield mount
    subprocess.run(["umount", str(folder)], check=False, capture_output=True)


def test_a_full_disk_is_told_once_and_the_voice_goes_on(mounted: Mount) -> None:
    folder, voice = mounted("size=256k"), Counted()
    store = ClipStore(voice, folder)
    texts = [f"Text {n}." for n in range(6)]
    assert all(store.clip(text, Language.EN).samples.any() for text in texts)
    [note] = store.notes
    assert "No space left" in str(note.values["reason"])
    assert not list(folder.glob("*.part"))
    # What could be kept is whole.
    again = Counted()
    assert ClipStore(again, folder).clip(texts[0], Language.EN).samples.any()
    assert again.spoken == []


def test_a_folder_that_becomes_read_only_is_told_once_and_is_still_read(mounted: Mount) -> None:
    folder, voice = mounted("size=8m"), Counted()
    ClipStore(voice, folder).clip("Kept.", Language.EN)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    voice.spoken.clear()
    store = ClipStore(voice, folder)
    for text in ("New.", "Newer.", "Kept."):
        assert store.clip(text, Language.EN).samples.any()
    assert voice.spoken == ["New.", "Newer."]
    assert len(store.notes) == 1
