import subprocess
import sys
from dataclasses import replace

import pytest

from coach.plain import Lines
from coach.player import Snapshot, State
from sessions.routine import LocalText
from sessions.timeline import Cue, CueKind, Phase, Segment, Side, Timeline, TimelineStep, Tone
from sessions.words import Language, Words, message

TITLE = LocalText("[bold]Waden[/]", Language.DE)
STEP = TimelineStep("stretch", TITLE, "6 s", None, (Side.LEFT,))
SPOKEN = Cue(CueKind.INSTRUCTION, 1.0, 2.0, "Stell dich hin.", Language.DE)
SEGMENTS = (
    Segment(Phase.PREPARE, 0.0, 10.0, 0, (SPOKEN,), Side.LEFT),
    Segment(Phase.WORK, 10.0, 6.0, 0, (Cue(CueKind.GO, 10.0, 0.5, tone=Tone.GO),), Side.LEFT, 1, 2),
)
TIMELINE = Timeline(TITLE, Language.DE, (STEP,), SEGMENTS)


def snapshot(seconds: float, state: State = State.PLAYING, volume: int = 80) -> Snapshot:
    index = TIMELINE.index_at(seconds)
    return Snapshot(
        state=state,
        seconds=seconds,
        segment_index=index,
        segment=SEGMENTS[index],
        step=STEP,
        countdown=1,
        said=TIMELINE.utterance_at(seconds) if state is State.PLAYING else None,
        ticking=False,
        volume=volume,
        muted=False,
        finished=(),
        stays=1.0,
    )


@pytest.fixture
def written() -> list[str]:
    return []


@pytest.fixture
def lines(written: list[str]) -> Lines:
    return Lines(TIMELINE, Words(Language.DE), written.append)


def test_each_event_is_one_line_and_told_once(lines: Lines, written: list[str]) -> None:
    for tenth in range(160):
        lines.tell(snapshot(tenth / 10))
    assert written == [
        "Vorbereiten · [bold]Waden[/] · links · 10 s",
        "„Stell dich hin.“",
        "Üben · [bold]Waden[/] · links · 1 von 2 · 6 s",
    ]


def test_a_pause_and_its_end_are_told(lines: Lines, written: list[str]) -> None:
    lines.tell(snapshot(11.0))
    lines.tell(snapshot(11.0, State.PAUSED))
    lines.tell(snapshot(11.0, State.PAUSED))
    lines.tell(snapshot(11.0, State.COUNTING_IN))
    lines.tell(snapshot(11.1))
    assert written[1:] == ["Angehalten.", "Es geht weiter."]


def test_what_is_said_before_the_beginning_is_no_pause(lines: Lines, written: list[str]) -> None:
    lines.tell(snapshot(0.0, State.COUNTING_IN))
    lines.tell(snapshot(0.0))
    assert written == ["Vorbereiten · [bold]Waden[/] · links · 10 s"]


def test_hearing_the_instruction_again_is_no_pause(lines: Lines, written: list[str]) -> None:
    lines.tell(snapshot(11.0))
    lines.tell(snapshot(11.0, State.COUNTING_IN))
    assert len(written) == 1


def test_a_change_of_the_volume_is_told_but_not_the_volume_itself(
    lines: Lines, written: list[str]
) -> None:
    lines.tell(snapshot(11.0))
    lines.tell(snapshot(11.1, volume=85))
    assert written[1:] == ["Lautstärke 85."]


def test_plain_needs_no_screen_library() -> None:
    code = "import sys, coach.plain; print('textual' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_sound_that_goes_and_comes_back_is_a_line_each(lines: Lines, written: list[str]) -> None:
    lines.tell(snapshot(0.0))
    written.clear()
    gone = replace(snapshot(0.1), unheard=message("There is sound again."))
    for each in (gone, gone, snapshot(0.2), snapshot(0.3)):
        lines.tell(each)
    assert written == ["Der Ton ist wieder da."] * 2


def test_a_pause_that_nobody_asked_for_says_why(lines: Lines, written: list[str]) -> None:
    lines.tell(snapshot(0.0))
    written.clear()
    slept = replace(snapshot(0.1, State.PAUSED), paused_by=message("Done."))
    for each in (slept, slept, snapshot(0.1)):
        lines.tell(each)
    assert written == ["Fertig.", "Es geht weiter."]
