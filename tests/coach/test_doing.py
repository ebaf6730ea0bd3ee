"""What counts as done, told from the moments that were heard."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from strategies import sessions, speeches

from coach.doing import Doing, StepResult, StepStatus
from sessions.compile import compile_session
from sessions.routine import Rest, Routine, Seconds, Stretch, Text
from sessions.session import Session
from sessions.timeline import Phase, Timeline
from sessions.words import Language
from sessions.work import Speech

A_POLL = 0.1


def three_steps() -> Timeline:
    """Prepare 10 s, hold 20 s, rest 20 s, prepare 8 s, hold 20 s, finish."""
    steps = (
        Stretch(title=Text("Calf"), hold=Seconds(20)),
        Rest(duration=Seconds(20)),
        Stretch(title=Text("Hip"), hold=Seconds(20)),
    )
    routine = Routine(format=1, title=Text("Evening"), steps=steps)
    return compile_session(Session(routine, Language.EN), lambda *_: 1.0)


class Listener:
    """Hears a session through a `Doing`, a poll at a time."""

    def __init__(self, timeline: Timeline) -> None:
        self.doing = Doing(timeline)
        self.clock = 0.0
        self.at = 0.0
        self.results: list[StepResult] = []

    def hear(self, until: float) -> None:
        while self.at < until:
            ahead = min(A_POLL, until - self.at)
            self.at, self.clock = self.at + ahead, self.clock + ahead
            self._tell()

    def jump(self, to: float) -> None:
        self.at, self.clock = to, self.clock + A_POLL
        self._tell()

    def end(self) -> None:
        self.results += self.doing.heard(self.at, self.clock, over=True)

    def _tell(self) -> None:
        self.results += self.doing.heard(self.at, self.clock, over=False)


def test_a_session_heard_to_its_end_is_done() -> None:
    timeline = three_steps()
    listener = Listener(timeline)
    listener.hear(timeline.duration)
    listener.end()
    assert [(r.step, r.status, r.done_seconds) for r in listener.results] == [
        (0, StepStatus.DONE, 20),
        (1, StepStatus.DONE, 20),
        (2, StepStatus.DONE, 20),
    ]


def test_steps_that_were_jumped_over_are_skipped() -> None:
    listener = Listener(three_steps())
    listener.hear(5)
    listener.jump(three_steps().step_span(2)[0])
    assert [(r.step, r.status) for r in listener.results] == [
        (0, StepStatus.SKIPPED),
        (1, StepStatus.SKIPPED),
    ]


def test_a_step_left_in_the_middle_is_done_in_part() -> None:
    listener = Listener(three_steps())
    listener.hear(10 + 12.5)
    listener.jump(three_steps().step_span(1)[0])
    assert listener.results == [StepResult(0, StepStatus.PARTLY, 20, 12.5)]


def test_stopping_tells_the_step_that_was_being_done() -> None:
    listener = Listener(three_steps())
    listener.hear(15)
    listener.end()
    assert listener.results == [StepResult(0, StepStatus.PARTLY, 20, 5)]


def test_the_last_step_is_told_before_the_closing_words() -> None:
    timeline = three_steps()
    listener = Listener(timeline)
    listener.hear(timeline.segments[-1].start + 0.2)
    assert [r.step for r in listener.results] == [0, 1, 2]


def test_going_back_tells_what_was_done_and_then_adds_to_it() -> None:
    timeline = three_steps()
    listener = Listener(timeline)
    listener.hear(timeline.step_span(1)[0] + 5)
    listener.jump(0)
    listener.hear(timeline.step_span(1)[0] + 0.1)
    assert [(r.step, r.done_seconds) for r in listener.results] == [(0, 20), (1, 5), (0, 40)]


@given(sessions, speeches, st.lists(st.floats(0, 1), max_size=6))
def test_nobody_does_more_than_there_was_sound(
    session: Session, speech: Speech, jumps: list[float]
) -> None:
    timeline = compile_session(session, speech)
    listener = Listener(timeline)
    for place in jumps:
        listener.jump(place * timeline.duration)
        listener.hear(min(timeline.duration, listener.at + 5))
    listener.end()
    latest = {result.step: result.done_seconds for result in listener.results}
    assert sum(latest.values()) <= listener.clock + 0.05 * len(latest) + A_POLL


@given(sessions, speeches)
def test_every_step_of_a_session_heard_whole_is_told_once_as_done(
    session: Session, speech: Speech
) -> None:
    timeline = compile_session(session, speech)
    doing = Doing(timeline)
    results = []
    for segment in timeline.segments:
        for moment in (segment.start, segment.end - 1e-9):
            results += doing.heard(moment, moment, over=False)
    results += doing.heard(timeline.duration, timeline.duration, over=True)
    assert [result.step for result in results] == list(range(len(timeline.steps)))
    assert {result.status for result in results} == {StepStatus.DONE}
    assert timeline.segments[-1].phase is Phase.FINISH
