"""The clip store: a text is spoken once, and nothing on the disk can spoil a session."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.clip import RATE, Clip
from audio.clips import ClipStore
from audio.voice import SilentVoice, VoiceError
from sessions.words import Language, message


class CountedVoice:
    """Says every text with a noise of its own, and counts."""

    def __init__(self, name: str = "counted") -> None:
        self.name = name
        self.spoken: list[str] = []
        self.broken = False
        self.closed = False

    def render(self, text: str, language: Language) -> Clip:
        if self.broken:
            raise VoiceError(message("The voice has been closed."))
        self.spoken.append(text)
        noise = np.random.default_rng(len(text)).uniform(-0.5, 0.5, RATE // 100)
        return Clip(noise.astype(np.float32))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def voice() -> CountedVoice:
    return CountedVoice()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "clips"


def kept(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_text_is_spoken_once(voice: CountedVoice, folder: Path) -> None:
    store = ClipStore(voice, folder)
    assert store.clip("Pause.", Language.DE) is store.clip("Pause.", Language.DE)
    assert voice.spoken == ["Pause."]


def test_the_next_program_finds_the_very_same_samples(voice: CountedVoice, folder: Path) -> None:
    made = ClipStore(voice, folder).clip("Pause.", Language.DE)
    found = ClipStore(voice, folder).clip("Pause.", Language.DE)
    assert np.array_equal(made.samples, found.samples)
    assert voice.spoken == ["Pause."]


def test_another_text_language_or_voice_is_another_clip(folder: Path) -> None:
    for name in ("one", "two"):
        store = ClipStore(CountedVoice(name), folder)
        for language in Language:
            store.clip("Pause.", language)
            store.clip("Rest.", language)
    assert len(kept(folder)) == 8


@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30))
@settings(max_examples=50)
def test_any_two_texts_are_kept_apart(
    tmp_path_factory: pytest.TempPathFactory, one: str, other: str
) -> None:
    folder = tmp_path_factory.mktemp("clips")
    store = ClipStore(CountedVoice(), folder)
    for text in (one, other):
        store.clip(text, Language.EN)
    assert len(kept(folder)) == len({one, other})
    assert store.notes == ()


def test_no_half_written_file_is_left(voice: CountedVoice, folder: Path) -> None:
    ClipStore(voice, folder).clip("Pause.", Language.DE)
    assert [file.suffix for file in kept(folder)] == [".clip"]


@given(data=st.data())
@settings(max_examples=50)
def test_a_damaged_clip_is_spoken_again_and_mended(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder, voice = tmp_path_factory.mktemp("clips"), CountedVoice()
    made = ClipStore(voice, folder).clip("Pause.", Language.DE)
    [file] = kept(folder)
    whole = file.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    flipped = whole[at] ^ data.draw(st.integers(1, 255))
    cut_short = whole[:at]
    damaged = data.draw(
        st.sampled_from([cut_short, whole[:at] + bytes([flipped]) + whole[at + 1 :], whole + b"x"])
    )
    file.write_bytes(damaged)
    again = ClipStore(voice, folder).clip("Pause.", Language.DE)
    assert voice.spoken == ["Pause.", "Pause."]
    assert np.array_equal(again.samples, made.samples)
    assert file.read_bytes() == whole


def test_where_nothing_can_be_kept_it_is_said_once_and_the_voice_goes_on(
    voice: CountedVoice, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder should be")
    store = ClipStore(voice, in_the_way / "clips")
    for text in ("One.", "Two.", "Three."):
        assert store.clip(text, Language.EN).samples.any()
    assert [note.text for note in store.notes] == ["Spoken clips cannot be kept: {reason}."]


def test_a_folder_deleted_in_between_is_made_again(voice: CountedVoice, folder: Path) -> None:
    store = ClipStore(voice, folder)
    store.clip("One.", Language.EN)
    for file in kept(folder):
        file.unlink()
    folder.rmdir()
    assert store.clip("Two.", Language.EN).samples.any()
    assert len(kept(folder)) == 1
    assert store.notes == ()


def test_without_a_folder_clips_are_kept_in_memory(voice: CountedVoice) -> None:
    store = ClipStore(voice, None)
    assert store.clip("Pause.", Language.DE) is store.clip("Pause.", Language.DE)
    assert store.notes == ()


def test_a_voice_that_fails_leaves_silence_of_the_same_length_and_says_so_once(
    voice: CountedVoice, folder: Path
) -> None:
    voice.broken = True
    store = ClipStore(voice, folder)
    clip = store.clip("Lean your back on the ball.", Language.EN)
    store.clip("Rest.", Language.EN)
    assert not clip.samples.any()
    assert clip.frames == SilentVoice().render("Lean your back on the ball.", Language.EN).frames
    assert len(store.notes) == 1


def test_silence_in_place_of_a_voice_is_not_kept_on_the_disk(
    voice: CountedVoice, folder: Path
) -> None:
    voice.broken = True
    ClipStore(voice, folder).clip("Rest.", Language.EN)
    voice.broken = False
    assert ClipStore(voice, folder).clip("Rest.", Language.EN).samples.any()


def test_threads_that_ask_for_the_same_text_get_one_clip(voice: CountedVoice) -> None:
    store = ClipStore(voice, None)
    together = threading.Barrier(8)
    clips: list[Clip] = []

    def ask() -> None:
        together.wait()
        clips.append(store.clip("Pause.", Language.DE))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(clip) for clip in clips}) == 1
    assert voice.spoken == ["Pause."]


def test_a_clip_there_is_does_not_wait_for_one_that_is_being_made() -> None:
    begun, go_on = threading.Event(), threading.Event()

    class SlowVoice(CountedVoice):
        def render(self, text: str, language: Language) -> Clip:
            if text == "Slow.":
                begun.set()
                go_on.wait()
            return super().render(text, language)

    store = ClipStore(SlowVoice(), None)
    quick = store.clip("Quick.", Language.EN)
    slow = threading.Thread(target=store.clip, args=("Slow.", Language.EN))
    slow.start()
    begun.wait()
    try:
        assert store.clip("Quick.", Language.EN) is quick
        assert store.notes == ()
    finally:
        go_on.set()
        slow.join()


def test_closing_the_store_closes_the_voice(voice: CountedVoice) -> None:
    ClipStore(voice, None).close()
    assert voice.closed
