"""The voice of this computer: it can be understood, and nothing in a text is a command to it."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soxr

from audio.clip import RATE, Clip
from audio.levels import CEILING, SPEECH, loudness
from audio.speech import SpeechVoice
from audio.voice import VoiceError
from audio.voices import VoiceInfo, best_voice
from audio.worker import COMMAND
from sessions.words import Language

PIECE = RATE // 20
BINS = 250
"""Of 20 Hz each."""
TEN_LEFT = {Language.DE: "Noch zehn Sekunden.", Language.EN: "Ten seconds left."}


@pytest.fixture(scope="module")
def voice() -> Iterator[SpeechVoice]:
    """The real one: pyttsx3 with the system's speech, or with eSpeak NG from its wheel."""
    speech = SpeechVoice()
    yield speech
    speech.close()


def same(one: Clip, other: Clip) -> bool:
    """Whether two clips say the same: eSpeak NG's breath is random, its words are not.

    The spectra over time of one text said twice correlate by 0.94 and more, those of "drucken" and
    "drücken" by 0.53.
    """
    if abs(one.frames - other.frames) > RATE // 100:
        return False
    pieces = min(one.frames, other.frames) // PIECE
    spectra = [
        np.log(np.abs(np.fft.rfft(pieced * np.hanning(PIECE)))[:, :BINS] + 1e-3).ravel()
        for pieced in (c.samples[: pieces * PIECE].reshape(pieces, PIECE) for c in (one, other))
    ]
    return float(np.corrcoef(*spectra)[0, 1]) > 0.8


@pytest.mark.parametrize("language", Language)
def test_a_clip_is_speech_at_one_level_without_clicks_or_silence_around_it(
    voice: SpeechVoice, language: Language
) -> None:
    clip = voice.render(TEN_LEFT[language], language)
    assert clip.samples.dtype == np.float32
    assert 0.5 < clip.seconds < 4
    assert loudness(clip) == pytest.approx(SPEECH, abs=0.5)
    assert np.max(np.abs(clip.samples)) < CEILING
    assert clip.samples[0] == clip.samples[-1] == 0
    heard = np.flatnonzero(np.abs(clip.samples) > 0.005)
    assert heard[0] < 0.1 * RATE
    assert clip.frames - heard[-1] < 0.1 * RATE


def test_an_english_cue_is_recognised(voice: SpeechVoice) -> None:
    pocketsphinx = pytest.importorskip("pocketsphinx")
    clip = voice.render("Ten seconds left.", Language.EN)
    samples = soxr.resample(clip.samples, RATE, 16_000)
    decoder = pocketsphinx.Decoder(samprate=16_000, loglevel="FATAL")
    decoder.start_utt()
    decoder.process_raw((samples * 32_767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    heard = decoder.hyp().hypstr
    assert {"ten", "seconds"} <= set(heard.split()), heard


def test_the_same_text_sounds_different_in_the_other_language(voice: SpeechVoice) -> None:
    clips = [voice.render("Die Hand", language) for language in Language]
    assert not same(*clips)


def test_an_umlaut_is_heard(voice: SpeechVoice) -> None:
    assert not same(
        voice.render("drücken", Language.DE),
        voice.render("drucken", Language.DE),
    )


def test_the_same_text_sounds_the_same_every_time(voice: SpeechVoice) -> None:
    first = voice.render("Pause.", Language.DE)
    voice.render("Rest.", Language.EN)
    assert same(first, voice.render("Pause.", Language.DE))


def test_an_instruction_of_five_hundred_words_is_heard_whole(voice: SpeechVoice) -> None:
    ten, five_hundred = (
        voice.render("lean on the ball " * times, Language.EN) for times in (10, 125)
    )
    assert five_hundred.seconds > 10 * ten.seconds


def test_a_slower_pace_takes_longer(voice: SpeechVoice) -> None:
    fast = SpeechVoice(rate=220)
    try:
        text = "Lean your back on the ball and let your knees be soft."
        assert (
            voice.render(text, Language.EN).seconds > 1.2 * fast.render(text, Language.EN).seconds
        )
    finally:
        fast.close()


@pytest.mark.parametrize(
    ("text", "sounds_like"),
    [
        ("\x1b[31mslowly\x07\u202e", " 31mslowly"),
        ("slowly\r\n\tback", "slowly back"),
        ("[[rate 600]] slowly", "rate 600 slowly"),
        ("<silence msec='9000'/> slowly", "silence msec='9000'/ slowly"),
    ],
)
def test_what_could_be_a_command_is_read_out_as_words(
    voice: SpeechVoice, text: str, sounds_like: str
) -> None:
    assert same(voice.render(text, Language.EN), voice.render(sounds_like, Language.EN))


def test_a_text_for_a_shell_is_spoken_and_not_obeyed(voice: SpeechVoice, tmp_path: Path) -> None:
    file = tmp_path / "obeyed"
    for text in (f"; touch {file}", f"$(touch {file})", f'" && touch {file}', f"`touch {file}`"):
        assert voice.render(text, Language.EN).samples.any()
    assert not file.exists()


@pytest.mark.parametrize("text", ["", " \n", "...", "—", "\x1b", "<>[]"])
def test_a_text_without_words_is_an_empty_clip(voice: SpeechVoice, text: str) -> None:
    assert voice.render(text, Language.DE).frames == 0


def test_threads_may_ask_at_the_same_time(voice: SpeechVoice) -> None:
    texts = [f"Step {n}." for n in range(6)]
    expected = [voice.render(text, Language.EN) for text in texts]
    clips: dict[str, Clip] = {}

    def ask(text: str) -> None:
        clips[text] = voice.render(text, Language.EN)

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(same(clips[text], clip) for text, clip in zip(texts, expected, strict=True))


def test_both_languages_have_a_voice(voice: SpeechVoice) -> None:
    for language in Language:
        assert best_voice(voice.voices(), language).speaks(language)


def test_a_closed_voice_says_so() -> None:
    closed = SpeechVoice()
    closed.close()
    with pytest.raises(VoiceError, match="closed"):
        closed.render("Pause.", Language.DE)


def test_files_where_the_program_was_started_are_not_taken_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "audio").mkdir()
    for name in ("audio/__init__.py", "audio/speech_worker.py", "json.py", "queue.py"):
        (tmp_path / name).write_text("raise SystemExit('not ours')")
    started = subprocess.run(
        [*COMMAND, str(tmp_path / "files")],
        input="",
        cwd=tmp_path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert (started.returncode, started.stderr) == (0, "")


GERMAN = VoiceInfo("gmw/de", "German", ("de",))
SWISS = VoiceInfo("ch", "Urs", ("de-ch",))
BRITISH = VoiceInfo("gmw/en", "English (Great Britain)", ("en-gb",))
AMERICAN = VoiceInfo("gmw/en-us", "English (America)", ("en-us",))


def test_a_language_gets_the_voice_of_the_region_most_understand() -> None:
    voices = [SWISS, AMERICAN, GERMAN, BRITISH]
    assert best_voice(voices, Language.DE) is GERMAN
    assert best_voice(voices, Language.EN) is BRITISH
    assert best_voice([BRITISH, SWISS], Language.DE) is SWISS


@pytest.mark.parametrize("wanted", ["English (America)", "english (america)", "GMW/EN-US"])
def test_a_voice_is_chosen_by_name_or_id(wanted: str) -> None:
    assert best_voice([BRITISH, AMERICAN], Language.EN, wanted) is AMERICAN


def test_a_voice_that_does_not_speak_the_language_is_not_made_to() -> None:
    assert best_voice([GERMAN, AMERICAN], Language.DE, "English (America)") is GERMAN


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(VoiceError, match='did you mean "German"'):
        best_voice([GERMAN, BRITISH], Language.DE, "Germann")
    with pytest.raises(VoiceError, match="coach voices"):
        best_voice([GERMAN, BRITISH], Language.DE, "qqqq")


def test_a_language_without_a_voice_is_named() -> None:
    with pytest.raises(VoiceError, match="no German voice"):
        best_voice([BRITISH], Language.DE)
    with pytest.raises(VoiceError, match="no English voice"):
        best_voice([GERMAN], Language.EN)


def test_the_library_prints_nothing_on_the_terminal() -> None:
    script = (
        "from audio.speech import SpeechVoice; from sessions.words import Language\n"
        "voice = SpeechVoice(); voice.render('Pause.', Language.DE); voice.close()"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert (run.stdout, run.stderr) == ("", "")


def test_every_new_process_speaks_its_first_text_at_the_pace_that_was_asked_for() -> None:
    def seconds(_: int) -> float:
        voice = SpeechVoice(rate=100)
        try:
            return voice.render("Lean in and circle slowly.", Language.EN).seconds
        finally:
            voice.close()

    with ThreadPoolExecutor(3) as several:
        lengths = set(several.map(seconds, range(30)))
    assert len(lengths) == 1, lengths
