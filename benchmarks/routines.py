"""What the built-in routines are like to listen to, as a Markdown table.

    uv run python benchmarks/routines.py > routines.md

Every routine is rendered in both languages by the computer's own voice, as `coach render` does it.
Utterances are spoken cues; silence is the share of the recording in which nothing sounds above
-60 dBFS; pauses are its share without a word, with bells and breathing tones. Beside them stands
what is swapped (→), left out (–) or noted (!) at some weeks of a pregnancy and after a birth.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import soundfile

from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.routine import Routine
from sessions.stage import AfterBirth, BackWeeks, Pregnant, Stage
from sessions.suitability import Change, ChangeKind, suited
from sessions.words import Language

STAGES: Final[dict[str, Stage]] = {
    "week 10": Pregnant(10),
    "week 18": Pregnant(18),
    "week 24": Pregnant(24),
    "week 36": Pregnant(36),
    "2 weeks after": AfterBirth(2),
    "10 weeks after": AfterBirth(10),
    "10 weeks after, caesarean": AfterBirth(10, caesarean=True),
}
QUIET: Final = 10 ** (-60 / 20)
PIECE_SECONDS: Final = 0.01


@dataclass(frozen=True)
class Heard:
    """One recording."""

    seconds: float
    utterances: int
    silence: float
    """A share, as is the next."""
    pauses: float


def heard(path: Path, language: Language, folder: Path) -> Heard:
    """Render a routine and measure it."""
    sound, cues = folder / "x.wav", folder / "x.json"
    command = ["render", str(path), "-o", str(sound), "--cues", str(cues), "--language", language]
    subprocess.run([sys.executable, "-m", "coach", *command], check=True)
    samples, rate = soundfile.read(sound, dtype="float32")
    piece = int(rate * PIECE_SECONDS)
    pieces = np.abs(samples[: len(samples) // piece * piece]).reshape(-1, piece)
    spoken = [cue for cue in json.loads(cues.read_text(encoding="utf-8"))["cues"] if cue["text"]]
    seconds = len(samples) / rate
    return Heard(
        seconds,
        len(spoken),
        float(np.mean(pieces.max(axis=1) < QUIET)),
        1 - sum(cue["end"] - cue["start"] for cue in spoken) / seconds,
    )


def told(change: Change) -> str:
    """Tell a change in a few words."""
    step = change.step.written_in(Language.EN).text
    if change.kind is ChangeKind.LEFT_OUT or change.instead is None:
        return f"– {step}"
    if change.kind is ChangeKind.NOTED:
        return "! meant for others"
    return f"{step} → {change.instead.written_in(Language.EN).text}"


def cells(routine: Routine, recordings: list[Heard]) -> list[str]:
    """Give the cells of a row."""
    changed = [suited(routine, stage, BackWeeks()).changes for stage in STAGES.values()]
    return [
        routine.title.written_in(Language.EN).text,
        " / ".join(f"{int(r.seconds // 60)}:{int(r.seconds % 60):02}" for r in recordings),
        " / ".join(str(r.utterances) for r in recordings),
        " / ".join(f"{r.silence:.0%}" for r in recordings),
        " / ".join(f"{r.pauses:.0%}" for r in recordings),
        *("; ".join(map(told, changes)) or "as it is" for changes in changed),
    ]


def main() -> None:
    """Print the table."""
    head = ["routine", "length de/en", "utterances de/en", "silence de/en", "pauses de/en", *STAGES]
    print("|", " | ".join(head), "|")
    print("|", " | ".join("---" for _ in head), "|")
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(BUILT_IN.glob("*.toml")):
            recordings = [heard(path, language, Path(folder)) for language in Language]
            print("|", " | ".join(cells(load(path), recordings)), "|", flush=True)


if __name__ == "__main__":
    main()
