"""The player: one session being done, with no screen in it.

The sound is the clock: whoever shows the session asks `Player.poll` for the moment that is being
heard, as often as it likes, and draws that. The screen and `--plain` are two views of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from audio.clip import RATE, Clip, frames
from audio.mixer import Mix
from audio.output import Output
from audio.stream import Stream, StreamState
from coach.doing import Doing, StepResult
from sessions.timeline import Cue, CueKind, Phase, Segment, Timeline, TimelineStep, Tone
from sessions.words import Language, Message, message
from sessions.work import ticks_before

_LEAD_IN: Final = 0.05
"""Seconds of silence before the session: a device that has just been opened may swallow some."""
_LEAD_IN_TO_STEP: Final = 3.0
"""Seconds of silence before a later step, until it is named; more than is fetched ahead."""
_BEFORE_SPEECH: Final = 0.2
"""Seconds of silence before something is repeated."""
_AFTER_SPEECH: Final = 1.0
_BACK_TO_START: Final = 3.0
"""Further into a step than this, in seconds, going back means to its own beginning."""
_FLASH: Final = 0.5


class State(StrEnum):
    """What the session is doing."""

    PLAYING = "playing"
    PAUSED = "paused"
    COUNTING_IN = "counting-in"
    """The time stands still while something is said first: 3-2-1, or the instruction again."""
    WAITING = "waiting"
    """At the end of a wait segment, until `resume`."""
    DONE = "done"
    STOPPED = "stopped"


_STATES: Final = {
    StreamState.PLAYING: State.PLAYING,
    StreamState.PAUSED: State.PAUSED,
    StreamState.INTERLUDE: State.COUNTING_IN,
    StreamState.STOPPED_AT: State.WAITING,
    StreamState.ENDED: State.DONE,
}


_SOUNDING: Final = {StreamState.PLAYING, StreamState.INTERLUDE}
_SLEPT: Final = message("The computer has slept, so this is paused: the space bar goes on.")
_UNTIL_WHOLE: Final = 0.2
"""Seconds between two looks at whether the sound of the whole session is there."""
_MOVING: Final = {State.PLAYING, State.COUNTING_IN}


@dataclass(frozen=True)
class Snapshot:
    """The moment being heard, and everything that a view needs to draw it."""

    state: State
    seconds: float
    """From the beginning of the session."""
    segment_index: int
    segment: Segment
    step: TimelineStep
    countdown: int
    """Whole seconds that are left of the segment, or of the count-in: 3, 2, 1."""
    said: Cue | None
    """What is being spoken."""
    ticking: bool
    """Whether a tick is sounding: the countdown flashes with it."""
    volume: int
    """0 to 100."""
    muted: bool
    finished: tuple[StepResult, ...]
    """The steps left since the last `poll`, to be logged."""
    stays: float
    """Seconds for which, without a command, nothing here changes but `seconds`."""
    unheard: Message | None = None
    """Why there is no sound, where there should be."""
    paused_by: Message | None = None
    """Why it paused by itself, while it does."""


@dataclass(frozen=True)
class SoundOf:
    """Where the player gets the sounds that it puts between: spoken texts, and tones."""

    speech: Callable[[str, Language], Clip]
    tone: Callable[[Tone, float], Clip]
    """A tone and its seconds, which a breath's is as long as."""


@dataclass(frozen=True)
class Watch:
    """What may befall a session from outside, asked at every `poll`."""

    unheard: Callable[[], Message | None] = lambda: None
    """Tells why there is no sound, where there should be."""
    slept: Callable[[], bool] = lambda: False
    """Tells whether the machine has slept since it was asked last."""
    end: Callable[[], None] = lambda: None
    """Ends what watches, with the session."""
    whole: Callable[[], Timeline | None] | None = None
    """Gives the timeline of the whole session once its sound is there, and plays that from then on;
    until then only the first segment is to be relied on. None: it is whole from the start."""


@dataclass(frozen=True)
class _Interlude:
    """Something heard while the time stands still, timed from its own beginning in seconds."""

    cues: tuple[Cue, ...] = ()
    seconds: float = 0.0


def lead_in(stream: Stream, start: float = 0.0) -> None:
    """Let a stream begin at a moment, in seconds; before an output is opened, which fetches."""
    silence = _LEAD_IN_TO_STEP if start else _LEAD_IN
    stream.seek(frames(start))
    stream.interlude(Mix([], frames(silence)), then=frames(start))


class Player:
    """Does a session: takes the person's commands and tells what is being heard.

    Commands take effect at once and may come from any one thread; `poll` belongs to that thread.
    """

    def __init__(
        self,
        timeline: Timeline,
        stream: Stream,
        output: Output,
        sound_of: SoundOf,
        precount: int,
        watch: Watch | None = None,
        first_step: int = 0,
    ) -> None:
        """Lead through `timeline`, which `stream` plays from `lead_in` on and `output` takes.

        After a pause it counts in `precount` seconds. What `watch` sees pauses it, or is told.
        Where it begins with another step than the first, the stream has been led in to that, and
        it is named first.
        """
        self.timeline = timeline
        self._stream = stream
        self._output = output
        self._sound_of = sound_of
        self._precount = precount
        self._doing = Doing(timeline, first_step)
        self._interlude = _Interlude()
        self._state = State.PLAYING
        self._watch = watch or Watch()
        self._is_whole = self._watch.whole is None
        self._paused_by: Message | None = None
        if first_step:
            self._go_to_step(first_step)

    def pause(self) -> None:
        """Stop the time and fade the sound out at once; nothing happens where it stands already."""
        if self._stream.state in _SOUNDING:
            self._stream.pause()

    def resume(self) -> None:
        """Go on: after a pause with 3-2-1 first, from the beginning of what was cut off."""
        match self._stream.state:
            case StreamState.STOPPED_AT if self._is_whole:
                self._stream.pass_stop()
            case StreamState.PAUSED:
                self._count_in(self._unbroken(self._stream.frame / RATE))
            case _:
                pass

    def toggle(self) -> None:
        """Pause or resume; in a wait segment, go on."""
        if self._stream.state in {StreamState.PAUSED, StreamState.STOPPED_AT}:
            self.resume()
        elif self._here().phase is Phase.WAIT:
            self._go(self._here().end)
        else:
            self.pause()

    def next_step(self) -> None:
        """Go to the next step, or from the last one to the end."""
        step = self._here().step + 1
        if step < len(self.timeline.steps):
            self._go_to_step(step)
        else:
            self._go(self.timeline.segments[-1].start)

    def previous_step(self) -> None:
        """Go back to the beginning of this step, or from there to the one before."""
        step = self._here().step
        start, _ = self.timeline.step_span(step)
        near_start = self._stream.frame / RATE - start < _BACK_TO_START
        self._go_to_step(max(0, step - 1) if near_start else step)

    def nudge(self, seconds: float) -> None:
        """Go so many seconds on (or back), to the beginning of what is being said there."""
        here = self._stream.frame / RATE
        there = min(max(here + seconds, 0.0), self.timeline.segments[-1].start)
        cut = self.timeline.utterance_at(there)
        if cut is not None:
            # Going on must not end up behind, in what is being said here.
            there = cut.start if cut.start > here or seconds < 0 else cut.end
        self._go(there)

    def repeat_instruction(self) -> None:
        """Say once more what is to be done, while the time stands still."""
        said = self._instruction(self._here().step)
        if said:
            here = self._unbroken(self._stream.frame / RATE)
            counts = self._here().phase is Phase.WORK
            self._say_first(said, here, self._precount if counts else 0)

    def change_volume(self, delta: int) -> None:
        """Make it louder or softer, within 0 to 100."""
        self._stream.volume = min(100, max(0, self._stream.volume + delta))

    def toggle_mute(self) -> None:
        """Silence everything, or let it be heard again."""
        self._stream.muted = not self._stream.muted

    def stop(self) -> None:
        """End the session here; the sound fades out."""
        self._stream.pause()
        if self._state is not State.DONE:
            self._state = State.STOPPED

    def close(self) -> None:
        """Let go of the output."""
        self._watch.end()
        self._output.close()

    def poll(self) -> Snapshot:
        """Give the moment that is being heard; a machine that has slept wakes up paused."""
        self._become_whole()
        if self._watch.slept() and self._stream.state in _SOUNDING:
            self._stream.pause()
            self._paused_by = _SLEPT
        elif self._stream.state in _SOUNDING:
            self._paused_by = None
        heard = self._output.frames_heard()
        moment = self._stream.moment(heard)
        seconds = moment.frame / RATE
        if self._state is not State.STOPPED:
            self._state = _STATES[moment.state]
            held = self._state is State.WAITING and not self._is_whole
            if held or (self._state is State.COUNTING_IN and not self._interlude.cues):
                # Neither silence that leads in nor a wait for the voice is one for a key.
                self._state = State.PLAYING
        over = self._state in {State.DONE, State.STOPPED}
        finished = self._doing.heard(seconds, heard / RATE, over=over)
        # Who stands at the end of a segment is still in it.
        standing = moment.state is StreamState.STOPPED_AT
        index = self.timeline.index_at(seconds - 1 / RATE if standing else seconds)
        segment = self.timeline.segments[index]
        cues, now, end = segment.cues, seconds, segment.end
        if self._state is State.COUNTING_IN:
            cues, now, end = self._interlude.cues, moment.into / RATE, self._interlude.seconds
        left = max(0.0, end - now)
        return Snapshot(
            state=self._state,
            seconds=seconds,
            segment_index=index,
            segment=segment,
            step=self.timeline.steps[segment.step],
            countdown=math.ceil(left),
            said=_said(cues, now) if not over else None,
            ticking=any(c.tone is Tone.TICK and c.start <= now < c.start + _FLASH for c in cues),
            volume=self._stream.volume,
            muted=self._stream.muted,
            finished=finished,
            stays=self._stays(cues, now, left),
            unheard=self._watch.unheard(),
            paused_by=self._paused_by,
        )

    def _stays(self, cues: tuple[Cue, ...], now: float, left: float) -> float:
        stays = _stays(cues, now, left) if self._state in _MOVING else math.inf
        return stays if self._is_whole else min(stays, _UNTIL_WHOLE)

    def _become_whole(self) -> None:
        whole = None if self._is_whole or self._watch.whole is None else self._watch.whole()
        if whole is not None:
            self._is_whole = True
            self.timeline = whole
            self._doing.go_on_with(whole)

    def _is_still_to_come(self, seconds: float) -> bool:
        """Whether a moment lies where the sound is not there yet: nobody is led there."""
        return not self._is_whole and seconds >= self.timeline.segments[0].end

    def _here(self) -> Segment:
        return self.timeline.segment_at(self._stream.frame / RATE)

    def _unbroken(self, seconds: float) -> float:
        """Give the beginning of what is being said at a moment: nothing is heard half."""
        said = self.timeline.utterance_at(seconds)
        return seconds if said is None else said.start

    def _go(self, seconds: float) -> None:
        if not self._is_still_to_come(seconds):
            self._stream.seek(frames(seconds))

    def _go_to_step(self, step: int) -> None:
        start, _ = self.timeline.step_span(step)
        if self._is_still_to_come(start):
            return
        opening = self.timeline.segment_at(start)
        names = {CueKind.START, CueKind.PREVIEW}
        if opening.phase is Phase.PREPARE and not any(cue.kind in names for cue in opening.cues):
            # The rest before would have named it; who skips the rest must hear it too.
            said = [cue for cue in self._instruction(step) if cue.kind in names]
            self._say_first(said, start, 0)
        else:
            self._go(start)

    def _instruction(self, step: int) -> list[Cue]:
        """Give what names a step and what explains it, as they stand in the timeline."""
        start, end = self.timeline.step_span(step)
        named = [
            cue
            for cue in self.timeline.utterances()
            if cue.kind in {CueKind.START, CueKind.PREVIEW} and cue.start < end
        ]
        explained = [
            cue
            for cue in self.timeline.utterances()
            if cue.kind is CueKind.INSTRUCTION and start <= cue.start < end
        ]
        return [*named[-1:], *explained]

    def _count_in(self, seconds: float) -> None:
        self._say_first([], seconds, self._precount)

    def _say_first(self, said: list[Cue], then: float, precount: int) -> None:
        """Say things while the time stands still, tick, and go on at a moment."""
        cues: list[Cue] = []
        now = _BEFORE_SPEECH
        for cue in said:
            cues.append(Cue(cue.kind, now, cue.duration, cue.text, cue.language))
            now = cues[-1].end + _AFTER_SPEECH
        seconds = float(math.ceil(now)) + precount if cues else float(precount)
        cues += ticks_before(seconds, precount)
        self._interlude = _Interlude(tuple(cues), seconds)
        placed = [(frames(cue.start), self._clip(cue)) for cue in cues]
        self._stream.interlude(Mix(placed, frames(seconds)), then=frames(then))

    def _clip(self, cue: Cue) -> Clip:
        if cue.tone is not None:
            return self._sound_of.tone(cue.tone, cue.duration)
        return self._sound_of.speech(cue.text, cue.language or self.timeline.language)


def _stays(cues: tuple[Cue, ...], now: float, left: float) -> float:
    """Give the seconds until the countdown changes, or a text or a flash begins or ends."""
    if left <= 0:
        return 0.0
    changes = [left - math.ceil(left) + 1]
    for cue in cues:
        if cue.is_speech:
            changes += [cue.start - now, cue.end - now]
        elif cue.tone is Tone.TICK:
            changes += [cue.start - now, cue.start + _FLASH - now]
    return min(change for change in changes if change > 0)


def _said(cues: tuple[Cue, ...], seconds: float) -> Cue | None:
    for cue in cues:
        if cue.is_speech and cue.start <= seconds < cue.end:
            return cue
    return None
