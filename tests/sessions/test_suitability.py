"""What is done instead, for whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.compile import SessionError, compile_session
from sessions.errors import RoutineError
from sessions.parse import parse
from sessions.routine import Circuit, Position, Rest, Routine, Suits
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.stage import LAST_WEEK, AfterBirth, BackWeeks, NotPregnant, Pregnant, Stage, stage_of
from sessions.suitability import ChangeKind, group, suited
from sessions.words import Language, Words

ROUTINE = """
format = 1
title = "T"
suits = ["trimester-1", "trimester-2", "trimester-3", "early-postpartum", "postpartum"]
[[steps]]
kind = "stretch"
title = "Knee to chest"
position = "supine"
hold = "20s"
avoid = ["Not with osteoporosis."]
swap = "side"
[[steps]]
kind = "rest"
duration = "20s"
[[steps]]
kind = "circuit"
rounds = 2
[[steps.steps]]
kind = "stretch"
title = "Hips"
position = "half-kneeling"
hold = "20s"
suits = ["trimester-1", "trimester-2", "postpartum", "general"]
[[steps.steps]]
kind = "rest"
duration = "10s"
[[steps]]
kind = "breathing"
title = "Breath"
breaths = 3
[swaps.side]
kind = "stretch"
title = "On the side"
position = "side-lying"
hold = "20s"
suits = ["trimester-2", "general"]
swap = "wall"
[swaps.wall]
kind = "ball-massage"
title = "At the wall"
position = "standing"
duration = "45s"
"""


WEEKS = BackWeeks()


def routine(text: str = ROUTINE) -> Routine:
    return parse(text.encode(), "f.toml")


def titles(stage: Stage | None, back: BackWeeks = WEEKS) -> list[str]:
    steps = suited(routine(), stage, back).steps
    flat = [
        inner for step in steps for inner in (step.steps if isinstance(step, Circuit) else [step])
    ]
    return [
        "rest" if isinstance(step, Rest) else step.title.written_in(Language.EN).text
        for step in flat
        if not isinstance(step, Circuit)
    ]


WHOLE = ["Knee to chest", "rest", "Hips", "rest", "Breath"]


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (None, WHOLE),
        (NotPregnant(), WHOLE),
        (Pregnant(10), WHOLE),
        (Pregnant(18), WHOLE),
        (Pregnant(24), ["On the side", "rest", "Hips", "rest", "Breath"]),
        (Pregnant(36), ["At the wall", "rest", "Breath"]),
        (AfterBirth(2), ["Knee to chest", "rest", "Breath"]),
        (AfterBirth(10), WHOLE),
        (AfterBirth(10, caesarean=True), ["Knee to chest", "rest", "Breath"]),
        (AfterBirth(12, caesarean=True), WHOLE),
    ],
)
def test_a_step_that_does_not_suit_gives_way_to_its_swap_or_goes(
    stage: Stage | None, expected: list[str]
) -> None:
    assert titles(stage) == expected


def test_every_change_is_told_with_its_reason() -> None:
    changes = suited(routine(), Pregnant(36), BackWeeks()).changes
    told = [
        (change.kind, change.instead and str(change.instead), str(change.why)) for change in changes
    ]
    assert told == [
        (
            ChangeKind.SWAPPED,
            "Text('At the wall')",
            "From week 20 on, nobody lies on their back.",
        ),
        (ChangeKind.LEFT_OUT, None, "It is not meant for the third trimester."),
    ]


@pytest.mark.parametrize(
    ("stage", "noted"), [(NotPregnant(), False), (Pregnant(8), True), (AfterBirth(9), True)]
)
def test_who_is_pregnant_is_told_that_a_routine_was_made_for_others(
    stage: Stage, *, noted: bool
) -> None:
    others = routine(
        'format = 1\ntitle = "T"\n[[steps]]\nkind = "rest"\nduration = 5\n'
        '[[steps]]\nkind = "stretch"\ntitle = "S"\nhold = 20\n'
    )
    whys = [str(change.why) for change in suited(others, stage, BackWeeks()).changes]
    assert any("meant for others" in why for why in whys) == noted


def test_lying_on_the_back_gets_a_caution_first() -> None:
    fitting = suited(routine(), Pregnant(16), BackWeeks())
    assert [change.kind for change in fitting.changes] == [ChangeKind.NOTED]
    timeline = compile_session(
        Session(routine(), Language.DE, stage=Pregnant(16)), estimated_seconds
    )
    cautions = [text.text for text in timeline.steps[0].avoid]
    assert cautions[0] == Words(Language.DE).say(fitting.changes[0].why)
    assert cautions[1:] == ["Not with osteoporosis."]


def test_the_weeks_for_lying_on_the_back_are_the_persons_own() -> None:
    assert titles(Pregnant(15), BackWeeks(note=10, swap=13))[0] == "On the side"
    assert titles(Pregnant(27), BackWeeks(note=28, swap=28)) == WHOLE


def test_a_routine_of_which_nothing_suits_cannot_be_started() -> None:
    text = """
format = 1
title = "T"
[[steps]]
kind = "stretch"
title = "S"
hold = "20s"
suits = ["general"]
"""
    session = Session(routine(text), Language.EN, stage=Pregnant(30))
    with pytest.raises(SessionError, match="Nothing in this routine suits you now"):
        compile_session(session, estimated_seconds)


@given(st.integers(1, LAST_WEEK), st.integers(1, LAST_WEEK))
def test_nobody_lies_on_their_back_from_the_week_on_that_was_set(week: int, swap: int) -> None:
    steps = suited(routine(), Pregnant(week), BackWeeks(note=swap, swap=swap)).steps
    lying = [
        s for s in steps if not isinstance(s, Rest | Circuit) and s.position is Position.SUPINE
    ]
    assert bool(lying) == (week < swap)


@given(
    st.one_of(
        st.just(NotPregnant()),
        st.integers(1, LAST_WEEK).map(Pregnant),
        st.builds(AfterBirth, st.integers(0, 200), st.booleans()),
    )
)
def test_a_stage_is_written_and_read_and_belongs_to_one_group(stage: Stage) -> None:
    assert stage_of(str(stage)) == stage
    assert group(stage) in Suits


@pytest.mark.parametrize("written", ["", "pregnant", "pregnant 0", "pregnant 43", "after-birth x"])
def test_what_is_no_stage_is_none(written: str) -> None:
    assert stage_of(written) is None


@pytest.mark.parametrize(
    ("change", "line", "sentence"),
    [
        (('swap = "side"', 'swap = "sid"'), 11, '"sid" is not known; did you mean "side"?'),
        (('swap = "side"', 'swap = "zzz"'), 11, "there is no heading [swaps.zzz]"),
        (('swap = "wall"', 'swap = "side"'), 37, "the swaps lead back to each other"),
        (
            ('[swaps.wall]\nkind = "ball-massage"', '[swaps.wall]\nkind = "rest"'),
            39,
            "a swap is a single step",
        ),
        (("[swaps.wall]", "[swaps]\nwall = 3\n[swaps.well]"), 0, "a heading such as"),
    ],
)
def test_a_mistake_in_a_swap_is_told(change: tuple[str, str], line: int, sentence: str) -> None:
    with pytest.raises(RoutineError) as caught:
        routine(ROUTINE.replace(*change))
    told = caught.value.sentences(Words(Language.EN))
    assert any(sentence in each for each in told), told
    if line:
        assert any(each.startswith(f"f.toml:{line}:") for each in told), told
