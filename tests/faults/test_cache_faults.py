"""The folder for spoken clips fills up, becomes read-only or is deleted in mid-session."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from stage import EVENING

from audio.clip import RATE, Clip, frames
from audio.clips import ClipStore
from coach.places import places
from coach.settings import Settings
from coach.studio import Studio
from sessions.session import Session
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


FULL = """
import json, resource, signal, sys
from pathlib import Path
from audio.clips import ClipStore
from audio.speech import SpeechVoice
from sessions.words import Language

voice = SpeechVoice()
voice.voices()
store = ClipStore(voice, Path(sys.argv[1]))
store.clip("Kept.", Language.EN)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
said = [bool(store.clip(text, Language.EN).samples.any()) for text in ("New.", "Newer.", "Kept.")]
store.close()
print(json.dumps([said, [str(note) for note in store.notes]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to a file's size can be set there")
def test_the_real_voice_goes_on_where_nothing_more_can_be_written(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    said, notes = json.loads(ended.stdout)
    assert said == [True, True, True]
    assert notes == ["Spoken clips cannot be kept: File too large."]
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_gone_in_mid_session_leaves_nothing_unsaid(tmp_path: Path) -> None:
    where = places({"COACH_HOME": str(tmp_path / "home")})
    studio, settings = Studio(where), Settings(output="silent")
    with closing(studio):
        opening = studio.open(Session(EVENING, Language.EN), settings)
        where.cache.rename(tmp_path / "gone")
        assert opening.whole is not None
        whole = opening.whole.result(120)
        with closing(studio.play(opening, settings).player) as player:
            player.poll()
            player.repeat_instruction()
        # What is not in memory yet is made, and kept, where the folder was.
        studio.prepare(Session(EVENING, Language.DE), settings)
        assert studio.troubles() == ()
    for cue in whole.timeline.utterances():
        assert whole.mix.read(frames(cue.start), frames(cue.duration)).any(), cue
    assert list(where.clips.iterdir())


def test_a_folder_that_is_deleted_while_a_clip_is_written_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, real, turns = tmp_path / "clips", tempfile.mkstemp, []

    def deleted_once(**how: str) -> tuple[int, str]:
        if not turns:
            turns.append(folder)
            shutil.rmtree(folder)
        return real(**how)

    monkeypatch.setattr("tempfile.mkstemp", deleted_once)
    store = ClipStore(Counted(), folder)
    store.clip("Kept.", Language.EN)
    assert turns
    assert store.notes == ()
    assert len(list(folder.iterdir())) == 1
