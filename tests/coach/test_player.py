"""A session done by commands, heard through an output that a test pumps."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from pumped import PumpedOutput

from audio.clip import RATE, Clip, frames
from audio.mixer import mixed
from audio.stream import Stream
from audio.tones import tone
from audio.voice import SilentVoice
from coach.doing import StepStatus
from coach.player import Player, Snapshot, SoundOf, State, lead_in
from sessions.compile import compile_session
from sessions.routine import Position, Rest, Routine, Seconds, Stretch, Text
from sessions.session import Session
from sessions.timeline import CueKind, Phase, Timeline
from sessions.words import Language

LEAD_IN = 0.05
"""Seconds of silence before the first word."""


class Bench:
    """A player with everything around it, and time in the test's hands."""

    def __init__(self, *, ahead: int = 0, first_step: int = 0) -> None:
        voice = SilentVoice()
        self.spoken: list[str] = []

        def speech(text: str, language: Language) -> Clip:
            self.spoken.append(text)
            return voice.render(text, language)

        self.timeline = self._timeline(voice)
        mix = mixed(self.timeline, speech, tone)
        stops = [frames(s.end) for s in self.timeline.segments if s.phase is Phase.WAIT]
        stream = Stream(mix, stops)
        lead_in(stream, self.timeline.step_span(first_step)[0])
        self.output = PumpedOutput(ahead=ahead)
        self.output.start(stream.read)
        if first_step:
            # As a server does, before there is a player.
            self.output.pump(0.0)
        self.spoken.clear()
        self.player = Player(
            self.timeline, stream, self.output, SoundOf(speech, tone), 3, first_step=first_step
        )
        self.finished: list[tuple[int, StepStatus]] = []

    @staticmethod
    def _timeline(voice: SilentVoice) -> Timeline:
        calf = Stretch(
            title=Text("Calf"),
            hold=Seconds(30),
            position=Position.STANDING,
            say=Text("Face the wall and put one foot far back."),
        )
        hip = Stretch(title=Text("Hip"), hold=Seconds(20), say=Text("Kneel on a cushion."))
        steps = (calf, Rest(duration=Seconds(20)), hip, Rest(until="key"), hip)
        routine = Routine(format=1, title=Text("Evening"), steps=steps)
        return compile_session(
            Session(routine, Language.EN), lambda text, lang: voice.render(text, lang).seconds
        )

    def pump(self, seconds: float) -> Snapshot:
        """Let time pass, asking for the moment ten times a second as the screen does."""
        snapshot = self._poll()
        while seconds > 1e-9:
            self.output.pump(min(0.1, seconds))
            seconds -= 0.1
            snapshot = self._poll()
        return snapshot

    def _poll(self) -> Snapshot:
        snapshot = self.player.poll()
        self.finished += [(result.step, result.status) for result in snapshot.finished]
        return snapshot

    def pump_to(self, moment: float) -> Snapshot:
        return self.pump(moment - self.player.poll().seconds)


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.pump(LEAD_IN)
    return bench


def work_start(bench: Bench, nth: int = 0) -> float:
    return [s.start for s in bench.timeline.segments if s.phase is Phase.WORK][nth]


def test_begun_with_a_later_step_that_is_named_first_and_nothing_before_it_happens() -> None:
    ahead = 2 * RATE
    bench = Bench(ahead=ahead, first_step=2)
    start, _ = bench.timeline.step_span(2)
    said = set()
    for _ in range(40):
        snapshot = bench.pump(0.1)
        said.add(snapshot.said and snapshot.said.text)
        assert snapshot.step is bench.timeline.steps[2]
        assert snapshot.seconds == start
    assert not bench.output.samples[:ahead].any()
    assert "Hip" in bench.spoken[0]
    assert said == {None, bench.spoken[0]}
    wait = next(s for s in bench.timeline.segments if s.phase is Phase.WAIT)
    bench.pump(wait.end - start + 15)
    bench.player.resume()
    bench.pump(bench.timeline.duration)
    assert bench.finished == [(place, StepStatus.DONE) for place in (2, 3, 4)]


def test_from_a_later_step_it_is_possible_to_go_back() -> None:
    bench = Bench(first_step=2)
    bench.pump(1)
    bench.player.previous_step()
    assert bench.pump(1).step is bench.timeline.steps[1]
    assert bench.finished == [(2, StepStatus.SKIPPED)]
    bench.pump(20)
    assert bench.finished[1:] == [(1, StepStatus.DONE)]


def test_a_breath_of_silence_comes_before_the_first_word() -> None:
    bench = Bench()
    snapshot = bench.pump(LEAD_IN / 2)
    assert (snapshot.state, snapshot.seconds) == (State.PLAYING, 0)


def test_a_session_plays_from_its_first_word_to_done(bench: Bench) -> None:
    assert bench.pump(0.5).said.kind is CueKind.START
    wait = next(s for s in bench.timeline.segments if s.phase is Phase.WAIT)
    waiting = bench.pump_to(wait.end + 1)
    assert (waiting.state, waiting.segment) == (State.WAITING, wait)
    bench.player.resume()
    assert bench.pump(bench.timeline.duration).state is State.DONE
    assert bench.finished == [(place, StepStatus.DONE) for place in range(5)]


def test_the_countdown_shows_what_is_counted(bench: Bench) -> None:
    end = bench.timeline.segments[0].end
    assert bench.pump_to(end - 3 + 0.05).countdown == 3
    assert bench.player.poll().ticking
    assert bench.pump(0.7).countdown == 3
    assert not bench.player.poll().ticking
    assert bench.pump(0.3).countdown == 2


def test_a_pause_stops_the_time_at_once(bench: Bench) -> None:
    at = bench.pump_to(work_start(bench) + 10).seconds
    bench.player.pause()
    snapshot = bench.pump(30)
    assert (snapshot.state, snapshot.seconds) == (State.PAUSED, pytest.approx(at))
    assert not bench.output.samples[-29 * RATE :].any()


def test_going_on_after_a_pause_ticks_three_two_one_first(bench: Bench) -> None:
    at = bench.pump_to(work_start(bench) + 10).seconds
    bench.player.pause()
    bench.pump(1)
    bench.player.resume()
    counts = [bench.pump(0.5)]
    counts += [bench.pump(1), bench.pump(1)]
    assert [s.countdown for s in counts] == [3, 2, 1]
    assert {s.state for s in counts} == {State.COUNTING_IN}
    assert np.count_nonzero(np.abs(bench.output.samples[-3 * RATE :]) > 0.02) > 100
    after = bench.pump(1)
    assert (after.state, after.seconds) == (State.PLAYING, pytest.approx(at + 0.5, abs=0.01))


def test_what_a_pause_cut_off_is_said_again_whole(bench: Bench) -> None:
    said = next(c for c in bench.timeline.utterances() if c.kind is CueKind.INSTRUCTION)
    bench.pump_to(said.start + 1)
    bench.player.pause()
    bench.pump(1)
    bench.player.resume()
    bench.pump(3.05)
    assert bench.player.poll().seconds == pytest.approx(said.start + 0.05, abs=0.01)


def test_space_pauses_and_goes_on(bench: Bench) -> None:
    bench.pump(12)
    bench.player.toggle()
    assert bench.pump(1).state is State.PAUSED
    bench.player.toggle()
    assert bench.pump(1).state is State.COUNTING_IN
    assert bench.pump(3).state is State.PLAYING


def test_space_goes_on_from_a_wait_before_it_is_over(bench: Bench) -> None:
    wait = next(s for s in bench.timeline.segments if s.phase is Phase.WAIT)
    bench.pump_to(wait.start + 2)
    bench.player.toggle()
    snapshot = bench.pump(0.5)
    assert snapshot.state is State.PLAYING
    assert snapshot.segment.start >= wait.end


def test_next_goes_to_the_next_step_and_tells_what_was_left(bench: Bench) -> None:
    bench.pump_to(work_start(bench) + 10)
    bench.player.next_step()
    snapshot = bench.pump(0.2)
    assert snapshot.step.kind == "rest"
    assert bench.finished == [(0, StepStatus.PARTLY)]


def test_who_skips_the_rest_still_hears_what_comes(bench: Bench) -> None:
    bench.pump_to(work_start(bench) + 10)
    bench.player.next_step()
    bench.pump(0.2)
    bench.player.next_step()
    snapshot = bench.pump(0.5)
    assert snapshot.state is State.COUNTING_IN
    assert snapshot.said is not None
    assert snapshot.said.text == "Next: Hip."
    later = bench.pump(4)
    assert later.state is State.PLAYING
    assert later.step.title.text == "Hip"


def test_next_from_the_last_step_goes_to_the_end(bench: Bench) -> None:
    bench.pump(1)
    for _ in range(6):
        bench.player.next_step()
        bench.pump(0.2)
    assert bench.pump(0.2).segment.phase is Phase.FINISH


def test_previous_goes_to_the_beginning_and_then_to_the_step_before(bench: Bench) -> None:
    rest_start, _ = bench.timeline.step_span(1)
    bench.pump_to(rest_start + 10)
    bench.player.previous_step()
    assert bench.pump(0.1).seconds == pytest.approx(rest_start + 0.1)
    bench.player.previous_step()
    assert bench.pump(0.1).seconds == pytest.approx(0.1)


def test_ten_seconds_back_begin_what_was_being_said_there(bench: Bench) -> None:
    said = next(c for c in bench.timeline.utterances() if c.kind is CueKind.INSTRUCTION)
    bench.pump_to(said.start + 11)
    bench.player.nudge(-10)
    assert bench.pump(0.1).seconds == pytest.approx(said.start + 0.1, abs=0.01)


def test_ten_seconds_on_never_lead_back(bench: Bench) -> None:
    said = next(c for c in bench.timeline.utterances() if c.kind is CueKind.INSTRUCTION)
    bench.pump_to(said.start + 0.1)
    bench.player.nudge(1)
    assert bench.pump(0.1).seconds >= said.end


def test_the_instruction_is_repeated_while_the_time_stands(bench: Bench) -> None:
    at = bench.pump_to(work_start(bench) + 20).seconds
    bench.player.repeat_instruction()
    assert bench.spoken == [
        "Coming up: Calf. Standing.",
        "Face the wall and put one foot far back.",
    ]
    snapshot = bench.pump(0.5)
    assert snapshot.state is State.COUNTING_IN
    assert snapshot.said is not None
    assert snapshot.said.text == "Coming up: Calf. Standing."
    while bench.pump(0.1).state is State.COUNTING_IN:
        pass
    assert bench.player.poll().seconds == pytest.approx(at, abs=0.2)


def test_volume_stays_between_0_and_100_and_mute_is_told(bench: Bench) -> None:
    bench.player.change_volume(500)
    assert bench.player.poll().volume == 100
    bench.player.change_volume(-500)
    bench.player.toggle_mute()
    snapshot = bench.player.poll()
    assert (snapshot.volume, snapshot.muted) == (0, True)


def test_stopping_tells_what_was_done_and_ends_the_sound(bench: Bench) -> None:
    bench.pump_to(work_start(bench) + 10)
    bench.player.stop()
    snapshot = bench.pump(1)
    assert snapshot.state is State.STOPPED
    assert bench.finished == [(0, StepStatus.PARTLY)]
    assert not bench.output.samples[-RATE // 2 :].any()
    bench.player.close()
    assert bench.output.closed


def test_what_is_shown_is_what_is_heard_not_what_was_fetched() -> None:
    bench = Bench(ahead=2 * RATE)
    assert bench.pump(LEAD_IN + 10).seconds == pytest.approx(10, abs=0.05)


def test_nothing_changes_before_it_was_said_to(bench: Bench) -> None:
    def looks(snapshot: Snapshot) -> Snapshot:
        return replace(snapshot, seconds=0.0, finished=(), stays=0.0)

    changes = 0
    while bench.player.poll().seconds < 60:
        before = bench.player.poll()
        assert 0 < before.stays <= 1
        almost = int(before.stays * RATE - 2) // 480 * 480 / RATE
        if almost > 0:
            bench.output.pump(almost)
            assert looks(bench.player.poll()) == looks(before)
        bench.output.pump(before.stays - almost + 0.001)
        changes += looks(bench.player.poll()) != looks(before)
    assert changes > 60


def test_while_the_time_stands_nothing_changes_by_itself(bench: Bench) -> None:
    bench.pump(5)
    bench.player.pause()
    assert bench.pump(1).stays == math.inf
