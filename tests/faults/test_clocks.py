"""The clocks jump under the real program: the one on the wall, and the one that counts a sleep."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hearing import first_sound, found_at
from pulse import Pulse
from terminal import Session

from audio.clip import RATE, Clip
from audio.tones import tone
from sessions.timeline import Tone

JUMPING = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

static long seconds_in(const char *name) {
    long seconds = 0;
    FILE *file = fopen(name, "r");
    if (file) {
        if (fscanf(file, "%ld", &seconds) != 1) seconds = 0;
        fclose(file);
    }
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += seconds_in(FOLDER "/wall");
    if (clock == CLOCK_BOOTTIME) now->tv_sec += seconds_in(FOLDER "/asleep");
    return failed;
}
"""
"""Goes before the C library: what a file says is added to a clock."""


@dataclass
class Clocks:
    """The clocks that a program is given."""

    folder: Path
    library: Path

    def wall(self, seconds: int) -> None:
        self._jump("wall", seconds)

    def sleep(self, seconds: int) -> None:
        self._jump("asleep", seconds)

    def _jump(self, name: str, seconds: int) -> None:
        part = self.folder / f"{name}.part"
        part.write_text(str(seconds))
        part.replace(self.folder / name)


@pytest.fixture
def clocks(tmp_path: Path) -> Clocks:
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("clocks are bent with a C compiler, on Linux")
    folder = tmp_path / "clocks"
    folder.mkdir()
    source, library = folder / "jumping.c", folder / "jumping.so"
    source.write_text(JUMPING)
    flags = ["-shared", "-fPIC", f'-DFOLDER="{folder}"', "-o", str(library), str(source), "-ldl"]
    subprocess.run([compiler, *flags], check=True, capture_output=True)
    return Clocks(folder, library)


ROUTINE = """
format = 1
title = "Calf"
[[steps]]
kind = "stretch"
title = "Calf stretch"
hold = "12s"
say = "Face the wall."
"""


@pytest.mark.sound
def test_what_is_heard_does_not_follow_the_clock_on_the_wall(
    pulse: Pulse, clocks: Clocks, tmp_path: Path
) -> None:
    routine, file, cues = tmp_path / "r.toml", tmp_path / "r.wav", tmp_path / "r.json"
    routine.write_text(ROUTINE)
    environment = {
        **pulse.environment,
        "COACH_HOME": str(tmp_path / "home"),
        "LD_PRELOAD": str(clocks.library),
    }
    coach = [sys.executable, "-m", "coach"]
    wanted = ["--language", "en"]
    rendering = [*coach, "render", str(routine), "-o", str(file), "--cues", str(cues), *wanted]
    subprocess.run(rendering, env=environment, check=True)
    recording = pulse.record()
    with subprocess.Popen(
        [*coach, "run", str(routine), "--plain", "--yes", "--volume", "100", *wanted],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        for jump in (3 * 3600, -400 * 86_400, 0):
            time.sleep(3)
            clocks.wall(jump)
        program.stdout.read()
    heard = recording.end()
    assert program.returncode == 0
    rendered, _ = soundfile.read(file, dtype="float32")
    sheet = json.loads(cues.read_text())
    opening = Clip(rendered[: round(sheet["cues"][0]["end"] * RATE)])
    start = found_at(heard, opening, first_sound(heard))
    whole = heard[start : start + len(rendered) - RATE // 2]
    assert np.max(np.abs(whole - rendered[: len(whole)])) < 2e-3


@pytest.mark.sound
def test_a_machine_that_wakes_up_is_silent_until_somebody_goes_on(
    pulse: Pulse, clocks: Clocks, tmp_path: Path
) -> None:
    recording = pulse.record()
    environment = {**pulse.environment, "LD_PRELOAD": str(clocks.library)}
    loud = ("--yes", "--output", "miniaudio", "--volume", "100", "--language", "en")
    with closing(Session(tmp_path, *loud, environment=environment)) as session:
        session.read_until("Coming up")
        clocks.sleep(60)
        session.read_until("The computer has slept, so this is paused: the space bar goes on.")
        time.sleep(1)
        paused = recording.frames
        time.sleep(3)
        pressed = recording.frames
        session.press(" ")
        session.read_until("Going on.")
        time.sleep(5)
        samples = recording.end()
        session.press("q")
        session.read_until("Ended.")
        session.process.wait(30)
        run = session.run()
    assert first_sound(samples) < paused
    assert np.max(np.abs(samples[paused:pressed])) < 1e-3
    went_on = samples[pressed:]
    began = first_sound(went_on)
    places = [found_at(went_on, tone(Tone.TICK), began + n * RATE) for n in range(3)]
    assert np.diff(places) == pytest.approx([RATE, RATE], abs=RATE // 100)
    # The minute is in no log.
    assert run.active_seconds + run.paused_seconds < 50
