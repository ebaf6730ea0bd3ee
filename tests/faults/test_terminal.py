"""The terminal does what terminals do in the middle of a session."""

import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hearing import first_sound, found_at
from pulse import Pulse
from terminal import ROUTINE, Session

from audio.clip import RATE
from audio.tones import tone
from coach.log import Log
from coach.runs import Outcome
from sessions.stage import Pregnant
from sessions.timeline import Tone


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session(tmp_path, "--yes")
    try:
        session.read_until("Get ready")
        yield session
    finally:
        session.process.kill()
        session.process.wait()
        os.close(session.terminal)


def test_keys_lead_through_a_session_and_the_log_has_it(session: Session) -> None:
    session.press(" ")
    session.read_until("Paused.")
    session.press(" ")
    session.read_until("Going on.")
    session.press("n")
    session.read_until("Again")
    session.press("q")
    session.read_until("Ended.")
    assert session.process.wait(30) == 0
    run = session.run()
    assert run.outcome is Outcome.STOPPED
    assert [step.title for step in run.steps] == ["Hold", "Again"]


def test_the_terminal_is_as_before_in_the_end(session: Session) -> None:
    session.press("q")
    session.read_until("Ended.")
    session.process.wait(30)
    assert termios.tcgetattr(session.terminal) == session.before


def test_ctrl_c_is_the_persons_own_end(session: Session) -> None:
    assert session.end(signal.SIGINT) == 130
    assert session.run().outcome is Outcome.STOPPED
    assert termios.tcgetattr(session.terminal) == session.before


def test_a_stopped_session_has_paused_and_goes_on(session: Session) -> None:
    session.process.send_signal(signal.SIGTSTP)
    os.waitid(os.P_PID, session.process.pid, os.WSTOPPED | os.WNOWAIT)
    assert termios.tcgetattr(session.terminal) == session.before
    session.text = ""
    session.process.send_signal(signal.SIGCONT)
    session.read_until("Paused.")
    session.press(" ")
    session.read_until("Going on.")


STANDING = 8.0
"""Seconds that a program is stopped: longer than sound may take to come back."""
WITHIN = 5.0


@pytest.mark.sound
@pytest.mark.parametrize("choice", ["miniaudio", "simpleaudio"])
def test_a_stopped_session_is_silent_and_counts_in_when_it_goes_on(
    pulse: Pulse, tmp_path: Path, choice: str
) -> None:
    if choice == "simpleaudio":
        pytest.importorskip("simpleaudio")
    recording = pulse.record()
    loud = ("--yes", "--output", choice, "--volume", "100")
    session = Session(tmp_path, *loud, environment=pulse.environment)
    try:
        session.read_until("Coming up")
        session.process.send_signal(signal.SIGTSTP)
        os.waitid(os.P_PID, session.process.pid, os.WSTOPPED | os.WNOWAIT)
        stopped = recording.frames
        time.sleep(STANDING)
        session.text = ""
        session.process.send_signal(signal.SIGCONT)
        session.read_until("Paused.")
        time.sleep(2)
        pressed = recording.frames
        session.press(" ")
        session.read_until("Going on.")
        time.sleep(WITHIN + 4)
        samples = recording.end()
    finally:
        session.process.kill()
        session.process.wait()
        os.close(session.terminal)
    assert first_sound(samples) < stopped
    # What was fetched has been played by then; nothing of it comes late.
    assert np.max(np.abs(samples[stopped + RATE // 4 : pressed])) < 1e-3
    went_on = samples[pressed:]
    began = first_sound(went_on)
    assert began < WITHIN * RATE
    tick = tone(Tone.TICK)
    places = [found_at(went_on, tick, began + n * RATE) for n in range(3)]
    assert np.diff(places) == pytest.approx([RATE, RATE], abs=RATE // 100)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_session_that_is_ended_from_outside_was_interrupted(
    session: Session, number: signal.Signals
) -> None:
    assert session.end(number) == 128 + number
    assert session.run().outcome is Outcome.INTERRUPTED
    assert termios.tcgetattr(session.terminal) == session.before


def test_a_reader_that_goes_away_ends_the_session_quietly(tmp_path: Path) -> None:
    routine = tmp_path / "long.toml"
    routine.write_text(ROUTINE)
    home = tmp_path / "home"
    with subprocess.Popen(
        [
            sys.executable,
            "-m",
            "coach",
            "run",
            str(routine),
            "--plain",
            "--yes",
            "--output",
            "silent",
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "COACH_HOME": str(home)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        # The next event finds nobody reading.
        assert process.stderr.read() == b""
    assert process.returncode == 1
    log = Log.open_read_only(home / "data" / "log.db")
    assert log.runs()[0].outcome is Outcome.INTERRUPTED
    log.close()


def test_somebody_at_a_terminal_is_asked_how_they_are_and_once_for_the_phase(
    tmp_path: Path,
) -> None:
    session = Session(tmp_path)
    try:
        session.read_until("3 after birth")
        session.press("2")
        session.read_until("week of pregnancy")
        session.press("60\n")
        session.read_until("from 1 to 42")
        session.press("24\n")
        session.read_until("contractions? [y/n]")
        for _ in range(5):
            session.press("n")
            session.read_until("[y/n]")
        session.press("n")
        session.read_until("Pain now")
        session.press("4")
        session.read_until("Get ready")
        session.press("!")
        session.read_until("In an emergency")
        session.press("q")
        assert session.process.wait(30) == 0
    finally:
        session.process.kill()
        session.process.wait()
        os.close(session.terminal)
    run = session.run()
    assert run.felt.pain_before == 4
    assert run.stage == Pregnant(24)

    again = Session(tmp_path)
    try:
        # The phase is kept, and the questions have been answered today.
        again.read_until("Pain now")
        assert "contractions" not in again.text
        again.press("9")
        again.read_until("Begin all the same? [y/n]")
        again.press("n")
        assert again.process.wait(30) == 1
    finally:
        again.process.kill()
        again.process.wait()
        os.close(again.terminal)
