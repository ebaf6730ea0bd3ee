"""One command plays a routine, another writes it to a file: both are the same sound."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hearing import first_sound, found_at
from pulse import Pulse

from audio.clip import RATE, Clip

ROUTINE = """
format = 1
title = "A short stretch"

[[steps]]
kind = "stretch"
title = "Calf stretch"
position = "standing"
hold = "12s"
sides = "sore-only"
say = "Face the wall. One foot stands far back."
"""


@pytest.mark.sound
def test_a_session_sounds_through_the_loudspeaker_as_it_does_in_a_file(
    pulse: Pulse, tmp_path: Path
) -> None:
    routine, file, cues = tmp_path / "r.toml", tmp_path / "r.wav", tmp_path / "r.json"
    routine.write_text(ROUTINE)
    environment = {**pulse.environment, "COACH_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}

    def coach(*arguments: object) -> str:
        return subprocess.run(
            [sys.executable, "-m", "coach", *map(str, arguments)],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    options = ("--language", "en", "--side", "right")
    coach("render", routine, "-o", file, "--cues", cues, *options)
    recording = pulse.record()
    lines = coach("run", routine, "--plain", "--output", "miniaudio", "--volume", 100, *options)
    heard = recording.end()

    rendered, rate = soundfile.read(file, dtype="float32")
    assert rate == RATE
    first = json.loads(cues.read_text())["cues"][0]
    opening = Clip(rendered[: round(first["end"] * RATE)])
    start = found_at(heard, opening, first_sound(heard))
    whole = heard[start : start + len(rendered) - RATE // 2]
    assert np.max(np.abs(whole - rendered[: len(whole)])) < 2e-3

    said = [cue["text"] for cue in json.loads(cues.read_text())["cues"] if cue["text"]]
    assert said[0] == "Coming up: Calf stretch, right. Standing."
    assert [line.strip("“”") for line in lines.splitlines() if line.startswith("“")] == said
    (run,) = json.loads(coach("history", "--json"))
    assert (run["outcome"], run["steps"][0]["status"]) == ("completed", "done")
