"""What every routine that comes with the program keeps."""

from __future__ import annotations

import re
from itertools import pairwise, product
from pathlib import Path
from typing import Final

import msgspec
import pytest

from sessions.compile import SessionError, compile_session
from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.posture import SETTLE_TURNED, settle_seconds
from sessions.routine import (
    AnyStep,
    BallMassage,
    Breathing,
    Circuit,
    MovingStep,
    Position,
    Rest,
    Routine,
    Text,
)
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.stage import LAST_WEEK, AfterBirth, BackWeeks, NotPregnant, Pregnant, Stage
from sessions.suitability import ChangeKind, group, suited
from sessions.timeline import CueKind, Phase, Timeline
from sessions.words import Language
from sessions.work import work_seconds

WORDS_IN_A_SENTENCE = 12
SECONDS_OF_AN_INSTRUCTION = 25
SECONDS_ON_THE_BALL = 5 * 60
SECONDS_WITH_A_REMINDER = 20
SECONDS_TO_TURN_OVER = 15
SECOND_TRIMESTER = 14
ABOUT = 1 / 8
"""How far from its minutes a routine may be; a voice is slower or quicker than the estimate."""

MINUTES: Final = {
    "after-birth": 9,
    "after-swim": 5,
    "back-relief": 10,
    "ball-floor": 7,
    "ball-wall": 7,
    "before-swim": 5,
    "breathing-pelvic-floor": 8,
    "desk-break": 4,
    "evening": 12,
    "gentle-yoga": 15,
    "pregnancy": 12,
    "quick-relief": 6,
}
STAGES: Final[tuple[Stage | None, ...]] = (
    None,
    NotPregnant(),
    Pregnant(10),
    Pregnant(18),
    Pregnant(24),
    Pregnant(36),
    AfterBirth(2),
    AfterBirth(10),
    AfterBirth(10, caesarean=True),
)

PATHS: Final = sorted(BUILT_IN.glob("*.toml"))
built_in = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
at_every_stage = pytest.mark.parametrize(
    ("path", "stage"),
    list(product(PATHS, STAGES)),
    ids=lambda value: value.stem if isinstance(value, Path) else str(value),
)


def texts(value: object) -> list[Text]:
    """Every text there is in something."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, msgspec.Struct):
        return [t for f in value.__struct_fields__ for t in texts(getattr(value, f))]
    if isinstance(value, dict):
        return texts(tuple(value.values()))
    return [t for item in value for t in texts(item)] if isinstance(value, tuple) else []


def moving(steps: tuple[AnyStep, ...]) -> list[MovingStep]:
    """Every step that moves somebody, out of its circuits."""
    found: list[MovingStep] = []
    for step in steps:
        if isinstance(step, Circuit):
            found += moving(step.steps)
        elif not isinstance(step, Rest):
            found.append(step)
    return found


def all_moving(routine: Routine) -> list[MovingStep]:
    """Every step that somebody may be led into, swaps included."""
    return [*moving(routine.steps), *routine.swaps.values()]


def compiled(path: Path, stage: Stage | None = None, language: Language = Language.EN) -> Timeline:
    return compile_session(Session(load(path), language, stage=stage), estimated_seconds)


@built_in
def test_it_is_written_in_both_languages(path: Path) -> None:
    found = texts(load(path))
    assert len(found) > 20
    assert all({language for language, _ in text.variants()} == set(Language) for text in found)


@built_in
def test_every_step_says_how_and_where_and_what_to_mind_and_where_it_is_from(path: Path) -> None:
    for step in all_moving(load(path)):
        for key in ("say", "position", "avoid", "easier", "sources"):
            assert getattr(step, key), (step, key)


@built_in
def test_whatever_takes_twenty_seconds_has_a_reminder(path: Path) -> None:
    for step in all_moving(load(path)):
        assert step.form or work_seconds(step) < SECONDS_WITH_A_REMINDER, step


@built_in
@pytest.mark.parametrize("language", Language)
def test_what_is_spoken_is_short_and_has_nothing_a_voice_mangles(
    path: Path, language: Language
) -> None:
    for step in all_moving(load(path)):
        spoken = [getattr(step, key) for key in ("title", "say", "form")]
        for text in (text.written_in(language).text for text in spoken if text is not None):
            sentences = re.split(r"(?<=[.!?])\s+", text)
            assert max(len(sentence.split()) for sentence in sentences) <= WORDS_IN_A_SENTENCE, text
            assert estimated_seconds(text, language) <= SECONDS_OF_AN_INSTRUCTION, text
            assert not re.search(r"\d|\b[A-ZÄÖÜ]{2,}\b|\b\w\.\w|[×%/]", text), text


@built_in
def test_nothing_startles_or_promises_a_cure_or_guesses_at_a_cause(path: Path) -> None:
    unwanted = re.compile(
        r"!|\bstop|\bhalt,|\bheil|\bcure|\bheal|blockier|verschoben|instabil|unstable|out of place",
        re.IGNORECASE,
    )
    for text in texts(load(path)):
        for _, written in text.variants():
            assert not unwanted.search(written), written


@built_in
def test_what_suits_a_pregnancy_has_nobody_lie_on_the_back_or_belly(path: Path) -> None:
    routine = load(path)
    if {"trimester-2", "trimester-3"} & set(routine.suits):
        for week in range(SECOND_TRIMESTER, LAST_WEEK + 1):
            done = suited(routine, Pregnant(week), BackWeeks())
            positions = {step.position for step in moving(done.steps)}
            assert not positions & {Position.SUPINE, Position.PRONE}, week


@built_in
@pytest.mark.parametrize("language", Language)
def test_it_takes_about_the_minutes_it_is_meant_to_take(path: Path, language: Language) -> None:
    timeline = compiled(path, language=language)
    assert timeline.duration / 60 == pytest.approx(MINUTES[path.stem], rel=ABOUT)


@at_every_stage
def test_everybody_has_something_in_place_of_what_does_not_suit(
    path: Path, stage: Stage | None
) -> None:
    changes = compiled(path, stage).changes
    assert not [change for change in changes if change.kind is ChangeKind.LEFT_OUT]


@at_every_stage
def test_nobody_lies_on_the_back_from_week_twenty_or_on_the_belly(
    path: Path, stage: Stage | None
) -> None:
    positions = {step.position for step in compiled(path, stage).steps}
    assert Position.PRONE not in positions
    if isinstance(stage, Pregnant) and stage.week >= BackWeeks().swap:
        assert Position.SUPINE not in positions


@at_every_stage
def test_nobody_is_on_the_ball_for_longer_than_five_minutes(
    path: Path, stage: Stage | None
) -> None:
    timeline = compiled(path, stage)
    on_the_ball = (
        segment.duration
        for segment in timeline.segments
        if segment.phase is Phase.WORK
        and timeline.steps[segment.step].kind == BallMassage.__struct_config__.tag
    )
    assert sum(on_the_ball) <= SECONDS_ON_THE_BALL


@at_every_stage
@pytest.mark.parametrize("language", Language)
def test_the_reminder_is_heard_and_no_number_is_lost_for_it(
    path: Path, stage: Stage | None, language: Language
) -> None:
    timeline = compiled(path, stage, language)
    for segment in timeline.segments:
        if segment.phase is Phase.WORK:
            kinds = [cue.kind for cue in segment.cues]
            reminded = segment.duration >= SECONDS_WITH_A_REMINDER
            assert (CueKind.FORM in kinds) == reminded, segment
            dose = timeline.steps[segment.step].dose
            assert CueKind.COUNT not in kinds or kinds.count(CueKind.COUNT) == int(dose.split()[0])


@at_every_stage
@pytest.mark.parametrize("language", Language)
def test_there_is_time_to_turn_over_and_to_get_up(
    path: Path, stage: Stage | None, language: Language
) -> None:
    timeline = compiled(path, stage, language)
    work = [segment for segment in timeline.segments if segment.phase is Phase.WORK]
    for before, after in pairwise(work):
        was, comes = (timeline.steps[segment.step].position for segment in (before, after))
        turns_over = before.side != after.side and was is comes is Position.SIDE_LYING
        if was is not comes or turns_over:
            assert after.start - before.end >= SECONDS_TO_TURN_OVER, after
            said = max(
                cue.end for cue in timeline.utterances() if before.end <= cue.start < after.start
            )
            quiet = SETTLE_TURNED if turns_over else settle_seconds(was, comes)
            assert after.start - said >= quiet, after


@built_in
def test_whoever_it_says_it_suits_is_led_through_it(path: Path) -> None:
    routine = load(path)
    suiting = [stage for stage in STAGES if stage is not None and group(stage) in routine.suits]
    assert suiting
    for stage in suiting:
        try:
            compiled(path, stage)
        except SessionError as error:
            pytest.fail(f"{stage}: {error}")
    assert all(step.position for step in all_moving(routine))


def test_breathing_is_never_held() -> None:
    for path in PATHS:
        for step in all_moving(load(path)):
            if isinstance(step, Breathing):
                assert step.pattern.breathe_out >= step.pattern.breathe_in, (path, step.title)
