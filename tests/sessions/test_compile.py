"""What is heard when, in sessions small enough to read."""

from __future__ import annotations

import pytest

from sessions.compile import SessionError, compile_session
from sessions.cue_rules import CueRules, Verbosity
from sessions.posture import SETTLE, SETTLE_TURNED, settle_seconds
from sessions.routine import (
    AnyStep,
    BallMassage,
    Breathing,
    Circuit,
    Exercise,
    Pause,
    Position,
    Rest,
    Routine,
    RoutineCues,
    Seconds,
    Sides,
    Stretch,
    Tempo,
    Text,
)
from sessions.session import Session
from sessions.sore import Sore
from sessions.timeline import CueKind, Phase, Segment, Side, Timeline
from sessions.words import Language


def compiled(
    *steps: AnyStep,
    rules: CueRules | None = None,
    sore: Sore = Sore.BOTH,
    cues: RoutineCues | None = None,
    speech: float = 1.5,
    language: Language = Language.EN,
) -> Timeline:
    routine = Routine(format=1, title=Text("Evening"), steps=steps, cues=cues or RoutineCues())
    session = Session(routine, language, sore, rules or CueRules())
    return compile_session(session, lambda *_: speech)


def heard(segment: Segment) -> list[tuple[float, str]]:
    """What is heard in a segment: seconds from its start, and the words or the tone."""
    return [
        (round(cue.start - segment.start, 2), cue.text or str(cue.tone)) for cue in segment.cues
    ]


def work(timeline: Timeline) -> list[Segment]:
    return [segment for segment in timeline.segments if segment.phase is Phase.WORK]


def hold(seconds: float, **more: object) -> Stretch:
    return Stretch(title=Text("Calf"), hold=Seconds(seconds), **more)


def test_a_hold_of_45_seconds_is_accompanied_from_bell_to_bell() -> None:
    timeline = compiled(hold(45, form=Text("Keep breathing.")))
    [segment] = work(timeline)
    assert heard(segment) == [
        (0, "go"),
        (5, "Keep breathing."),
        (22.5, "Halfway."),
        (35, "Ten seconds."),
        (42, "tick"),
        (43, "tick"),
        (44, "tick"),
    ]
    assert heard(timeline.segments[-1]) == [(0, "end"), (1, "Ease out slowly."), (3.5, "Done.")]


def test_a_session_opens_with_title_side_position_and_instruction() -> None:
    step = hold(20, position=Position.STANDING, sides=Sides.LEFT, say=Text("Face the wall."))
    first = compiled(step, speech=3.0).segments[0]
    assert heard(first)[:2] == [(0, "Coming up: Calf, left. Standing."), (4, "Face the wall.")]
    assert first.duration == 12


def test_ten_seconds_is_not_said_right_after_halfway() -> None:
    said = [text for _, text in heard(work(compiled(hold(30)))[0])]
    assert "Halfway." in said
    assert "Ten seconds." not in said


def test_short_holds_have_no_milestones_and_no_form_cue() -> None:
    [segment] = work(compiled(hold(19, form=Text("Long back."))))
    assert {text for _, text in heard(segment)} == {"go", "tick"}


def test_repetitions_are_held_apart_by_a_rest_that_ends_in_ticks() -> None:
    phases = [(s.phase, s.duration, s.rep) for s in compiled(hold(20, reps=2)).segments[1:]]
    assert phases == [
        (Phase.WORK, 20, 1),
        (Phase.REST, 10, 2),
        (Phase.WORK, 20, 2),
        (Phase.FINISH, 6, 1),
    ]


def test_changing_sides_is_a_block_of_its_own() -> None:
    timeline = compiled(hold(20, sides=Sides.EACH))
    [switch] = [segment for segment in timeline.segments if segment.phase is Phase.SWITCH]
    assert switch.side is Side.RIGHT
    assert (3.5, "Change sides. Now right.") in heard(switch)
    assert [segment.side for segment in work(timeline)] == [Side.LEFT, Side.RIGHT]


@pytest.mark.parametrize(
    ("sides", "sore", "expected"),
    [
        (Sides.NONE, Sore.LEFT, [None]),
        (Sides.RIGHT, Sore.LEFT, ["right"]),
        (Sides.EACH, Sore.BOTH, ["left", "right"]),
        (Sides.EACH, Sore.LEFT, ["right", "left"]),
        (Sides.EACH, Sore.RIGHT, ["left", "right"]),
        (Sides.SORE_FIRST, Sore.LEFT, ["left", "right"]),
        (Sides.SORE_FIRST, Sore.RIGHT, ["right", "left"]),
        (Sides.SORE_ONLY, Sore.RIGHT, ["right"]),
        (Sides.SORE_ONLY, Sore.BOTH, ["left", "right"]),
    ],
)
def test_sides_follow_the_sore_side(sides: Sides, sore: Sore, expected: list[str | None]) -> None:
    assert [s.side for s in work(compiled(hold(10, sides=sides), sore=sore))] == expected


def test_whoever_lies_on_the_side_turns_over_with_the_knees_together() -> None:
    timeline = compiled(hold(20, sides=Sides.EACH, position=Position.SIDE_LYING))
    [switch] = [segment for segment in timeline.segments if segment.phase is Phase.SWITCH]
    assert "Change sides. Turn over, knees together. Now right." in [t for _, t in heard(switch)]
    said = [cue for cue in switch.cues if cue.is_speech][-1]
    assert switch.end - said.end >= SETTLE_TURNED


LYING = (Position.SIDE_LYING, Position.SUPINE, Position.PRONE)


@pytest.mark.parametrize("lying", LYING)
@pytest.mark.parametrize("after", [Position.SITTING, Position.ALL_FOURS, Position.STANDING])
def test_whoever_has_been_lying_comes_up_over_the_side(lying: Position, after: Position) -> None:
    timeline = compiled(hold(10, position=lying), hold(10, position=after, say=Text("Sit.")))
    prepare = timeline.segments[2]
    said = [cue for cue in prepare.cues if cue.is_speech]
    assert [cue.text for cue in said][-2:] == ["Come up over your side, knees together.", "Sit."]
    assert prepare.end - said[-1].end >= settle_seconds(lying, after) > SETTLE


@pytest.mark.parametrize(
    ("position", "last"),
    [
        (Position.SUPINE, "Stay a moment. Then get up over your side, knees together."),
        (Position.KNEELING, "Take your time to get up, and hold on to something."),
        (Position.STANDING, "Done."),
        (None, "Done."),
    ],
)
def test_the_end_leads_up_from_the_floor(position: Position | None, last: str) -> None:
    assert [cue.text for cue in compiled(hold(10, position=position)).utterances()][-1] == last


def test_a_rest_previews_what_comes_and_the_instruction_follows() -> None:
    second = BallMassage(
        title=Text("Ball."), duration=Seconds(45), position=Position.SITTING, say=Text("Sit down.")
    )
    timeline = compiled(hold(10), Rest(duration=Seconds(20)), second)
    rest, prepare = timeline.segments[2:4]
    assert [text for _, text in heard(rest)] == [
        "end",
        "Ease out slowly.",
        "Rest.",
        "Next: Ball. Sitting.",
    ]
    assert heard(prepare)[0] == (0, "Sit down.")


def test_a_rest_is_lengthened_when_its_preview_is_long() -> None:
    timeline = compiled(hold(10), Rest(duration=Seconds(5)), hold(10), speech=9.0)
    rest = timeline.segments[2]
    assert rest.duration == 1 + 9 + 1 + 9 + 1 + 9 + 1


def test_without_a_rest_the_preparation_names_what_comes() -> None:
    prepare = compiled(hold(10), hold(10)).segments[2]
    assert [text for _, text in heard(prepare)][:3] == ["end", "Ease out slowly.", "Next: Calf."]


def test_a_preview_turned_off_moves_the_name_into_the_preparation() -> None:
    timeline = compiled(
        hold(10), Rest(duration=Seconds(9)), hold(10), cues=RoutineCues(preview=False)
    )
    assert "Next: Calf." not in [text for _, text in heard(timeline.segments[2])]
    assert heard(timeline.segments[3])[0] == (0, "Next: Calf.")


def test_repetitions_are_counted_on_the_tempo() -> None:
    cat = Exercise(title=Text("Cat"), reps=4, tempo=Tempo(5, 0, 5))
    [segment] = work(compiled(cat, speech=0.5))
    counts = [(at, text) for at, text in heard(segment) if text not in {"go", "tick"}]
    assert counts == [(0.6, "one"), (10, "two"), (20, "three"), (30, "last one")]


def test_a_form_cue_leaves_the_counting_alone_where_there_is_room() -> None:
    cat = Exercise(title=Text("Cat"), reps=3, tempo=Tempo(4, 0, 4), form=Text("Slowly."))
    [segment] = work(compiled(cat, speech=2.0))
    said = [(at, text) for at, text in heard(segment) if text not in {"go", "tick"}]
    assert said == [(0.6, "one"), (5, "Slowly."), (8, "two"), (16, "last one")]


def test_a_form_cue_wins_over_a_count_where_there_is_none() -> None:
    cat = Exercise(title=Text("Cat"), reps=5, tempo=Tempo(2, 0, 3), form=Text("Slowly."))
    [segment] = work(compiled(cat, speech=3.5))
    said = [text for _, text in heard(segment) if text not in {"go", "tick"}]
    assert "Slowly." in said
    assert len(said) < 6


def test_the_end_of_what_is_held_within_a_repetition_is_said() -> None:
    tilt = Exercise(title=Text("Tilt"), reps=2, tempo=Tempo(1, 5, 1, 3))
    timeline = compiled(tilt, speech=0.5)
    said = [(at, text) for at, text in heard(work(timeline)[0]) if text not in {"go", "tick"}]
    assert said == [(0.6, "one"), (6, "and let go"), (10, "last one"), (16, "and let go")]
    assert "Ease out slowly." not in [cue.text for cue in timeline.utterances()]


def test_what_the_last_ticks_leave_no_room_for_is_said_after_the_bell() -> None:
    bridge = Exercise(title=Text("Bridge"), reps=2, tempo=Tempo(1, 5, 1, 1))
    timeline = compiled(bridge, speech=0.5)
    said = [text for _, text in heard(work(timeline)[0]) if text not in {"go", "tick"}]
    assert said == ["one", "and let go", "last one"]
    assert "Ease out slowly." in [cue.text for cue in timeline.utterances()]


def test_a_repetition_that_is_hardly_held_has_nothing_said_in_it() -> None:
    clam = Exercise(title=Text("Clam"), reps=2, tempo=Tempo(2, 1, 2))
    assert "and let go" not in [cue.text for cue in compiled(clam, speech=0.5).utterances()]


def test_tones_lead_every_breath_and_words_the_first_two() -> None:
    [segment] = work(compiled(Breathing(title=Text("Breathe"), breaths=3), speech=0.5))
    assert heard(segment) == [
        (0, "go"),
        (0, "breathe-in"),
        (0.6, "In."),
        (4, "Out."),
        (4, "breathe-out"),
        (10, "In."),
        (10, "breathe-in"),
        (14, "Out."),
        (14, "breathe-out"),
        (20, "breathe-in"),
        (24, "breathe-out"),
    ]


def test_a_rest_until_a_key_asks_for_it() -> None:
    timeline = compiled(hold(10), Rest(until="key"), hold(10))
    wait = timeline.segments[2]
    assert wait.phase is Phase.WAIT
    assert heard(wait)[-1][1] == "Press the space bar when you are ready."


def test_the_rounds_of_a_circuit_are_announced_from_the_second_on() -> None:
    timeline = compiled(Circuit(rounds=3, steps=(hold(10),)))
    said = [cue.text for cue in timeline.utterances() if cue.text.startswith("Round")]
    assert said == ["Round two of three.", "Round three of three."]
    assert [(step.round, step.rounds) for step in timeline.steps] == [(1, 3), (2, 3), (3, 3)]


def test_short_words_leave_out_what_explains() -> None:
    step = hold(45, say=Text("Face the wall."), form=Text("Long back."))
    timeline = compiled(step, rules=CueRules(verbosity=Verbosity.SHORT))
    kinds = {cue.kind for cue in timeline.utterances()}
    assert kinds == {CueKind.START, CueKind.TEN_LEFT, CueKind.RELEASE, CueKind.DONE}


def test_the_pre_count_is_as_long_as_somebody_wants_it() -> None:
    timeline = compiled(hold(30), rules=CueRules(precount=5))
    ticks = [at for at, text in heard(timeline.segments[0]) if text == "tick"]
    assert len(ticks) == 5
    assert ticks[-1] == timeline.segments[0].duration - 1


def test_the_time_left_is_said_every_so_often_when_asked_for() -> None:
    timeline = compiled(hold(130), rules=CueRules(time_left_every=60, halfway=False))
    said = [(cue.start, cue.text) for cue in timeline.cues() if cue.kind is CueKind.TIME_LEFT]
    start = work(timeline)[0].start
    assert said == [(start + 10, "2 minutes left."), (start + 70, "One minute left.")]


def test_an_instruction_of_two_minutes_is_heard_whole() -> None:
    timeline = compiled(hold(10, say=Text("A long story.")), speech=120.0)
    [told] = [cue for cue in timeline.cues() if cue.kind is CueKind.INSTRUCTION]
    assert told.duration == 120
    assert timeline.segments[0].end >= told.end + 5


def test_a_text_in_another_language_keeps_its_own_voice() -> None:
    step = hold(10, say=Text({Language.DE: "Stell dich an die Wand."}))
    [told] = [cue for cue in compiled(step).cues() if cue.kind is CueKind.INSTRUCTION]
    assert told.language is Language.DE


def test_a_session_longer_than_four_hours_is_refused() -> None:
    with pytest.raises(SessionError, match="longer than 4 hours"):
        compiled(hold(3600, reps=5))


def test_too_many_segments_are_refused_without_making_them_all() -> None:
    nested: AnyStep = hold(1)
    for _ in range(3):
        nested = Circuit(rounds=1000, steps=(nested,))
    with pytest.raises(SessionError, match="more than 10000 pieces"):
        compiled(nested)


def test_german_is_spoken_in_german() -> None:
    timeline = compiled(hold(45, sides=Sides.EACH), language=Language.DE)
    said = [cue.text for cue in timeline.utterances()]
    assert "Halbzeit." in said
    assert "Noch zehn Sekunden." in said
    assert "Seitenwechsel. Jetzt rechts." in said
    assert said[-1] == "Fertig."


def test_a_step_after_another_is_named_though_a_rest_named_the_one_before() -> None:
    timeline = compiled(Rest(duration=Seconds(20)), hold(5), hold(6))
    prepared = [s for s in timeline.segments if s.phase is Phase.PREPARE]
    assert [any(cue.kind is CueKind.PREVIEW for cue in s.cues) for s in prepared] == [False, True]


def test_the_first_preparation_and_a_change_of_sides_leave_time_to_move() -> None:
    timeline = compiled(hold(5, sides=Sides.EACH, switch=Pause(0)), speech=0.5)
    first, change = (s for s in timeline.segments if s.phase in {Phase.PREPARE, Phase.SWITCH})
    assert (first.duration, change.duration) == (10, 7)
    told = compiled(hold(5, sides=Sides.EACH, switch=Pause(0)), rules=CueRules(Verbosity.TONES))
    [change] = (s for s in told.segments if s.phase is Phase.SWITCH)
    assert change.duration == 5


def test_halfway_belongs_to_holds_of_half_a_minute() -> None:
    kinds = [
        [cue.kind for cue in work(compiled(hold(seconds)))[0].cues] for seconds in (29.9, 30.0)
    ]
    assert [CueKind.HALFWAY in each for each in kinds] == [False, True]


def test_halfway_is_not_said_much_later_than_it_is_true() -> None:
    form = Text("Keep breathing.")
    [segment] = work(compiled(hold(30, form=form), speech=9.6))
    assert CueKind.HALFWAY in [cue.kind for cue in segment.cues]
    rules = CueRules(time_left_every=10)
    [segment] = work(compiled(hold(60), rules=rules, speech=2.0))
    halfway = next(cue for cue in segment.cues if cue.kind is CueKind.HALFWAY)
    assert 0 <= halfway.start - segment.start - 30 <= 1.5


@pytest.mark.parametrize(
    ("rules", "cues"),
    [(CueRules(counting=False), RoutineCues()), (CueRules(), RoutineCues(counting=False))],
)
def test_counting_can_be_turned_off_by_the_person_and_by_the_routine(
    rules: CueRules, cues: RoutineCues
) -> None:
    step = Exercise(title=Text("Cat"), reps=4, tempo=Tempo(2, 0, 2))
    [segment] = work(compiled(step, rules=rules, cues=cues))
    assert segment.duration == 16
    assert CueKind.COUNT not in [cue.kind for cue in segment.cues]
