"""How exactly cues are heard: a session through a real PulseAudio, on a busy machine, recorded.

    uv run --extra simpleaudio python benchmarks/cue_exactness.py [--minutes 10] [--routine NAME]

Beside the two outputs stands the yardstick, what timers usually do: a clip handed to
`simpleaudio.play_buffer` whenever a sleep is over. Offsets are those of every cue against its frame
in the rendered mix; their spread is the largest less the smallest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hearing import first_sound, found_at
from pulse import Pulse, Recording, busy

from audio.clip import RATE, Clip, Samples, frames
from audio.clips import ClipStore
from audio.keeping import KeptOutput
from audio.mixer import Mix, mixed
from audio.speech import SpeechVoice
from audio.stream import Stream, StreamState
from audio.tones import tone
from sessions.compile import compile_session
from sessions.library import Library
from sessions.session import Session
from sessions.timeline import Cue, CueKind, Timeline
from sessions.words import Language

LOOPS = 4
LIKENESS = 0.6
"""Timers cut the beginning off some clips; they are to be measured all the same."""
YARDSTICK = "play_buffer after a sleep"


def clip_of(cue: Cue, clips: ClipStore) -> Clip:
    """Give what a cue sounds like, a bell only until something may be said over it."""
    if cue.tone is not None:
        return Clip(tone(cue.tone).samples[: frames(cue.duration)])
    return clips.clip(cue.text, cue.language or Language.EN)


def through(output: str, mix: Mix, seconds: float, recording: Recording) -> Samples:
    """Play the mix as the program does."""
    stream = Stream(mix)
    stream.interlude(Mix([], RATE // 5), then=0)
    kept = KeptOutput(output)
    kept.start(stream.read)
    while True:
        moment = stream.moment(kept.frames_heard())
        if moment.state is StreamState.ENDED or moment.frame > seconds * RATE:
            break
        time.sleep(0.2)
    time.sleep(1)
    samples = recording.end()
    kept.close()
    return samples


def by_timer(cues: list[Cue], clips: ClipStore, recording: Recording) -> Samples:
    """Play every cue by itself when a sleep is over."""
    import simpleaudio

    pcm = [np.rint(clip_of(cue, clips).samples * 32767).astype(np.int16) for cue in cues]
    began = time.monotonic() + 0.2
    for cue, samples in zip(cues, pcm, strict=True):
        time.sleep(max(0.0, began + cue.start - time.monotonic()))
        simpleaudio.play_buffer(samples, 1, 2, RATE)
    time.sleep(5)
    return recording.end()


def offsets(recording: Samples, cues: list[Cue], clips: ClipStore) -> np.ndarray:
    """Give how much later than its frame each cue was heard, in milliseconds."""
    origin = found_at(recording, clip_of(cues[0], clips), first_sound(recording))
    return np.array(
        [
            (found_at(recording, clip_of(cue, clips), due, LIKENESS) - due) * 1000 / RATE
            for cue in cues
            for due in [origin + frames(cue.start)]
        ]
    )


def measured(name: str, timeline: Timeline, minutes: float, clips: ClipStore) -> np.ndarray:
    """Play a session one way, and give the offsets of its cues in milliseconds."""
    # A breath's words and its tone lie over each other: neither can be told apart.
    heard = [cue for cue in timeline.cues() if cue.kind is not CueKind.BREATH]
    cues = [cue for cue in heard if cue.end < minutes * 60]
    mix = mixed(timeline, clips.clip, tone)
    with (
        tempfile.TemporaryDirectory() as folder,
        Pulse.running(Path(folder)) as pulse,
        pulse.used(),
        busy(LOOPS),
    ):
        recording = pulse.record()
        if name == YARDSTICK:
            samples = by_timer(cues, clips, recording)
        else:
            samples = through(name, mix, minutes * 60, recording)
    return offsets(samples, cues, clips)


def main() -> None:
    """Measure all three and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--routine", default="gentle-yoga", help="one that is long enough")
    parser.add_argument("--only", choices=["miniaudio", "simpleaudio", YARDSTICK])
    arguments = parser.parse_args()
    clips = ClipStore(SpeechVoice(), None)
    routine = Library().find(arguments.routine).routine
    assert routine is not None
    timeline = compile_session(
        Session(routine, Language.EN), lambda text, lang: clips.clip(text, lang).seconds
    )
    print(f"{LOOPS} busy loops, {min(arguments.minutes, timeline.duration / 60):.1f} minutes")
    print(f"{'':28}  cues  spread  deviation   (ms)")
    for name in ("miniaudio", "simpleaudio", YARDSTICK):
        if arguments.only in {None, name}:
            late = measured(name, timeline, arguments.minutes, clips)
            print(f"{name:28}  {len(late):4}  {np.ptp(late):6.2f}  {np.std(late):9.3f}", flush=True)
    clips.close()


if __name__ == "__main__":
    main()
