"""The mix: clips placed on exact frames, read as one continuous stretch of samples.

A whole session is one `Mix`, made from its timeline; so is what is heard while its time stands
still. Reading is pure: the loudspeaker and a rendered file are given the same samples.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from audio.bed import Background, Bed
from audio.clip import Clip, Samples, frames
from audio.levels import CEILING
from sessions.timeline import Timeline, Tone
from sessions.words import Language


class Mix:
    """Clips in their places.

    Where clips overlap (a bell that rings on under a voice) they are added; the ceiling of −1 dBFS
    is a guard that levelled clips do not reach.
    """

    def __init__(
        self, placements: Iterable[tuple[int, Clip]], length: int = 0, bed: Bed | None = None
    ) -> None:
        """Place each clip at its frame; the mix ends with the last of them, or at `length`.

        `bed` lies under it all, and does not make it longer.
        """
        placed = sorted(placements, key=lambda placement: placement[0])
        self._starts: Final = [start for start, _ in placed]
        self._clips: Final = [clip.samples for _, clip in placed]
        self._longest: Final = max((clip.frames for _, clip in placed), default=0)
        last = max((start + clip.frames for start, clip in placed), default=0)
        self.frames: Final = max(length, last)
        """The length in frames."""
        self.bed: Final = bed

    def read(self, start: int, count: int) -> Samples:
        """Give `count` frames from `start` on: silence before, between and after the clips."""
        block = np.zeros(count, dtype=np.float32)
        if self.bed is not None:
            block += self.bed.read(start, count)
        first = bisect_left(self._starts, start - self._longest)
        last = bisect_left(self._starts, start + count)
        heard = False
        for at, clip in zip(self._starts[first:last], self._clips[first:last], strict=True):
            begin, end = max(at, start), min(at + len(clip), start + count)
            if begin < end:
                block[begin - start : end - start] += clip[begin - at : end - at]
                heard = True
        return np.clip(block, -CEILING, CEILING, out=block) if heard else block

    def sounding(self, frame: int) -> bool:
        """Whether what began before a frame, a clip or the bed, is still heard at it."""
        if self.bed is not None and 0 < frame < self.frames:
            return True
        first = bisect_left(self._starts, frame - self._longest)
        last = bisect_left(self._starts, frame)
        clips = zip(self._starts[first:last], self._clips[first:last], strict=True)
        return any(frame < at + len(clip) for at, clip in clips)


def mixed(
    timeline: Timeline,
    speech: Callable[[str, Language], Clip],
    tone: Callable[[Tone, float], Clip],
    music: Background | None = None,
    music_volume: int = 100,
) -> Mix:
    """Mix a session: every cue of the timeline at its frame, and music under it."""
    placements: list[tuple[int, Clip]] = []
    said: list[tuple[int, int]] = []
    for cue in timeline.cues():
        if cue.tone is not None:
            clip = tone(cue.tone, cue.duration)
        else:
            clip = speech(cue.text, cue.language or timeline.language)
            said.append((frames(cue.start), frames(cue.start) + clip.frames))
        placements.append((frames(cue.start), clip))
    length = frames(timeline.duration)
    bed = None if music is None else Bed(music, said, length, music_volume)
    return Mix(placements, length, bed)
