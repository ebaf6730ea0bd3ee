"""The cues of one segment of work: the bell, what is said during it, and the last ticks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, TypeAlias

from sessions.cue_rules import CueRules, Verbosity
from sessions.phrases import Phrases
from sessions.placing import Candidate, Span, place
from sessions.routine import (
    BallMassage,
    Breathing,
    BreathPattern,
    Exercise,
    MovingStep,
    RoutineCues,
    Stretch,
    Tempo,
)
from sessions.timeline import Cue, CueKind, Tone
from sessions.words import Language

Speech: TypeAlias = Callable[[str, Language], float]
"""The length in seconds of a text spoken in a language."""

BELL_SECONDS: Final = 0.6
"""The part of a bell that nothing is said over; it rings on, softer, for longer."""
TICK_SECONDS: Final = 0.1

_FORM_AFTER: Final = 5.0
_FORM_MIN_HOLD: Final = 20.0
_HALFWAY_MIN_HOLD: Final = 30.0
_TEN_LEFT_AFTER_HALFWAY: Final = 8.0
_HELD: Final = 3.0
"""The seconds of holding in a repetition from which its end is said."""
_SPOKEN_BREATHS: Final = 2
_LATE: Final = 0.8
"""How much later than its moment, in seconds, a word on a beat may come, to let the bell ring."""


class _Rank(IntEnum):
    HALFWAY = 1
    TEN_LEFT = 2
    FORM = 3
    LAST_COUNT = 4
    COUNT = 5
    LET_GO = 6
    TIME_LEFT = 7


@dataclass(frozen=True)
class _Wish:
    kind: CueKind
    text: str
    language: Language
    rank: _Rank
    earliest: float
    latest: float


@dataclass(frozen=True)
class WorkCues:
    """Makes the cues of work for one session."""

    language: Language
    phrases: Phrases
    speech: Speech
    rules: CueRules
    routine: RoutineCues

    def cues(self, step: MovingStep, start: float, seconds: float) -> tuple[Cue, ...]:
        """Give the cues, in order, of a segment of work of `step` of so many seconds."""
        ticks = self._ticks(step, start, seconds)
        bell = Cue(CueKind.GO, start, min(BELL_SECONDS, seconds), tone=Tone.GO)
        last = ticks[0].start if ticks else start + seconds
        spoken = self._spoken(step, start, seconds, last)
        breaths = _breath_tones(step, start, seconds) if isinstance(step, Breathing) else ()
        return tuple(sorted([bell, *ticks, *spoken, *breaths], key=lambda cue: cue.start))

    def _ticks(self, step: MovingStep, start: float, seconds: float) -> list[Cue]:
        # Calm breathing is not counted down, nor is a hold that is hardly longer than the count.
        count = self.rules.precount
        wanted = self.rules.ticks and self.routine.ticks and not isinstance(step, Breathing)
        if not wanted or seconds < 2 * count + 1:
            return []
        return ticks_before(start + seconds, count)

    def _spoken(self, step: MovingStep, start: float, seconds: float, last: float) -> list[Cue]:
        if self.rules.verbosity is Verbosity.TONES:
            return []
        wishes = sorted(self._wishes(step, start, seconds), key=lambda wish: wish.earliest)
        lengths = [self.speech(wish.text, wish.language) for wish in wishes]
        starts = place(
            [
                Candidate(wish.rank, wish.earliest, wish.latest, length)
                for wish, length in zip(wishes, lengths, strict=True)
            ],
            room=Span(min(start + BELL_SECONDS, last), last),
        )
        return [
            Cue(wish.kind, starts[i], lengths[i], text=wish.text, language=wish.language)
            for i, wish in enumerate(wishes)
            if i in starts
        ]

    def _wishes(self, step: MovingStep, start: float, seconds: float) -> Iterator[_Wish]:
        match step:
            case Breathing(pattern=pattern):
                yield from self._breaths(pattern, start, seconds)
                yield from self._form(step, start, seconds, _SPOKEN_BREATHS * pattern.seconds)
            case Exercise(reps=int(reps), tempo=tempo):
                yield from self._counts(reps, tempo, start)
                yield from self._form(step, start, seconds, _FORM_AFTER)
            case Stretch() | BallMassage() | Exercise():
                yield from self._milestones(start, seconds)
                yield from self._form(step, start, seconds, _FORM_AFTER)

    def _form(
        self, step: MovingStep, start: float, seconds: float, after: float
    ) -> Iterator[_Wish]:
        wanted = self.rules.form and self.routine.form and self.rules.verbosity is Verbosity.FULL
        if wanted and step.form is not None and seconds >= _FORM_MIN_HOLD:
            form = step.form.written_in(self.language)
            yield _Wish(
                CueKind.FORM, form.text, form.language, _Rank.FORM, start + after, start + seconds
            )

    def _milestones(self, start: float, seconds: float) -> Iterator[_Wish]:
        half, ten_left = start + seconds / 2, start + seconds - 10
        full = self.rules.verbosity is Verbosity.FULL
        halfway = self.rules.halfway and self.routine.halfway and full
        if halfway and seconds >= _HALFWAY_MIN_HOLD:
            yield self._say(CueKind.HALFWAY, self.phrases.halfway(), _Rank.HALFWAY, half, 1.5)
        late_enough = not halfway or ten_left - half >= _TEN_LEFT_AFTER_HALFWAY
        announced = self.rules.ten_left and self.routine.ten_left and late_enough
        if announced and seconds >= _HALFWAY_MIN_HOLD:
            yield self._say(CueKind.TEN_LEFT, self.phrases.ten_left(), _Rank.TEN_LEFT, ten_left, 0)
        every = self.rules.time_left_every
        if every > 0:
            for turn in range(1, int((seconds - 1) // every) + 1):
                left = round(turn * every)
                text = self.phrases.time_left(left)
                moment = start + seconds - turn * every
                yield self._say(CueKind.TIME_LEFT, text, _Rank.TIME_LEFT, moment, 0)

    def _counts(self, reps: int, tempo: Tempo, start: float) -> Iterator[_Wish]:
        if not (self.rules.counting and self.routine.counting) or reps < 2:
            return
        for rep in range(1, reps + 1):
            rank = _Rank.LAST_COUNT if rep == reps else _Rank.COUNT
            moment = start + (rep - 1) * tempo.seconds
            yield self._say(CueKind.COUNT, self.phrases.count(rep, reps), rank, moment, _LATE)
            if tempo.hold >= _HELD:
                # With the eyes closed nobody knows otherwise when a hold within a count is over.
                over = moment + tempo.out + tempo.hold
                yield self._say(CueKind.LET_GO, self.phrases.let_go(), _Rank.LET_GO, over, _LATE)

    def _breaths(self, pattern: BreathPattern, start: float, seconds: float) -> Iterator[_Wish]:
        for moment, tone in _breath_moments(pattern, start, seconds):
            if moment < start + _SPOKEN_BREATHS * pattern.seconds:
                inward = tone is Tone.BREATHE_IN
                text = self.phrases.breathe_in() if inward else self.phrases.breathe_out()
                yield self._say(CueKind.BREATH, text, _Rank.COUNT, moment, _LATE)

    def _say(self, kind: CueKind, text: str, rank: _Rank, moment: float, late: float) -> _Wish:
        return _Wish(kind, text, self.language, rank, moment, moment + late)


def work_seconds(step: MovingStep) -> float:
    """Give the length in seconds of one repetition (a hold) or one set of a step."""
    match step:
        case Stretch(hold=seconds) | BallMassage(duration=seconds):
            return seconds
        case Exercise(reps=int(reps), tempo=tempo):
            return reps * tempo.seconds
        case Breathing(breaths=int(breaths), pattern=pattern):
            return breaths * pattern.seconds
        case Exercise(duration=seconds) | Breathing(duration=seconds):
            return seconds or 0.0


def ticks_before(moment: float, count: int) -> list[Cue]:
    """Give so many ticks, one a second, the last one a second before a moment."""
    return [
        Cue(CueKind.TICK, moment - left, TICK_SECONDS, tone=Tone.TICK)
        for left in range(count, 0, -1)
    ]


def _breath_moments(
    pattern: BreathPattern, start: float, seconds: float
) -> Iterator[tuple[float, Tone]]:
    for breath in range(int(seconds // pattern.seconds)):
        moment = start + breath * pattern.seconds
        yield moment, Tone.BREATHE_IN
        yield moment + pattern.breathe_in, Tone.BREATHE_OUT


def _breath_tones(step: Breathing, start: float, seconds: float) -> Iterator[Cue]:
    """Every breath has a soft tone as long as itself; it may lie under the words of the first."""
    length = {
        Tone.BREATHE_IN: step.pattern.breathe_in,
        Tone.BREATHE_OUT: step.pattern.breathe_out,
    }
    for moment, tone in _breath_moments(step.pattern, start, seconds):
        yield Cue(CueKind.BREATH, moment, length[tone], tone=tone)
