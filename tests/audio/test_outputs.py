"""The outputs: which one is opened, what is said about it, and how each keeps the time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from audio.clip import RATE, Samples
from audio.output import OutputError
from audio.outputs import OUTPUTS, open_output
from audio.silent_output import SilentOutput
from audio.simpleaudio_output import SimpleaudioOutput

PATIENCE = 20.0
"""Seconds after which something that should happen is taken never to."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


class Counting:
    """A source that gives the numbers from 0 up, and lets a test wait until they are taken."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self._changed = threading.Condition()

    @property
    def frames(self) -> int:
        return sum(self.taken)

    def __call__(self, count: int) -> Samples:
        with self._changed:
            first = self.frames
            self.taken.append(count)
            self._changed.notify_all()
        # So small that 16 bits hold the numbers exactly, and so many that they never repeat soon.
        return (np.arange(first, first + count) % 32_000 / 32_767).astype(np.float32)

    def wait_for(self, frames: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.frames >= frames, PATIENCE), self.frames


@contextmanager
def silent(clock: Clock, source: Counting) -> Iterator[SilentOutput]:
    output = SilentOutput(clock)
    output.start(source)
    try:
        yield output
    finally:
        output.close()


def test_silence_takes_samples_as_time_passes_a_period_ahead() -> None:
    clock, source = Clock(), Counting()
    with silent(clock, source):
        for seconds in (0.5, 1.0, 2.0):
            clock.seconds = 1000.0 + seconds
            source.wait_for(round((seconds + 0.5) * RATE))
    assert source.frames == round(2.5 * RATE)


def test_what_was_heard_in_silence_is_what_there_was_time_for_however_much_was_taken() -> None:
    clock, source = Clock(), Counting()
    with silent(clock, source) as output:
        for _ in range(5):
            clock.seconds += 0.3
            due = round((clock.seconds - 1000.0) * RATE)
            source.wait_for(due)
            assert output.frames_heard() <= due
    assert output.frames_heard() == round(1.5 * RATE)


def test_a_machine_that_was_busy_for_minutes_catches_up_in_pieces() -> None:
    clock, source = Clock(), Counting()
    with silent(clock, source):
        clock.seconds += 300.0
        source.wait_for(round(300.5 * RATE))
    assert source.frames == round(300.5 * RATE)
    assert max(source.taken) <= RATE


def test_a_silence_that_is_closed_takes_no_more() -> None:
    clock, source = Clock(), Counting()
    with silent(clock, source) as output:
        clock.seconds += 1.0
        source.wait_for(round(1.5 * RATE))
    clock.seconds += 60.0
    assert output.frames_heard() == source.frames == round(1.5 * RATE)


def test_closing_in_the_middle_of_catching_up_does_not_wait_for_the_end() -> None:
    clock = Clock()
    begun = threading.Event()
    taken: list[int] = []

    def slow(count: int) -> Samples:
        taken.append(count)
        if count == RATE:
            begun.set()
            closing.wait(PATIENCE)
        return np.zeros(count, dtype=np.float32)

    closing = threading.Event()
    output = SilentOutput(clock)
    output.start(slow)
    clock.seconds += 300.0
    assert begun.wait(PATIENCE)
    ending = threading.Thread(target=output.close)
    ending.start()
    # `close` has said so before it waits for the thread that takes.
    assert output._closed.wait(PATIENCE)
    closing.set()
    ending.join(PATIENCE)
    assert taken.count(RATE) == 1


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_is_called_as_it_is_chosen(name: str) -> None:
    assert OUTPUTS[name]().name == name


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_that_was_never_started_is_at_zero_and_may_be_closed_twice(name: str) -> None:
    output = OUTPUTS[name]()
    assert output.frames_heard() == 0
    output.close()
    output.close()


def test_an_output_may_be_closed_twice_after_it_was_started() -> None:
    output = open_output("silent", lambda count: np.zeros(count, dtype=np.float32)).output
    output.close()
    output.close()
    assert output.name == "silent"


def test_silence_that_was_asked_for_is_not_commented_on() -> None:
    opened = open_output("silent", lambda count: np.zeros(count, dtype=np.float32))
    opened.output.close()
    assert (opened.output.name, opened.notes) == ("silent", ())


def test_simpleaudio_that_is_not_there_is_a_sentence_with_the_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "simpleaudio", None)
    with pytest.raises(OutputError) as told:
        open_output("simpleaudio", Counting())
    assert str(told.value) == "simpleaudio is not installed; `uv sync --extra simpleaudio` adds it."


class Tape(ModuleType):
    """Stands in for simpleaudio, which needs a sound card: keeps the buffer it is to play."""

    def __init__(self) -> None:
        super().__init__("simpleaudio")
        self.buffers: list[np.ndarray] = []
        self.form: tuple[int, int, int] | None = None
        self.stopped = 0
        self.gone = False

    def play_buffer(self, buffer: np.ndarray, channels: int, size: int, rate: int) -> Tape:
        self.buffers.append(buffer)
        self.form = (channels, size, rate)
        return self

    def is_playing(self) -> bool:
        return not self.gone

    def stop(self) -> None:
        self.stopped += 1

    def wait_done(self) -> None:
        """Have played all that there was."""


@pytest.fixture
def tape(monkeypatch: pytest.MonkeyPatch) -> Tape:
    tape = Tape()
    monkeypatch.setitem(sys.modules, "simpleaudio", tape)
    return tape


def test_simpleaudio_finds_every_sample_in_its_buffer_before_it_is_due(tape: Tape) -> None:
    clock, source = Clock(), Counting()
    output = SimpleaudioOutput(clock)
    output.start(source)
    try:
        [buffer] = tape.buffers
        for _ in range(10):
            due = round((clock.seconds - 1000.0 + 0.5) * RATE)
            source.wait_for(due)
            clock.seconds += 0.4
    finally:
        output.close()
    assert tape.form == (1, 2, RATE)
    assert np.array_equal(buffer[: source.frames], np.arange(source.frames) % 32_000)
    assert not buffer[source.frames : source.frames + 60 * RATE].any()
    assert tape.stopped == 1


def test_simpleaudio_has_heard_what_there_was_time_for_and_never_what_was_not_read(
    tape: Tape,
) -> None:
    clock, source = Clock(), Counting()
    output = SimpleaudioOutput(clock)
    output.start(source)
    try:
        assert output.frames_heard() == 0
        clock.seconds += 0.25
        assert output.frames_heard() == RATE // 4
    finally:
        output.close()
    clock.seconds += 100.0
    assert output.frames_heard() == source.frames < 2 * RATE


def samples_of(source: Counting) -> np.ndarray:
    return np.arange(source.frames) % 32_000


def test_simpleaudio_goes_on_in_a_new_buffer_where_one_ends(
    tape: Tape, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("audio.simpleaudio_output._BUFFER", 2 * RATE)
    clock, source = Clock(), Counting()
    output = SimpleaudioOutput(clock)
    output.start(source)
    for step in range(1, 11):
        clock.seconds += 0.5
        before, into = divmod(step * 0.5, 2.0)
        source.wait_for(round((before * 2.0 + min(into + 0.6, 2.0)) * RATE))
    output.close()
    assert len(tape.buffers) == 3
    played = np.concatenate(tape.buffers)[: source.frames]
    assert np.array_equal(played, samples_of(source))


def test_simpleaudio_begins_anew_after_the_whole_program_has_stood_still(tape: Tape) -> None:
    clock, source = Clock(), Counting()
    output = SimpleaudioOutput(clock)
    output.start(source)
    heard_before = source.frames
    clock.seconds += 60.0
    source.wait_for(heard_before + RATE // 2)
    heard = output.frames_heard()
    output.close()
    # Its player stood still as well: what is to be heard next must not lie a minute ahead of it.
    first, second = tape.buffers
    assert not first[heard_before : heard_before + 70 * RATE].any()
    assert heard == heard_before
    expected = samples_of(source)[heard_before:]
    assert np.array_equal(second[: len(expected)], expected)


def test_simpleaudio_takes_no_more_once_its_device_has_gone(tape: Tape) -> None:
    clock, source = Clock(), Counting()
    output = SimpleaudioOutput(clock)
    output.start(source)
    tape.gone = True
    assert output._thread is not None
    output._thread.join(PATIENCE)
    clock.seconds += 10.0
    heard = output.frames_heard()
    output.close()
    assert heard == source.frames < RATE


AUTO = """
import json, sys
import numpy as np
from audio.output import OutputError
from audio.outputs import open_output

def source(count):
    return np.zeros(count, dtype=np.float32)

try:
    opened = open_output(sys.argv[1], source)
except OutputError as error:
    print(json.dumps([None, [str(error)]]))
else:
    opened.output.close()
    print(json.dumps([opened.output.name, [str(note) for note in opened.notes]]))
"""


def opened_without_a_device(choice: str, folder: Path) -> tuple[str | None, list[str], str]:
    """Open an output where no sound server and no card can be found.

    Gives its name or None, the sentences about it, and what stands on the standard error.
    """
    (folder / "alsa.conf").touch()
    ended = subprocess.run(
        [sys.executable, "-c", AUTO, choice],
        env={
            **os.environ,
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{folder}/nobody",
            "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    name, sentences = json.loads(ended.stdout)
    return name, sentences, ended.stderr


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="a sound card cannot be hidden here")


@on_linux
def test_without_a_device_the_session_goes_on_in_silence_and_says_why(tmp_path: Path) -> None:
    name, notes, _ = opened_without_a_device("auto", tmp_path)
    assert name == "silent"
    assert notes[0] == "miniaudio finds no sound device."
    assert notes[1].startswith("simpleaudio ")
    assert notes[2:] == ["The session is shown without sound."]


@on_linux
@pytest.mark.parametrize("choice", ["auto", "miniaudio", "simpleaudio"])
def test_nothing_is_written_across_the_screen_where_there_is_no_device(
    tmp_path: Path, choice: str
) -> None:
    *_, written = opened_without_a_device(choice, tmp_path)
    assert written == ""


@on_linux
def test_miniaudio_does_not_pass_off_swallowing_all_as_a_loudspeaker(tmp_path: Path) -> None:
    name, sentences, _ = opened_without_a_device("miniaudio", tmp_path)
    assert (name, sentences) == (None, ["miniaudio finds no sound device."])


@on_linux
def test_an_output_that_was_asked_for_is_not_replaced_by_another(tmp_path: Path) -> None:
    name, sentences, _ = opened_without_a_device("simpleaudio", tmp_path)
    assert name is None
    assert len(sentences) == 1
