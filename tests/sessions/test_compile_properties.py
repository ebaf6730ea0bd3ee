"""What holds for the timeline of every session there can be, whatever the voice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from strategies import sessions, speeches

from sessions.compile import compile_session
from sessions.cue_rules import Verbosity
from sessions.session import Session
from sessions.timeline import CueKind, Phase, Tone
from sessions.work import Speech

TINY = 1e-6


@given(sessions, speeches)
@settings(max_examples=150)
def test_utterances_keep_a_second_of_silence_between_them(session: Session, speech: Speech) -> None:
    for said, following in pairwise(compile_session(session, speech).utterances()):
        assert following.start - said.end >= 1 - TINY


@given(sessions, speeches)
def test_no_cue_crosses_the_end_of_its_segment(session: Session, speech: Speech) -> None:
    for segment in compile_session(session, speech).segments:
        for cue in segment.cues:
            assert segment.start <= cue.start
            assert cue.end <= segment.end + TINY


@given(sessions, speeches)
def test_nothing_is_said_over_a_bell_or_a_tick(session: Session, speech: Speech) -> None:
    for segment in compile_session(session, speech).segments:
        tones = [cue for cue in segment.cues if cue.tone in {Tone.GO, Tone.END, Tone.TICK}]
        for said in (cue for cue in segment.cues if cue.is_speech):
            for tone in tones:
                assert said.end <= tone.start + TINY or tone.end <= said.start + TINY


@given(sessions, speeches)
def test_every_breath_has_its_tone_as_long_as_itself_and_no_other_work_has_one(
    session: Session, speech: Speech
) -> None:
    timeline = compile_session(session, speech)
    for segment in timeline.segments:
        breaths = [c for c in segment.cues if c.tone in {Tone.BREATHE_IN, Tone.BREATHE_OUT}]
        breathing = timeline.steps[segment.step].kind == "breathing"
        if segment.phase is not Phase.WORK or not breathing:
            assert not breaths
            continue
        assert [c.tone for c in breaths] == [Tone.BREATHE_IN, Tone.BREATHE_OUT] * (
            len(breaths) // 2
        )
        for before, after in pairwise([segment.start, *(c.end for c in breaths)]):
            assert after > before
        starts = [segment.start, *(c.end for c in breaths)]
        assert all(abs(c.start - s) < TINY for c, s in zip(breaths, starts, strict=False))
        if breaths:
            assert segment.end - breaths[-1].end < breaths[1].end - breaths[0].start + TINY


@given(sessions, speeches)
def test_words_lead_no_more_than_the_first_two_breaths(session: Session, speech: Speech) -> None:
    for segment in compile_session(session, speech).segments:
        ins = [cue.start for cue in segment.cues if cue.tone is Tone.BREATHE_IN]
        said = [cue for cue in segment.cues if cue.kind is CueKind.BREATH and cue.is_speech]
        assert len(said) <= 4
        assert all(cue.start < ins[2] for cue in said if len(ins) > 2)


@given(sessions, speeches)
def test_work_begins_with_its_bell_and_nothing_else_does(session: Session, speech: Speech) -> None:
    for segment in compile_session(session, speech).segments:
        bells = [cue.start for cue in segment.cues if cue.tone is Tone.GO]
        assert bells == ([segment.start] if segment.phase is Phase.WORK else [])


@given(sessions, speeches)
def test_a_low_bell_ends_every_work_and_nothing_else(session: Session, speech: Speech) -> None:
    for before, segment in pairwise(compile_session(session, speech).segments):
        bells = [cue.start for cue in segment.cues if cue.tone is Tone.END]
        assert bells == ([segment.start] if before.phase is Phase.WORK else [])


@given(sessions, speeches)
def test_segments_follow_each_other_without_a_gap(session: Session, speech: Speech) -> None:
    timeline = compile_session(session, speech)
    assert timeline.segments[0].start == 0
    assert timeline.segments[-1].phase is Phase.FINISH
    for before, after in pairwise(timeline.segments):
        assert after.start == before.end
        assert before.duration > 0


@given(sessions, speeches)
def test_every_instruction_is_said_whole_and_leaves_time_to_settle(
    session: Session, speech: Speech
) -> None:
    timeline = compile_session(session, speech)
    full = session.rules.verbosity is Verbosity.FULL
    for place, step in enumerate(timeline.steps):
        said = [
            (segment.end - cue.end, cue)
            for segment in timeline.segments
            if segment.step == place
            for cue in segment.cues
            if cue.kind is CueKind.INSTRUCTION
        ]
        assert [cue.text for _, cue in said] == ([step.say.text] if full and step.say else [])
        for left, cue in said:
            assert cue.duration == speech(cue.text, step.say.language)
            assert left >= 5 - TINY


@given(sessions, speeches)
def test_speech_ends_three_seconds_before_work_or_more(session: Session, speech: Speech) -> None:
    for before, after in pairwise(compile_session(session, speech).segments):
        if after.phase is Phase.WORK:
            assert all(after.start - cue.end >= 3 - TINY for cue in before.cues if cue.is_speech)


@given(sessions, speeches)
def test_every_step_is_named_before_its_work_and_only_by_rests_again(
    session: Session, speech: Speech
) -> None:
    timeline = compile_session(session, speech)
    speaks = session.rules.verbosity is not Verbosity.TONES
    named: list[str] = []
    rests, led = 0, -1
    for segment in timeline.segments:
        step = timeline.steps[segment.step]
        if segment.phase is Phase.WORK and segment.step != led:
            assert bool(named) == speaks
            assert all(step.title.text.rstrip(" .!?…:;,") in text for text in named[-1:])
            assert len(named) <= max(1, rests) * (2 if step.rounds > 1 else 1)
            led, named, rests = segment.step, [], 0
        rests += step.kind == "rest"
        named += [c.text for c in segment.cues if c.kind in {CueKind.START, CueKind.PREVIEW}]


@given(sessions, speeches)
def test_every_work_but_breathing_is_eased_out_of(session: Session, speech: Speech) -> None:
    timeline = compile_session(session, speech)
    speaks = session.rules.verbosity is not Verbosity.TONES
    for before, segment in pairwise(timeline.segments):
        breathing = timeline.steps[before.step].kind == "breathing"
        released = [cue for cue in segment.cues if cue.kind is CueKind.RELEASE]
        wanted = before.phase is Phase.WORK and not breathing and speaks
        assert len(released) == wanted


@given(sessions, speeches)
def test_nobody_is_hurried_into_the_first_work(session: Session, speech: Speech) -> None:
    segments = compile_session(session, speech).segments
    first = next(s for s in segments if s.phase is Phase.WORK)
    (before,) = (s for s in segments if s.phase is Phase.PREPARE and s.end == first.start)
    assert before.duration >= 10


@given(sessions, speeches)
def test_tones_only_says_nothing(session: Session, speech: Speech) -> None:
    if session.rules.verbosity is Verbosity.TONES:
        assert not list(compile_session(session, speech).utterances())


@given(sessions, speeches)
def test_a_slower_voice_never_makes_work_longer(session: Session, speech: Speech) -> None:
    def work(pace: float) -> list[float]:
        timeline = compile_session(session, lambda text, lang: pace * speech(text, lang))
        return [s.duration for s in timeline.segments if s.phase is Phase.WORK]

    assert work(1) == work(3)


@given(sessions, speeches)
def test_compiling_is_pure(session: Session, speech: Speech) -> None:
    assert compile_session(session, speech) == compile_session(session, speech)


@pytest.mark.parametrize("second", [-1.0, 0.0, 3.3, 1e9])
@given(session=sessions, speech=speeches)
@settings(max_examples=20)
def test_every_moment_has_a_segment(session: Session, speech: Speech, second: float) -> None:
    timeline = compile_session(session, speech)
    segment = timeline.segment_at(second)
    inside = min(max(second, 0.0), timeline.duration)
    assert segment.start <= inside <= segment.end
