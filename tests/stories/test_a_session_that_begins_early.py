"""A session begins with its first words, while the voice is still making the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pumped import PumpedOutput

from audio.clip import RATE, frames
from audio.stream import Stream, StreamState
from coach.doing import StepStatus
from coach.places import places
from coach.player import Player, SoundOf, State, Watch, lead_in
from coach.prepared import Prepared
from coach.settings import Settings
from coach.studio import Studio
from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.session import Session
from sessions.timeline import Timeline
from sessions.words import Language

LEAD_IN = round(0.05 * RATE)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    studio = Studio(places({"COACH_HOME": str(tmp_path)}))
    yield studio
    studio.close()


@pytest.fixture
def opening(studio: Studio) -> Prepared:
    return studio.open(Session(load(BUILT_IN / "desk-break.toml"), Language.EN), Settings())


class Early:
    """A player whose session becomes whole when a test says so."""

    def __init__(self, opening: Prepared) -> None:
        assert opening.whole is not None
        self.whole = opening.whole.result(60)
        self.made = False
        self.end = opening.timeline.segments[0].end
        self.stream = Stream(opening.mix, [frames(self.end)])
        lead_in(self.stream)
        self.output = PumpedOutput()
        self.output.start(self.stream.read)
        sounds = SoundOf(self.whole.clip_of, self.whole.tone_of)
        watch = Watch(whole=self._become_whole)
        self.player = Player(opening.timeline, self.stream, self.output, sounds, 3, watch)

    def _become_whole(self) -> Timeline | None:
        if not self.made:
            return None
        self.stream.remix(self.whole.mix, [])
        return self.whole.timeline


def test_the_first_segment_is_the_same_before_and_after(opening: Prepared) -> None:
    assert opening.whole is not None
    whole = opening.whole.result(60)
    assert opening.timeline.segments[0] == whole.timeline.segments[0]
    count = frames(whole.timeline.segments[0].end)
    assert np.array_equal(opening.mix.read(0, count), whole.mix.read(0, count))


def test_what_is_heard_is_the_whole_session_sample_for_sample(opening: Prepared) -> None:
    early = Early(opening)
    early.output.pump(4.0)
    early.made = True
    early.player.poll()
    length = early.whole.mix.frames
    early.output.pump(length / RATE + 1)
    heard = early.output.samples[LEAD_IN : LEAD_IN + length]
    assert np.array_equal(heard, early.whole.mix.read(0, length))


def test_nobody_is_led_on_before_the_sound_is_there_and_then_without_a_key(
    opening: Prepared,
) -> None:
    early = Early(opening)
    early.output.pump(early.end + 5)
    snapshot = early.player.poll()
    assert (snapshot.state, snapshot.countdown) == (State.PLAYING, 0)
    assert snapshot.stays < 1
    early.player.resume()
    early.player.next_step()
    early.player.nudge(10)
    assert early.stream.state is StreamState.STOPPED_AT
    early.made = True
    early.player.poll()
    early.output.pump(3)
    assert early.player.poll().seconds == pytest.approx(early.end + 3, abs=0.1)


def test_a_step_that_is_asked_for_too_soon_can_be_reached_once_it_is_there(
    opening: Prepared,
) -> None:
    early = Early(opening)
    early.output.pump(2.0)
    early.player.next_step()
    assert early.player.poll().segment_index == 0
    early.made = True
    early.player.poll()
    early.player.next_step()
    early.output.pump(0.5)
    snapshot = early.player.poll()
    assert snapshot.step == early.whole.timeline.steps[1]
    assert [result.status for result in snapshot.finished] == [StepStatus.SKIPPED]
    whole = early.whole.timeline
    planned = sum(s.duration for s in whole.segments if s.step == 0 and s.phase == "work")
    assert snapshot.finished[0].planned_seconds == planned


def test_the_studio_itself_makes_it_whole(studio: Studio, opening: Prepared) -> None:
    playing = studio.play(opening, Settings(output="silent"))
    try:
        assert opening.whole is not None
        whole = opening.whole.result(60)
        playing.player.poll()
        assert playing.player.timeline == whole.timeline
    finally:
        playing.player.close()
