"""The voice fails in every way a speech engine can, and the program is told in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audio.clips import ClipStore
from audio.speech import SpeechVoice
from audio.voice import VoiceError
from audio.worker import COMMAND, Worker, WorkerError
from sessions.words import Language

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends signals")

FOR_EVER = 600.0
"""Seconds that no test would wait: nothing here may depend on this patience running out."""


class Clock:
    """A clock that a test holds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


MakeVoice = Callable[..., SpeechVoice]


@pytest.fixture
def make_voice() -> Iterator[MakeVoice]:
    voices: list[SpeechVoice] = []

    def make(**how: object) -> SpeechVoice:
        voices.append(SpeechVoice(**how))
        return voices[-1]

    yield make
    for voice in voices:
        voice.close()


WORKER_THAT = """
import json, os, sys, time, wave
from pathlib import Path
folder = Path(sys.argv[-1])
starts = Path(__file__).with_suffix(".starts")
starts.open("a").write("x")
starts = len(starts.read_text())
file = folder / "1.wav"

def sound(seconds=0.2):
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 22050, 0, "NONE", ""))
        out.writeframes((b"\\0\\x40" * 10 + b"\\0\\xc0" * 10) * int(1102 * seconds))

def answer(**reply):
    print(json.dumps(reply), flush=True)

for line in sys.stdin:
    if json.loads(line)["text"] is None:
        answer(voices=[{"id": "one", "name": "One", "languages": ["en"]}])
        continue
"""


@pytest.fixture
def worker_that(tmp_path: Path) -> Callable[[str], tuple[str, ...]]:
    """Write a worker that lists one English voice and then does something when asked to speak."""

    def write(does: str) -> tuple[str, ...]:
        script = tmp_path / "worker.py"
        script.write_text(WORKER_THAT + "".join(f"    {line}\n" for line in does.splitlines()))
        return (sys.executable, str(script))

    return write


WorkerThat = Callable[[str], tuple[str, ...]]


def starts(command: tuple[str, ...]) -> int:
    return len(Path(command[-1]).with_suffix(".starts").read_text())


def test_a_worker_that_does_its_work_is_started_once(
    make_voice: MakeVoice, worker_that: WorkerThat
) -> None:
    command = worker_that("sound()\nanswer(file=str(file))")
    voice = make_voice(worker=command)
    for _ in range(3):
        assert voice.render("Rest.", Language.EN).samples.any()
    assert starts(command) == 1


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("time.sleep(600)", "does not answer"),
        ("os.kill(os.getpid(), 9)", "has ended"),
        ("sys.exit(1)", "has ended"),
        ("print('espeak: I print where I like', flush=True)", "has ended"),
        ("answer(file=str(file))", "no sound"),
        ("file.touch(); answer(file=str(file))", "no sound"),
        ("file.write_bytes(b'RIFF'); answer(file=str(file))", "no sound"),
        ("sound(0); answer(file=str(file))", "no sound"),
        ("sound(1); os.truncate(file, 9001); answer(file=str(file))", "only a part"),
        ("answer(error='OSError: no such device')", "no such device"),
        ("answer()", "does not work"),
        ("answer(file=str(folder))", "does not work"),
    ],
)
def test_a_failure_that_stays_is_told_after_one_more_try(
    make_voice: MakeVoice, worker_that: WorkerThat, does: str, told: str
) -> None:
    command = worker_that(does)
    voice = make_voice(worker=command, patience=0.5)
    with pytest.raises(VoiceError, match=told):
        voice.render("Rest.", Language.EN)
    assert starts(command) == 2


@pytest.mark.parametrize(
    "does",
    [
        "time.sleep(600)",
        "sys.exit(1)",
        "answer(error='not yet')",
        "sound(1); os.truncate(file, 9001); answer(file=str(file))",
    ],
)
def test_a_failure_that_passes_is_not_noticed(
    make_voice: MakeVoice, worker_that: WorkerThat, does: str
) -> None:
    command = worker_that(
        f"if starts == 1:\n    {does}\nelse:\n    sound()\n    answer(file=str(file))"
    )
    assert make_voice(worker=command, patience=2.0).render("Rest.", Language.EN).samples.any()


def test_a_voice_that_keeps_failing_is_left_alone_for_a_while(
    make_voice: MakeVoice, worker_that: WorkerThat
) -> None:
    command, clock = worker_that("sys.exit(1)"), Clock()
    voice = make_voice(worker=command, clock=clock)
    for _ in range(3):
        with pytest.raises(VoiceError, match="has ended"):
            voice.render("Rest.", Language.EN)
    tried = starts(command)
    for _ in range(5):
        with pytest.raises(VoiceError, match="goes on without"):
            voice.render("Rest.", Language.EN)
    assert starts(command) == tried
    clock.now = 60.0
    with pytest.raises(VoiceError, match="has ended"):
        voice.render("Rest.", Language.EN)
    assert starts(command) > tried


def test_the_real_worker_killed_between_two_texts_is_started_again(make_voice: MakeVoice) -> None:
    voice = make_voice()
    voice.render("Pause.", Language.DE)
    os.kill(pid_of(voice), signal.SIGKILL)
    assert voice.render("Pause.", Language.DE).samples.any()


def test_the_real_worker_that_hangs_is_ended_and_started_again(make_voice: MakeVoice) -> None:
    voice = make_voice(patience=3.0)
    voice.render("Pause.", Language.DE)
    hung = pid_of(voice)
    os.kill(hung, signal.SIGSTOP)
    assert voice.render("Pause.", Language.DE).samples.any()
    with pytest.raises(ProcessLookupError):
        os.kill(hung, 0)


def test_closing_does_not_wait_for_a_worker_that_hangs(make_voice: MakeVoice) -> None:
    voice = make_voice(patience=FOR_EVER)
    voice.render("Pause.", Language.DE)
    os.kill(pid_of(voice), signal.SIGSTOP)
    told: list[VoiceError] = []

    def ask() -> None:
        with pytest.raises(VoiceError) as raised:
            voice.render("Pause.", Language.DE)
        told.append(raised.value)

    asking = threading.Thread(target=ask)
    asking.start()
    voice.close()
    asking.join()
    assert told[0].message.text == "The voice has been closed."


def test_ctrl_c_in_the_terminal_does_not_end_the_voice(make_voice: MakeVoice) -> None:
    voice = make_voice()
    voice.render("Pause.", Language.DE)
    worker = pid_of(voice)
    os.kill(worker, signal.SIGINT)
    voice.render("Pause.", Language.DE)
    assert pid_of(voice) == worker
    assert os.getpgid(worker) != os.getpgid(0)


def test_an_ended_worker_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    voice = SpeechVoice()
    voice.render("Pause.", Language.DE)
    [folder] = tmp_path.iterdir()
    assert list(folder.iterdir()) == []
    voice.close()
    assert list(tmp_path.iterdir()) == []


DRIVER = """
import sys, tempfile, time
tempfile.tempdir = sys.argv[1]
from audio.worker import COMMAND, Worker, WorkerError
worker = Worker(COMMAND, float(sys.argv[2]))
try:
    worker.ask({"text": None, "voice": "", "rate": 150})
    answers = True
except WorkerError:
    answers = False
print(worker._process.pid, answers, flush=True)
time.sleep(600)
"""

HANGING_ENGINE = """
import time
def init():
    time.sleep(600)
"""


@pytest.mark.parametrize("answers", [True, False], ids=["idle", "hanging"])
def test_the_worker_ends_with_the_program_that_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, answers: bool
) -> None:
    driver, files = tmp_path / "driver.py", tmp_path / "files"
    driver.write_text(DRIVER)
    files.mkdir()
    if not answers:
        (tmp_path / "pyttsx3.py").write_text(HANGING_ENGINE)
        monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    patience = "10" if answers else "1"
    with subprocess.Popen(
        [sys.executable, str(driver), str(files), patience], stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        worker, answered = program.stdout.readline().split()
        assert answered == str(answers)
        program.kill()
    wait_until_gone(int(worker))
    assert list(files.iterdir()) == []


def test_without_a_speech_engine_the_session_has_silence_and_a_reason(
    make_voice: MakeVoice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "pyttsx3.py").write_text("raise ImportError('no engine')")
    voice = make_voice()
    with pytest.raises(VoiceError, match="no engine"):
        voice.voices()
    store = ClipStore(voice, None)
    clip = store.clip("Lean your back on the ball.", Language.EN)
    assert clip.seconds > 1
    assert not clip.samples.any()
    assert len(store.notes) == 1


def test_without_espeaks_data_the_session_has_silence_and_a_reason(
    make_voice: MakeVoice, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "espeakng_loader.py").write_text(
        "def get_data_path(): return '/nowhere'\ndef get_library_path(): return '/nowhere/lib.so'\n"
    )
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(VoiceError, match=r"does not work: .*lib\.so"):
        make_voice().voices()


def test_a_worker_that_cannot_be_started_is_told(make_voice: MakeVoice) -> None:
    with pytest.raises(VoiceError, match="does not work"):
        make_voice(worker=("/nowhere/python",)).voices()


def test_a_worker_that_was_ended_is_told_from_one_that_is_slow() -> None:
    worker = Worker(COMMAND, FOR_EVER)
    worker.end()
    with pytest.raises(WorkerError, match="has ended"):
        worker.ask({"text": None, "voice": "", "rate": 150})


def pid_of(voice: SpeechVoice) -> int:
    assert voice._system._worker is not None
    return voice._system._worker._process.pid


def wait_until_gone(pid: int) -> None:
    """Wait for the end of a process that is nobody's child here."""
    while Path(f"/proc/{pid}").exists() and "Z" not in state_of(pid):
        threading.Event().wait(0.02)


def state_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"
