"""How fast a session is written to a file, and how much memory that takes.

    uv run python benchmarks/render_speed.py [--format .ogg]

Its clips are cached. The yardstick is `ffmpeg` concatenating the same sounds and silences into the
same format, in the same run. Memory is the highest resident size of a process of its own, for ten
minutes and for two hours of the same session again and again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import soundfile

from audio.clip import RATE, Clip, frames
from audio.clips import ClipStore
from audio.mixer import Mix, mixed
from audio.render import FORMATS, render
from audio.speech import SpeechVoice
from audio.tags import Album
from audio.tones import tone
from sessions.chapters import chapters
from sessions.compile import compile_session
from sessions.library import Library
from sessions.session import Session
from sessions.timeline import Timeline
from sessions.words import Language

CODECS = {
    ".wav": ["-c:a", "pcm_s16le"],
    ".flac": ["-c:a", "flac"],
    ".ogg": ["-c:a", "libvorbis"],
    ".opus": ["-c:a", "libopus"],
    ".mp3": ["-c:a", "libmp3lame"],
}


def pieces(mix: Mix, timeline: Timeline, folder: Path) -> Path:
    """Write what lies between the beginnings of two cues as files, and the list ffmpeg reads."""
    edges = sorted({0, mix.frames, *(frames(cue.start) for cue in timeline.cues())})
    names = []
    for number, (start, end) in enumerate(pairwise(edges)):
        name = folder / f"{number:05}.wav"
        soundfile.write(name, mix.read(start, end - start), RATE, subtype="PCM_16")
        names.append(f"file '{name}'\n")
    listed = folder / "list.txt"
    listed.write_text("".join(names))
    return listed


def best(runs: int, command: list[str]) -> float:
    """Give the shortest time, in seconds, that a command takes."""
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True)
        taken.append(time.perf_counter() - began)
    return min(taken)


MEMORY = """
import resource, sys
from pathlib import Path
import numpy as np
from audio.clip import RATE, Clip
from audio.mixer import Mix
from audio.render import render
seconds = int(sys.argv[2])
hum = Clip((0.1 * np.sin(np.arange(3 * RATE) / 40)).astype(np.float32))
render(Mix([(at * RATE, hum) for at in range(0, seconds, 10)], seconds * RATE), Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def megabytes(file: Path, seconds: int) -> int:
    """Give the highest resident size of a process that renders so many seconds."""
    told = subprocess.run(
        [sys.executable, "-c", MEMORY, str(file), str(seconds)],
        capture_output=True,
        text=True,
        check=True,
    )
    return int(told.stdout)


def main() -> None:
    """Measure each format and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=list(FORMATS), action="append", dest="formats")
    parser.add_argument("--runs", type=int, default=2)
    arguments = parser.parse_args()
    clips = ClipStore(SpeechVoice(), None)
    routine = Library().find("back-relief").routine
    assert routine is not None

    def speech(text: str, language: Language) -> Clip:
        return clips.clip(text, language)

    timeline = compile_session(
        Session(routine, Language.EN), lambda text, of: speech(text, of).seconds
    )
    mix = mixed(timeline, speech, tone)
    clips.close()
    album = Album(timeline.title.text, timeline.language, timeline.duration, chapters(timeline))
    print(f"{timeline.duration / 60:.1f} minutes of {timeline.title.text}, clips cached")
    print("format  seconds  × real time  ffmpeg s  ours/ffmpeg  MB 10 min  MB 2 h  ratio")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = pieces(mix, timeline, folder)
        for suffix in arguments.formats or FORMATS:
            taken = []
            for _ in range(arguments.runs):
                began = time.perf_counter()
                render(mix, folder / f"x{suffix}", album=album)
                taken.append(time.perf_counter() - began)
            ours = min(taken)
            out = str(folder / f"y{suffix}")
            quiet = ["ffmpeg", "-y", "-loglevel", "error", "-f", "concat", "-safe", "0"]
            theirs = best(arguments.runs, [*quiet, "-i", str(listed), *CODECS[suffix], out])
            short = megabytes(folder / f"m{suffix}", 600)
            long = megabytes(folder / f"m{suffix}", 7200)
            print(
                f"{suffix:6}  {ours:7.2f}  {timeline.duration / ours:11.0f}  {theirs:8.2f}"
                f"  {ours / theirs:11.2f}  {short:9}  {long:6}  {long / short:5.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
