"""The clock on the wall jumps in the middle of a session: no duration follows it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from stage import MORNING

from coach.doing import StepResult, StepStatus
from coach.log import Log
from coach.player import Snapshot, State
from coach.recorder import Recorder, start_of
from coach.runs import Outcome
from sessions.routine import LocalText
from sessions.session import Session
from sessions.timeline import Phase, Segment, Timeline, TimelineStep
from sessions.words import Language

TITLE = LocalText("Calf", Language.EN)
STEP = TimelineStep("stretch", TITLE, "60 s", None, ())
TIMELINE = Timeline(TITLE, Language.EN, (STEP,), (Segment(Phase.WORK, 0.0, 60.0, 0, ()),))
SESSION = Session(MORNING, Language.EN)
MOMENT = Snapshot(
    state=State.PLAYING,
    seconds=0.0,
    segment_index=0,
    segment=TIMELINE.segments[0],
    step=STEP,
    countdown=60,
    said=None,
    ticking=False,
    volume=80,
    muted=False,
    finished=(),
    stays=1.0,
)


@pytest.mark.parametrize("jump", [timedelta(hours=-3), timedelta(hours=3), timedelta(days=400)])
def test_a_run_is_as_long_as_it_was_whatever_the_wall_clock_does(
    tmp_path: Path, jump: timedelta
) -> None:
    wall, steady = [datetime(2026, 3, 29, 0, 50, tzinfo=UTC)], [100.0]
    with closing(Log.open(tmp_path / "log.db", lambda: wall[0])) as log:
        began = wall[0]
        recorder = Recorder(
            log, start_of("x", tmp_path / "x", TIMELINE, SESSION), lambda: steady[0]
        )
        steady[0] += 20.0
        recorder.saw(MOMENT)
        wall[0] += jump
        steady[0] += 5.0
        recorder.saw(replace(MOMENT, state=State.PAUSED))
        steady[0] += 40.0
        result = StepResult(0, StepStatus.DONE, 60.0, 60.0)
        recorder.saw(replace(MOMENT, finished=(result,)))
        recorder.saw(replace(MOMENT, state=State.DONE))
        (run,) = log.runs()
    assert recorder.trouble is None
    assert (run.active_seconds, run.paused_seconds) == (60.0, 5.0)
    assert run.started == began
    assert run.outcome is Outcome.COMPLETED
    assert [step.done_seconds for step in run.steps] == [60.0]
