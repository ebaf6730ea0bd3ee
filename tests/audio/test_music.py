"""Music: the same samples however it is read, without an end, and out of the way of speech."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.bed import DUCKED, FALL, RISE, Bed
from audio.clip import RATE, Clip, Samples
from audio.levels import CEILING, SPEECH, loudness
from audio.mixer import Mix
from audio.music import MOST, PEAK, open_music
from audio.stream import Stream
from audio.track import MusicError


def song(hertz: float, seconds: float, rate: int, channels: int = 2) -> np.ndarray:
    time = np.arange(round(seconds * rate)) / rate
    wave = 0.5 * np.sin(2 * np.pi * hertz * time) + 0.1 * np.sin(2 * np.pi * 3 * hertz * time)
    return np.stack([wave] * channels, axis=1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four files of other formats and rates, and one that is no music."""
    folder = tmp_path_factory.mktemp("music")
    soundfile.write(folder / "1.wav", song(220, 9.3, 22_050), 22_050)
    soundfile.write(folder / "2.flac", song(330, 13.1, 48_000, 1), 48_000)
    soundfile.write(folder / "3.ogg", song(440, 11.7, 44_100), 44_100)
    soundfile.write(folder / "4.MP3", song(550, 10.2, 44_100), 44_100, format="MP3")
    (folder / "cover.txt").write_text("no music")
    return folder


class Steady:
    """Music that is 0.1 throughout."""

    def read(self, start: int, count: int) -> Samples:
        return np.full(count, 0.1, dtype=np.float32)


spans = st.lists(
    st.tuples(st.integers(0, 50 * RATE), st.integers(1, 8 * RATE)).map(lambda s: (s[0], sum(s))),
    max_size=6,
)


@given(spans, st.lists(st.integers(0, 60 * RATE), max_size=6))
@settings(max_examples=15, deadline=None)
def test_ducking_does_not_depend_on_how_it_is_read(
    said: list[tuple[int, int]], cuts: list[int]
) -> None:
    bed = Bed(Steady(), said, 60 * RATE, 100)
    edges = sorted({0, 60 * RATE, *cuts})
    pieces = [bed.read(start, end - start) for start, end in pairwise(edges)]
    assert np.array_equal(np.concatenate(pieces), bed.read(0, 60 * RATE))


@given(spans)
@settings(max_examples=15, deadline=None)
def test_music_is_down_while_anything_is_said_and_never_changes_fast(
    said: list[tuple[int, int]],
) -> None:
    bed = Bed(Steady(), said, 70 * RATE, 100)
    gain = bed.gain(0, 70 * RATE)
    for start, end in said:
        assert np.max(gain[start:end]) <= 10 ** (DUCKED / 20) + 1e-9
    assert np.max(gain) <= 1
    # Fourteen decibels a second at most, where it is not fading in or out as a whole.
    middle = gain[4 * RATE : 66 * RATE]
    steps = np.abs(np.diff(20 * np.log10(middle)))
    assert np.max(steps) * RATE < 14


def test_music_comes_back_between_utterances_only_where_there_is_time() -> None:
    said = [(20 * RATE, 22 * RATE), (24 * RATE, 25 * RATE), (40 * RATE, 41 * RATE)]
    gain = Bed(Steady(), said, 60 * RATE, 100).gain(0, 60 * RATE)
    down = 10 ** (DUCKED / 20)
    assert np.allclose(gain[20 * RATE : 25 * RATE], down)
    assert gain[20 * RATE - FALL] == pytest.approx(1)
    assert np.allclose(gain[25 * RATE + RISE : 40 * RATE - FALL], 1)


def test_music_fades_in_at_the_beginning_and_out_at_the_end() -> None:
    bed = Bed(Steady(), [], 60 * RATE, 100)
    whole = bed.read(-RATE, 62 * RATE)
    assert not whole[: RATE + 1].any()
    assert not whole[61 * RATE :].any()
    assert np.max(np.abs(np.diff(whole))) < 1e-5


def test_every_format_and_rate_sounds_at_its_pitch(folder: Path) -> None:
    for name, hertz in (("1.wav", 220), ("2.flac", 330), ("3.ogg", 440), ("4.MP3", 550)):
        samples = open_music(folder / name).read(RATE // 2, 4 * RATE)
        spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
        assert np.argmax(spectrum) / 4 == pytest.approx(hertz, abs=0.5), name
        assert loudness(Clip(samples)) == pytest.approx(-30, abs=1.5), name


@given(st.lists(st.integers(0, 30 * RATE), max_size=8))
@settings(max_examples=4, deadline=None)
def test_music_is_the_same_however_it_is_cut(folder: Path, cuts: list[int]) -> None:
    # Without MP3: its decoder carries over from what was read before.
    music = open_music(folder / "1.wav")
    edges = sorted({0, 30 * RATE, *cuts})
    pieces = [music.read(start, end - start) for start, end in pairwise(edges)]
    assert np.array_equal(np.concatenate(pieces), open_music(folder / "1.wav").read(0, 30 * RATE))


def test_a_folder_plays_round_and_round_without_a_gap_or_a_click(folder: Path) -> None:
    music = open_music(folder)
    whole = music.read(0, 2 * music.period)
    pieces = whole[: len(whole) // 4800 * 4800].reshape(-1, 4800)
    loud = np.sqrt(np.mean(np.square(pieces), axis=1))
    assert np.min(loud) > 0.3 * np.median(loud)
    assert np.max(loud) < 1.6 * np.median(loud)
    assert np.max(np.abs(whole)) <= PEAK
    # The steepest of these tones at their level; a click would be many times that.
    assert np.max(np.abs(np.diff(whole))) < 0.015


def test_resampling_in_units_leaves_no_seam(folder: Path) -> None:
    music = open_music(folder / "1.wav")
    samples = music.read(0, 5 * RATE).astype(np.float64)
    time = np.arange(4800) / RATE
    waves = [f(2 * np.pi * hz * time) for hz in (220, 660) for f in (np.sin, np.cos)]
    fitted = np.stack(waves, axis=1)

    def left_over(middle: int) -> float:
        around = samples[middle - 2400 : middle + 2400]
        best, *_ = np.linalg.lstsq(fitted, around, rcond=None)
        return float(np.max(np.abs(fitted @ best - around)))

    assert left_over(4 * RATE) < 1.1 * left_over(2 * RATE) + 1e-6


def test_music_is_softer_than_bells_and_speech_and_the_mix_keeps_its_ceiling(folder: Path) -> None:
    loud = Clip(np.full(2 * RATE, 0.7, dtype=np.float32))
    bed = Bed(open_music(folder), [(10 * RATE, 12 * RATE)], 30 * RATE, 100)
    mix = Mix([(10 * RATE, loud), (10 * RATE, loud)], 30 * RATE, bed)
    assert np.max(np.abs(mix.read(0, 30 * RATE))) <= CEILING + 1e-6
    assert loudness(Clip(bed.read(5 * RATE, 3 * RATE))) < SPEECH - 6


def test_the_stream_and_a_file_are_given_the_same_music(folder: Path) -> None:
    def mix() -> Mix:
        said = Clip(np.full(RATE, 0.2, dtype=np.float32))
        bed = Bed(open_music(folder), [(8 * RATE, 9 * RATE)], 40 * RATE, 70)
        return Mix([(8 * RATE, said)], 40 * RATE, bed)

    stream = Stream(mix())
    stream.interlude(Mix([], 2400), then=0)
    stream.read(2400)
    live = np.concatenate([stream.read(480) for _ in range(40 * 100)])
    whole = mix()
    assert np.array_equal(
        live, np.concatenate([whole.read(at, RATE // 2) for at in range(0, 40 * RATE, RATE // 2)])
    )


def test_music_stands_still_in_a_pause(folder: Path) -> None:
    mix = Mix([], 40 * RATE, Bed(open_music(folder / "2.flac"), [], 40 * RATE, 100))
    stream = Stream(mix)
    stream.play()
    stream.read(10 * RATE)
    stream.pause()
    fading = stream.read(RATE)
    assert fading[:100].any()
    assert not fading[RATE // 10 :].any()
    stream.play()
    stream.read(RATE // 10)
    assert np.array_equal(stream.read(RATE), mix.read(10 * RATE + RATE // 10, RATE))


def test_a_damaged_file_in_a_folder_is_left_out_and_told(folder: Path, tmp_path: Path) -> None:
    for name in ("1.wav", "4.MP3"):
        (tmp_path / name).symlink_to(folder / name)
    (tmp_path / "2.mp3").write_bytes(np.random.default_rng(1).bytes(3000))
    (tmp_path / "3.ogg").touch()
    music = open_music(tmp_path)
    assert [Path(str(trouble.values["file"])).name for trouble in music.troubles] == [
        "2.mp3",
        "3.ogg",
    ]
    assert music.read(0, 15 * RATE)[-RATE:].any()


def test_of_a_large_folder_as_much_is_opened_as_a_session_can_hear(
    folder: Path, tmp_path: Path
) -> None:
    for number in range(2 * MOST):
        (tmp_path / f"{number:03}.wav").symlink_to(folder / "1.wav")
    music = open_music(tmp_path)
    assert music.period < MOST * 10 * RATE
    if sys.platform == "linux":
        # Other files of this process, a test's before included, may open and close meanwhile.
        opened = [os.path.realpath(file) for file in Path("/proc/self/fd").iterdir()]
        assert 0 < opened.count(str((folder / "1.wav").resolve())) <= MOST


DAMAGED = """
import sys
from pathlib import Path
from audio.clip import RATE
from audio.music import open_music
print("before", file=sys.stderr, flush=True)
open_music(Path(sys.argv[1])).read(0, 12 * RATE)
print("after", file=sys.stderr, flush=True)
"""


def test_a_decoder_writes_nothing_across_the_screen(folder: Path, tmp_path: Path) -> None:
    data = bytearray((folder / "4.MP3").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = np.random.default_rng(1).bytes(200)
    (tmp_path / "x.mp3").write_bytes(data)
    ended = subprocess.run(
        [sys.executable, "-c", DAMAGED, str(tmp_path / "x.mp3")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr.split() == ["before", "after"]


def test_what_is_no_music_is_one_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(MusicError, match="cannot be read; it must be WAV, FLAC, Ogg or MP3"):
        open_music(folder / "cover.txt")
    with pytest.raises(MusicError, match="There is no music in"):
        open_music(tmp_path)
    with pytest.raises(MusicError, match="No such file or directory"):
        open_music(tmp_path / "missing")
    soundfile.write(tmp_path / "still.wav", np.zeros(3 * RATE), RATE)
    with pytest.raises(MusicError, match="is silent"):
        open_music(tmp_path)
