"""The cue sheet: what scripts rely on, whatever the session."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, reject, settings
from hypothesis import strategies as st
from strategies import sessions, speech_of

from audio.clip import RATE
from audio.cue_sheet import CueSheet, cue_sheet
from sessions.compile import SessionError, compile_session
from sessions.routine import Position, Routine, Seconds, Sides, Stretch, Text
from sessions.session import Session
from sessions.timeline import CueKind, Phase, Side, Timeline, Tone
from sessions.words import Language

MICROSECOND = 1e-6


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    session: Session = draw(sessions)
    try:
        return compile_session(session, speech_of(draw(st.integers(0, 999))))
    except SessionError:
        reject()


a_timeline = given(timelines())
few = settings(max_examples=25)


def as_read(timeline: Timeline) -> CueSheet:
    """Give the cue sheet as a script reads it from the file."""
    return json.loads(json.dumps(cue_sheet(timeline), ensure_ascii=False, allow_nan=False))


@a_timeline
@few
def test_what_a_script_reads_is_what_was_written(timeline: Timeline) -> None:
    assert as_read(timeline) == cue_sheet(timeline)


@a_timeline
@few
def test_every_row_has_the_keys_that_are_promised(timeline: Timeline) -> None:
    sheet = as_read(timeline)
    assert list(sheet) == ["sample_rate", "segments", "cues"]
    assert sheet["sample_rate"] == RATE
    for segment in sheet["segments"]:
        assert {"start", "end", "phase", "step", "side"} <= set(segment)
        assert segment["phase"] in set(Phase)
        assert segment["side"] in {None, *Side}
    for cue in sheet["cues"]:
        assert {"start", "end", "kind", "text"} <= set(cue)
        assert cue["kind"] in set(CueKind)
        assert bool(cue["text"]) == (cue["tone"] is None) == (cue["language"] is not None)
        assert cue["tone"] in {None, *Tone}


@a_timeline
@few
def test_segments_follow_each_other_without_a_gap_from_zero_on(timeline: Timeline) -> None:
    segments = as_read(timeline)["segments"]
    assert segments[0]["start"] == 0
    assert all(before["end"] == after["start"] for before, after in pairwise(segments))
    assert all(segment["start"] <= segment["end"] for segment in segments)


@a_timeline
@few
def test_steps_are_counted_from_one_and_never_go_back(timeline: Timeline) -> None:
    steps = [segment["step"] for segment in as_read(timeline)["segments"]]
    assert steps[0] == 1
    assert all(after - before in {0, 1} for before, after in pairwise(steps))
    assert steps[-1] == len(timeline.steps)


@a_timeline
@few
def test_cues_stand_in_the_order_in_which_they_are_heard(timeline: Timeline) -> None:
    cues = as_read(timeline)["cues"]
    assert all(before["start"] <= after["start"] for before, after in pairwise(cues))
    assert all(cue["start"] <= cue["end"] for cue in cues)
    spoken = [cue for cue in cues if cue["text"]]
    assert all(before["end"] < after["start"] for before, after in pairwise(spoken))


@a_timeline
@few
def test_a_time_tells_the_very_sample(timeline: Timeline) -> None:
    for row, cue in zip(as_read(timeline)["cues"], timeline.cues(), strict=True):
        assert abs(row["start"] - cue.start) <= MICROSECOND
        assert round(row["start"] * RATE) == round(cue.start * RATE)


def test_a_small_session_reads_as_it_is_meant_to() -> None:
    calf = Stretch(
        title=Text({Language.DE: "Wade", Language.EN: "Calf"}),
        hold=Seconds(10),
        sides=Sides.LEFT,
        position=Position.STANDING,
    )
    routine = Routine(format=1, title=Text("Evening"), steps=(calf,))
    sheet = as_read(compile_session(Session(routine, Language.DE), lambda *_: 1.5))
    first, work = sheet["segments"][0], sheet["segments"][1]
    assert first["phase"] == "prepare"
    assert work == {
        "start": first["end"],
        "end": first["end"] + 10,
        "phase": "work",
        "step": 1,
        "side": "left",
        "title": "Wade",
        "rep": 1,
        "reps": 1,
    }
    assert sheet["cues"][0] == {
        "start": 0,
        "end": 1.5,
        "kind": "start",
        "text": "Gleich geht’s los: Wade, links. Im Stehen.",
        "language": "de",
        "tone": None,
    }
    [go] = [cue for cue in sheet["cues"] if cue["kind"] == "go"]
    assert (go["start"], go["text"], go["tone"]) == (work["start"], "", "go")
