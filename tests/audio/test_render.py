"""Rendering: the file holds what the loudspeaker would be given, or there is no file."""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.clip import RATE, Clip, Samples
from audio.levels import faded
from audio.mixer import Mix
from audio.output import OutputError
from audio.render import FORMATS, render

FULL_SCALE = 32_768
"""Of 16-bit samples."""


def hum(seconds: float, hertz: float) -> Clip:
    time = np.arange(round(seconds * RATE)) / RATE
    return faded(Clip((0.4 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)))


@pytest.fixture
def mix() -> Mix:
    """Three hums with silence between; no whole number of half seconds long."""
    return Mix([(4_800, hum(0.6, 220)), (RATE, hum(0.5, 330)), (2 * RATE, hum(0.33, 440))], 120_001)


def decoded(file: Path) -> Samples:
    samples, rate = soundfile.read(file, dtype="float32")
    assert rate == RATE
    assert samples.ndim == 1
    return samples


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_lossless_file_holds_the_nearest_16_bits_to_every_sample_of_the_mix(
    mix: Mix, tmp_path: Path, suffix: str
) -> None:
    render(mix, tmp_path / f"x{suffix}")
    samples, _ = soundfile.read(tmp_path / f"x{suffix}", dtype="int16")
    assert np.array_equal(samples, np.rint(mix.read(0, mix.frames) * FULL_SCALE))


@pytest.mark.parametrize("suffix", [".ogg", ".mp3"])
def test_a_lossy_file_sounds_like_the_mix_and_is_in_time_with_it(
    mix: Mix, tmp_path: Path, suffix: str
) -> None:
    render(mix, tmp_path / f"x{suffix}")
    samples = decoded(tmp_path / f"x{suffix}")
    assert abs(len(samples) - mix.frames) <= RATE // 20
    whole = mix.read(0, len(samples))
    lost = np.sqrt(np.mean(np.square(samples - whole)))
    assert lost < 0.02 * np.sqrt(np.mean(np.square(whole)))


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_format_is_the_one_that_the_suffix_names(mix: Mix, tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"LOUD.{suffix[1:].upper()}"
    render(mix, file)
    assert soundfile.info(file).format == FORMATS[suffix][0]


@pytest.mark.parametrize("name", ["x.aac", "x", "x.wav.txt", ".wav", "wav"])
def test_a_suffix_it_does_not_know_is_refused_with_those_it_does(
    mix: Mix, tmp_path: Path, name: str
) -> None:
    with pytest.raises(OutputError, match=r"must end in \.wav, \.flac, \.ogg, \.opus or \.mp3\.$"):
        render(mix, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_an_empty_mix_is_an_empty_file(tmp_path: Path) -> None:
    render(Mix([]), tmp_path / "x.wav")
    assert len(decoded(tmp_path / "x.wav")) == 0


def test_a_file_that_is_there_is_replaced(mix: Mix, tmp_path: Path) -> None:
    file = tmp_path / "x.wav"
    file.write_bytes(b"what was there before " * 100_000)
    render(mix, file)
    assert len(decoded(file)) == mix.frames
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_can_be_read_by_whom_any_new_file_can(mix: Mix, tmp_path: Path) -> None:
    render(mix, tmp_path / "x.wav")
    (tmp_path / "other").touch()
    assert (tmp_path / "x.wav").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_progress_rises_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[float] = []
    render(Mix([], 65 * RATE), tmp_path / "x.flac", told.append)
    assert told[0] == 0
    assert told == sorted(set(told))
    assert told[-1] == 1
    assert len(told) > 5


def test_a_folder_that_is_not_there_is_one_sentence(mix: Mix, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot be written: No such file or directory\.$"):
        render(mix, tmp_path / "missing" / "x.wav")


def test_a_folder_of_that_name_stays_as_it_is(mix: Mix, tmp_path: Path) -> None:
    (tmp_path / "x.wav").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        render(mix, tmp_path / "x.wav")
    assert [path.name for path in tmp_path.iterdir()] == ["x.wav"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_who_interrupts_finds_what_was_there_before(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"x{suffix}"
    file.write_bytes(b"before")

    def interrupt(done: float) -> None:
        if done > 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        render(Mix([], 30 * RATE), file, interrupt)
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]


FULL_DISK = """
import json, resource, signal, sys
from pathlib import Path

import numpy as np

from audio.clip import RATE, Clip
from audio.mixer import Mix
from audio.output import OutputError
from audio.render import render

# As on a full disk: nothing can be written beyond so many bytes of a file.
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
noise = np.random.default_rng(1).uniform(-0.5, 0.5, RATE).astype(np.float32)
mix, file = Mix([(0, Clip(noise))]), Path(sys.argv[1])
render(mix, file)
whole = file.stat().st_size
file.unlink()
told = []
for room in (0, 40, whole // 2, whole - 4000, whole - 300, whole - 1):
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    try:
        render(mix, file)
        told.append("written")
    except OutputError as error:
        told.append(str(error))
print(json.dumps(told))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to a file's size can be set there")
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_is_one_sentence_however_late_it_fills_and_nothing_is_left(
    tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / f"x{suffix}"
    ended = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(file)], capture_output=True, text=True, check=True
    )
    assert ended.stderr == ""
    sentence = f'The file "{file}" cannot be written: File too large.'
    assert json.loads(ended.stdout) == [sentence] * 6
    assert not list(tmp_path.iterdir())


def test_two_hours_take_no_more_than_a_few_megabytes_of_memory(tmp_path: Path) -> None:
    two_hours = Mix([], 2 * 3600 * RATE)
    tracemalloc.start()
    try:
        render(two_hours, tmp_path / "x.flac")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000
    assert soundfile.info(tmp_path / "x.flac").frames == two_hours.frames
