"""Compiling: from a session to its timeline, pure.

It is told the real length of everything that will be spoken, so that a segment which exists to say
something is as long as that takes, and nothing spoken is ever cut off or talked over.

A session becomes turns (`sessions.turns`), every turn some drafts, which are segments that do not
know yet when they begin, and the drafts are laid end to end.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sessions.cue_rules import Verbosity
from sessions.dose import dose
from sessions.phrases import Phrases
from sessions.placing import GAP
from sessions.posture import (
    SETTLE_TURNED,
    is_on_the_floor,
    rises,
    settle_seconds,
)
from sessions.routine import (
    Breathing,
    Exercise,
    LocalText,
    MovingStep,
    Position,
    Rest,
    Stretch,
    Text,
)
from sessions.session import Session
from sessions.suitability import Change, suited
from sessions.timeline import (
    Cue,
    CueKind,
    Phase,
    Segment,
    Side,
    Timeline,
    TimelineChange,
    TimelineStep,
    Tone,
)
from sessions.turns import Turn, turns
from sessions.words import Language, Message, Words, message
from sessions.work import BELL_SECONDS, Speech, WorkCues, ticks_before, work_seconds

MAX_SECONDS: Final = 4 * 3600
MAX_SEGMENTS: Final = 10_000

_SETTLE_SIDE: Final = 4.0
_BEFORE_WORK: Final = 3.0
"""The least seconds between anything said and the work."""

_FIRST_PREPARE: Final = 10.0
_LEAST_SWITCH: Final = 5.0
_LEAST_WAIT: Final = 5.0
_FINISH: Final = 4.0
_AFTER_BELL: Final = 0.4


class SessionError(Exception):
    """A routine cannot become a session."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.message = reason


def compile_session(session: Session, speech: Speech) -> Timeline:
    """Compile a session, given the length in seconds of every text that a voice will speak.

    Raises `SessionError` where it would be longer than `MAX_SECONDS` or have more than
    `MAX_SEGMENTS` segments, or where no step suits the person.
    """
    fitting = suited(session.routine, session.stage, session.back)
    order = list(islice(turns(fitting.steps, session.sore), MAX_SEGMENTS + 1))
    if all(isinstance(turn.step, Rest) for turn in order):
        raise SessionError(message("Nothing in this routine suits you now; choose another one."))
    drafts = list(islice(_Drafter(session).drafts(order), MAX_SEGMENTS + 1))
    if len(drafts) > MAX_SEGMENTS:
        raise SessionError(
            message(
                "This is more than {most} pieces; do fewer repetitions, sets or rounds.",
                most=MAX_SEGMENTS,
            )
        )
    return Timeline(
        title=session.routine.title.written_in(session.language),
        language=session.language,
        steps=tuple(_described(turn, session.language) for turn in order),
        segments=tuple(_Layout(session, speech).segments(drafts)),
        changes=tuple(_changed(change, session.language) for change in fitting.changes),
    )


@dataclass(frozen=True)
class _Saying:
    kind: CueKind
    text: str
    language: Language


@dataclass(frozen=True)
class _Draft:
    """A segment that does not know yet when it begins."""

    phase: Phase
    step: int
    seconds: float
    """Exact for work; for any other phase the least."""
    sayings: tuple[_Saying, ...] = ()
    settle: float = GAP
    """The least silence in seconds after the last saying."""
    work: MovingStep | None = None
    side: Side | None = None
    rep: int = 1
    reps: int = 1


@dataclass(frozen=True)
class _Arriving:
    """How somebody comes to a step."""

    position: Position | None
    """The one they are in."""
    announced: bool
    """Whether a rest has named the step."""
    first: bool
    """Whether it is the first step that moves."""


class _Drafter:
    """Decides which segments a session has, and what is said in those that are no work."""

    def __init__(self, session: Session) -> None:
        rules, cues = session.rules, session.routine.cues
        self._language = session.language
        self._phrases = Phrases(session.language)
        self._speaks = rules.verbosity is not Verbosity.TONES
        self._instructs = rules.verbosity is Verbosity.FULL
        self._previews = rules.preview and cues.preview

    def drafts(self, order: Sequence[Turn]) -> Iterator[_Draft]:
        upcoming = _upcoming(order)
        announced = started = False
        # Whoever has just pressed the key stands.
        position: Position | None = Position.STANDING
        for place, turn in enumerate(order):
            if isinstance(turn.step, Rest):
                yield self._rest(place, turn.step, upcoming[place])
                announced = announced or (self._previews and upcoming[place] is not None)
            else:
                arriving = _Arriving(position, announced=announced, first=not started)
                yield self._prepare(place, turn, turn.step, arriving)
                yield from self._work(place, turn, turn.step)
                announced, started, position = False, True, turn.step.position
        yield self._finish(len(order) - 1, position)

    def _finish(self, place: int, position: Position | None) -> _Draft:
        sayings = self._say(CueKind.DONE, self._phrases.done())
        if self._instructs and position is not None and is_on_the_floor(position):
            sayings += self._say(CueKind.GET_UP, self._phrases.get_up(position))
        return _Draft(Phase.FINISH, place, _FINISH, sayings)

    def _rest(self, place: int, rest: Rest, upcoming: Turn | None) -> _Draft:
        sayings = self._say(CueKind.REST, self._phrases.rest())
        if upcoming is not None and self._previews:
            sayings += self._announce(CueKind.PREVIEW, upcoming)
        if rest.duration is None:
            sayings += self._say(CueKind.REST, self._phrases.press_a_key())
            return _Draft(Phase.WAIT, place, _LEAST_WAIT, sayings)
        return _Draft(Phase.REST, place, rest.duration, sayings)

    def _prepare(self, place: int, turn: Turn, step: MovingStep, arriving: _Arriving) -> _Draft:
        sayings: tuple[_Saying, ...] = ()
        if not arriving.announced:
            sayings = self._announce(CueKind.START if arriving.first else CueKind.PREVIEW, turn)
        if self._instructs and rises(arriving.position, step.position):
            sayings += self._say(CueKind.GET_UP, self._phrases.rise())
        if step.say is not None and self._instructs:
            say = step.say.written_in(self._language)
            sayings += (_Saying(CueKind.INSTRUCTION, say.text, say.language),)
        least = max(step.prepare, _FIRST_PREPARE) if arriving.first else step.prepare
        settle = settle_seconds(arriving.position, step.position)
        return _Draft(Phase.PREPARE, place, least, sayings, settle, side=turn.sides[0])

    def _announce(self, kind: CueKind, turn: Turn) -> tuple[_Saying, ...]:
        if isinstance(turn.step, Rest):
            return ()
        title = turn.step.title.written_in(self._language)
        name = self._phrases.start if kind is CueKind.START else self._phrases.preview
        sayings = self._say(kind, name(title, turn.sides[0], turn.step.position))
        if turn.opens_round:
            return self._say(kind, self._phrases.round(turn.round, turn.rounds)) + sayings
        return sayings

    def _work(self, place: int, turn: Turn, step: MovingStep) -> Iterator[_Draft]:
        reps, rest = _repeats(step)
        for number, side in enumerate(turn.sides):
            if number > 0 and side is not None:
                turns_over = step.position is Position.SIDE_LYING
                phrase = self._phrases.turn_over if turns_over else self._phrases.switch
                yield _Draft(
                    Phase.SWITCH,
                    place,
                    max(step.switch, _LEAST_SWITCH),
                    self._say(CueKind.SWITCH, phrase(side)),
                    SETTLE_TURNED if turns_over else _SETTLE_SIDE,
                    side=side,
                )
            for rep in range(1, reps + 1):
                if rep > 1:
                    again = self._say(CueKind.REST, self._phrases.once_more())
                    yield _Draft(Phase.REST, place, rest, again, side=side, rep=rep, reps=reps)
                seconds = work_seconds(step)
                yield _Draft(Phase.WORK, place, seconds, work=step, side=side, rep=rep, reps=reps)

    def _say(self, kind: CueKind, text: str) -> tuple[_Saying, ...]:
        return (_Saying(kind, text, self._language),) if self._speaks else ()


class _Layout:
    """Lays drafts end to end and puts the cues of each on their moments."""

    def __init__(self, session: Session, speech: Speech) -> None:
        rules, cues = session.rules, session.routine.cues
        phrases = Phrases(session.language)
        self._speech = speech
        self._work = WorkCues(session.language, phrases, speech, rules, cues)
        self._release = _Saying(CueKind.RELEASE, phrases.release(), session.language)
        self._speaks = rules.verbosity is not Verbosity.TONES
        self._precount = rules.precount if rules.ticks and cues.ticks else 0

    def segments(self, drafts: Sequence[_Draft]) -> Iterator[Segment]:
        now = 0.0
        let_go = False
        neighbours = zip([None, *drafts], drafts, [*drafts[1:], None], strict=False)
        for before, draft, after in neighbours:
            if draft.work is not None:
                seconds, cues = draft.seconds, self._work.cues(draft.work, now, draft.seconds)
                spoken = [cue for cue in cues if cue.is_speech]
                let_go = bool(spoken) and spoken[-1].kind is CueKind.LET_GO
            else:
                seconds, cues = self._talk(now, before, draft, after, let_go=let_go)
            if now + seconds > MAX_SECONDS:
                raise SessionError(
                    message(
                        "This is longer than {hours} hours; leave something out.",
                        hours=MAX_SECONDS // 3600,
                    )
                )
            yield Segment(
                draft.phase, now, seconds, draft.step, cues, draft.side, draft.rep, draft.reps
            )
            now += seconds

    def _talk(
        self,
        start: float,
        before: _Draft | None,
        draft: _Draft,
        after: _Draft | None,
        *,
        let_go: bool,
    ) -> tuple[float, tuple[Cue, ...]]:
        cues: list[Cue] = []
        now, sayings = start, draft.sayings
        if before is not None and before.work is not None:
            cues.append(Cue(CueKind.END, start, BELL_SECONDS, tone=Tone.END))
            now += BELL_SECONDS + _AFTER_BELL
            if self._speaks and not let_go and not isinstance(before.work, Breathing):
                sayings = (self._release, *sayings)
        end = now
        for saying in sayings:
            length = self._speech(saying.text, saying.language)
            cues.append(Cue(saying.kind, now, length, saying.text, saying.language))
            end = now + length
            now = end + GAP
        counted = after is not None and after.work is not None
        settle = draft.settle
        if counted:
            settle = max(settle, _BEFORE_WORK, self._precount + GAP)
        # Whole seconds, so that the countdown on the screen changes with the ticks.
        seconds = max(draft.seconds, float(math.ceil(end + settle - start)))
        if counted:
            cues += ticks_before(start + seconds, self._precount)
        return seconds, tuple(cues)


def _upcoming(order: Sequence[Turn]) -> list[Turn | None]:
    """Give for every turn the first one after it that moves."""
    found: list[Turn | None] = []
    following: Turn | None = None
    for turn in reversed(order):
        found.append(following)
        if not isinstance(turn.step, Rest):
            following = turn
    return found[::-1]


def _repeats(step: MovingStep) -> tuple[int, float]:
    """Give how often the work of a step is done on one side, and the rest between in seconds."""
    match step:
        case Stretch(reps=reps, rest=rest) | Exercise(sets=reps, rest=rest):
            return reps, rest
        case _:
            return 1, 0.0


def _described(turn: Turn, language: Language) -> TimelineStep:
    step, words = turn.step, Words(language)
    sides = tuple(side for side in turn.sides if side is not None)
    if isinstance(step, Rest):
        return TimelineStep(
            kind="rest",
            title=LocalText(words("Rest"), language),
            dose=dose(step, 0, words),
            position=None,
            sides=(),
            round=turn.round,
            rounds=turn.rounds,
        )
    return TimelineStep(
        kind=str(step.__struct_config__.tag),
        title=step.title.written_in(language),
        dose=dose(step, len(sides), words),
        position=step.position,
        sides=sides,
        avoid=tuple(text.written_in(language) for text in step.avoid),
        say=_local(step.say, language),
        easier=_local(step.easier, language),
        round=turn.round,
        rounds=turn.rounds,
    )


def _changed(change: Change, language: Language) -> TimelineChange:
    return TimelineChange(
        kind=change.kind,
        step=change.step.written_in(language),
        instead=_local(change.instead, language),
        why=Words(language).say(change.why),
    )


def _local(text: Text | None, language: Language) -> LocalText | None:
    return None if text is None else text.written_in(language)
