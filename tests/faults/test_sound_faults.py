"""The sound server or the device goes, or comes, in the middle of a session."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest
from pulse import Pulse, Recording

from audio.clip import RATE, Clip, Samples
from audio.keeping import KeptOutput
from audio.mixer import Mix
from audio.output import OutputError
from audio.stream import Stream
from sessions.words import Message

WITHIN = 5.0
"""Seconds within which sound comes back where it can."""
DEVICES = ("miniaudio", "simpleaudio")
GONE = "The sound is gone: the time goes on in silence until it is back."
SECONDS = 120


class Ladder:
    """A source that tells its place: in second `n` a tone of `200 + 20 n` Hz."""

    def __init__(self) -> None:
        self.stream = Stream(Mix([(n * RATE, self._step(n)) for n in range(SECONDS)], 120 * RATE))
        self.stream.play()
        self.longest = 0

    def read(self, count: int) -> Samples:
        self.longest = max(self.longest, count)
        return self.stream.read(count)

    @staticmethod
    def _step(n: int) -> Clip:
        time_in = np.arange(RATE) / RATE
        return Clip((0.3 * np.sin(2 * np.pi * (200 + 20 * n) * time_in)).astype(np.float32))


def second_heard(samples: Samples) -> int:
    """Give the second of the ladder that half a second of a recording is from."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return round((np.argmax(spectrum) * RATE / len(samples) - 200) / 20)


@contextmanager
def playing(choice: str, ladder: Ladder) -> Iterator[KeptOutput]:
    if "simpleaudio" in choice:
        pytest.importorskip("simpleaudio")
    output = KeptOutput(choice)
    output.start(ladder.read)
    with closing(output):
        yield output


def wait_for(happens: Callable[[], bool], seconds: float = 20.0) -> float:
    """Wait until something is so; gives the seconds that took."""
    began = time.monotonic()
    while not happens():
        assert time.monotonic() < began + seconds, "it never happens"
        time.sleep(0.02)
    return time.monotonic() - began


def place(output: KeptOutput) -> float:
    return output.frames_heard() / RATE


def first_loud(samples: Samples) -> int:
    (loud,) = np.nonzero(np.abs(samples) > 0.1)
    assert loud.size, "nothing was heard"
    return int(loud[0])


def agrees_with_the_player(recording: Recording, output: KeptOutput) -> None:
    """Record for two seconds: what is heard is where the player says it is, and no burst."""
    time.sleep(2.0)
    before = place(output)
    samples = recording.end()
    heard = [
        second_heard(samples[at - RATE // 2 : at]) for at in (len(samples), -RATE + len(samples))
    ]
    # simpleaudio does not tell when a device that wakes slowly has begun to play.
    behind = 3.0 if output.name == "simpleaudio" else 1.5
    assert abs(heard[0] + 0.5 - before) < behind
    assert heard[0] - heard[1] == 1
    assert np.max(np.abs(samples)) < 0.31


@pytest.mark.sound
@pytest.mark.parametrize("choice", DEVICES)
def test_a_sound_server_that_dies_and_comes_back_is_heard_again_at_the_right_place(
    pulse: Pulse, choice: str
) -> None:
    ladder = Ladder()
    with pulse.used():
        first = pulse.record()
        with playing(choice, ladder) as output:
            wait_for(lambda: place(output) > 3)
            died_at, died = place(output), time.monotonic()
            pulse.kill()
            first.end()
            wait_for(lambda: output.trouble is not None)
            assert str(output.trouble) == GONE
            time.sleep(1.0)
            # Nobody holds a stretch for longer: the time goes on by the clock.
            assert place(output) == pytest.approx(died_at + time.monotonic() - died, abs=1.5)
            pulse.start()
            came_back = time.monotonic()
            recording = pulse.record()
            wait_for(lambda: output.trouble is None)
            assert time.monotonic() - came_back < WITHIN
            agrees_with_the_player(recording, output)
            assert place(output) == pytest.approx(died_at + time.monotonic() - died, abs=2.5)


@pytest.mark.sound
@pytest.mark.parametrize("choice", DEVICES)
def test_a_server_that_is_there_again_at_once_is_heard_within_five_seconds(
    pulse: Pulse, choice: str
) -> None:
    ladder = Ladder()
    with pulse.used():
        listening = pulse.record()
        with playing(choice, ladder) as output:
            wait_for(lambda: place(output) > 3)
            pulse.kill()
            pulse.start()
            recording = pulse.record()
            time.sleep(WITHIN + 1)
            samples = recording.end()
        listening.end()
    assert first_loud(samples) < WITHIN * RATE
    # It begins softly, wherever it comes in.
    begin = int(np.flatnonzero(np.abs(samples) > 1e-3)[0])
    assert np.max(np.abs(samples[begin : begin + RATE // 100])) < 0.1


@pytest.mark.sound
def test_a_server_that_hangs_holds_up_neither_the_time_nor_the_end(pulse: Pulse) -> None:
    ladder = Ladder()
    with pulse.used():
        listening = pulse.record()
        with playing("miniaudio", ladder) as output:
            wait_for(lambda: place(output) > 2)
            with pulse.hanging():
                wait_for(lambda: output.trouble is not None)
                before, began = place(output), time.monotonic()
                time.sleep(1.0)
                assert place(output) == pytest.approx(before + time.monotonic() - began, abs=0.5)
                ending = threading.Thread(target=output.close)
                ending.start()
                ending.join(10)
                assert not ending.is_alive()
        listening.end()


@pytest.mark.sound
def test_the_device_may_come_after_the_session_has_begun(pulse: Pulse) -> None:
    pulse.kill()
    ladder = Ladder()
    with pulse.used(), playing("auto", ladder) as output:
        assert output.name == "silent"
        assert str(output.trouble).startswith("No sound device is found")
        began = time.monotonic()
        time.sleep(1.5)
        assert place(output) == pytest.approx(time.monotonic() - began, abs=0.5)
        pulse.start()
        recording = pulse.record()
        assert wait_for(lambda: output.trouble is None) < WITHIN
        assert output.name == "miniaudio"
        agrees_with_the_player(recording, output)
        assert place(output) == pytest.approx(time.monotonic() - began, abs=1.5)


@pytest.mark.sound
def test_a_device_that_was_asked_for_and_is_not_there_is_no_session(pulse: Pulse) -> None:
    pulse.kill()
    with pulse.used(), pytest.raises(OutputError, match="finds no sound device"):
        KeptOutput("miniaudio").start(Ladder().read)


@pytest.mark.sound
@pytest.mark.parametrize("choice", DEVICES)
def test_a_device_that_is_unplugged_gives_way_to_another(pulse: Pulse, choice: str) -> None:
    ladder = Ladder()
    with pulse.used():
        listening = pulse.record()
        with playing(choice, ladder) as output:
            wait_for(lambda: place(output) > 3)
            pulse.unplug()
            wait_for(lambda: output.trouble is not None)
            pulse.plug("other")
            recording = pulse.record("other")
            assert wait_for(lambda: output.trouble is None) < WITHIN
            agrees_with_the_player(recording, output)
        listening.end()


def test_silence_that_was_asked_for_is_no_trouble() -> None:
    output = KeptOutput("silent")
    output.start(Ladder().read)
    with closing(output):
        wait_for(lambda: place(output) > 1.2)
        told: Message | None = output.trouble
    assert (told, output.notes) == (None, ())


ROUTINE = """
format = 1
title = "Long"
[[steps]]
kind = "stretch"
title = "Hold"
hold = "5m"
"""


@pytest.mark.sound
def test_a_session_tells_in_a_line_that_the_sound_is_gone_and_in_another_that_it_is_back(
    pulse: Pulse, tmp_path: Path
) -> None:
    routine = tmp_path / "long.toml"
    routine.write_text(ROUTINE)
    environment = {**pulse.environment, "COACH_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    listening = pulse.record()
    with subprocess.Popen(
        [sys.executable, "-m", "coach", "run", str(routine), "--plain", "--language", "en"],
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        assert program.stdout is not None
        lines = iter(program.stdout.readline, "")
        assert any(line.startswith("Get ready") for line in lines)
        time.sleep(3)
        pulse.kill()
        listening.end()
        assert any(line.strip() == GONE for line in lines)
        pulse.start()
        back = time.monotonic()
        assert next(lines).strip() == "There is sound again."
        assert time.monotonic() - back < WITHIN
        program.send_signal(signal.SIGINT)
        rest = "".join(lines)
    assert "Traceback" not in rest
    assert program.returncode == 130
