"""The studio: a session's sounds from a real voice, as it is played and as it is written."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio.clip import RATE, frames
from audio.mixer import Mix
from coach.places import Places, places
from coach.player import State
from coach.prepared import Prepared
from coach.settings import Settings
from coach.studio import Studio
from sessions.compile import SessionError
from sessions.parse import load
from sessions.routine import Routine, Seconds, Stretch, Text
from sessions.session import Session
from sessions.timeline import Tone
from sessions.words import Language

FULL_SCALE = 32_768
"""Of 16-bit samples."""
ROUTINE = """
format = 1
title = { de = "Waden und Hüfte", en = "Calves and hips" }

[[steps]]
kind = "stretch"
title = { de = "Wadendehnung", en = "Calf stretch" }
position = "standing"
hold = "20s"
sides = "each"
say = { de = "Stell dich an die Wand.", en = "Stand at the wall." }

[[steps]]
kind = "rest"
duration = "5s"

[[steps]]
kind = "exercise"
title = { de = "Beckenkippen", en = "Pelvic tilt" }
reps = 3
say = { de = "Atme dabei ruhig weiter." }
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("routine") / "calves.toml"
    file.write_text(ROUTINE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Places:
    return places({"COACH_HOME": str(tmp_path_factory.mktemp("home"))})


@pytest.fixture(scope="module")
def studio(where: Places) -> Iterator[Studio]:
    """One with the voice of this computer, or with eSpeak NG from its wheel."""
    studio = Studio(where)
    yield studio
    studio.close()


def session(file: Path, language: Language = Language.EN) -> Session:
    return Session(load(file), language)


@pytest.fixture(scope="module")
def prepared(studio: Studio, file: Path) -> Prepared:
    return studio.prepare(session(file), Settings())


def whole(mix: Mix) -> np.ndarray:
    return mix.read(0, mix.frames)


@pytest.mark.parametrize("language", Language)
def test_every_utterance_is_as_long_as_the_timeline_has_it(
    studio: Studio, file: Path, language: Language
) -> None:
    prepared = studio.prepare(session(file, language), Settings())
    said = list(prepared.timeline.utterances())
    assert len(said) > 10
    for cue in said:
        clip = prepared.clip_of(cue.text, cue.language or language)
        assert clip.samples.any(), cue.text
        assert clip.seconds == cue.duration
    assert studio.troubles() == ()


def test_what_is_said_stands_in_the_mix_where_the_timeline_has_it(prepared: Prepared) -> None:
    alone = [
        cue
        for cue in prepared.timeline.utterances()
        if not prepared.mix.sounding(frames(cue.start))
    ]
    assert alone
    for cue in alone:
        clip = prepared.clip_of(cue.text, cue.language or Language.EN)
        heard = prepared.mix.read(frames(cue.start), clip.frames)
        assert np.array_equal(heard, clip.samples), cue.text


def test_a_text_in_one_language_only_is_said_by_the_voice_of_that_language(
    prepared: Prepared,
) -> None:
    [told] = [c for c in prepared.timeline.utterances() if c.text == "Atme dabei ruhig weiter."]
    assert told.language is Language.DE


def test_short_forms_are_said_whole_and_shown_as_they_are_written(
    studio: Studio, tmp_path: Path
) -> None:
    said: list[float] = []
    for n, title in enumerate(["ISG dehnen, 2 × 30 s", "I-Es-Ge dehnen, zweimal 30 Sekunden"]):
        file = tmp_path / f"{n}.toml"
        step = f'[[steps]]\nkind = "stretch"\ntitle = "{title}"\nhold = "20s"\n'
        file.write_text(f'format = 1\ntitle = "T"\n{step}', encoding="utf-8")
        prepared = studio.prepare(session(file, Language.DE), Settings())
        [told] = [cue for cue in prepared.timeline.utterances() if title in cue.text]
        said.append(told.duration)
    assert said[0] == said[1]


def test_a_bell_rings_where_work_begins(prepared: Prepared) -> None:
    bells = [cue for cue in prepared.timeline.cues() if cue.tone is Tone.GO]
    assert len(bells) == 3
    for bell in bells:
        at = frames(bell.start)
        assert prepared.mix.read(at, RATE // 2).any()
        assert not prepared.mix.sounding(at)


def test_the_next_program_prepares_the_very_same_sound(
    prepared: Prepared, where: Places, file: Path
) -> None:
    another = Studio(where)
    again = another.prepare(session(file), Settings())
    another.close()
    assert again.timeline == prepared.timeline
    assert np.array_equal(whole(again.mix), whole(prepared.mix))


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_rendered_file_is_what_is_prepared_to_the_last_of_16_bits(
    prepared: Prepared, where: Places, file: Path, tmp_path: Path, suffix: str
) -> None:
    rendered = tmp_path / f"calves{suffix}"
    subprocess.run(
        [sys.executable, "-m", "coach", "render", file, "-o", rendered, "--language", "en"],
        env={**os.environ, "COACH_HOME": str(where.data.parent)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    samples, rate = soundfile.read(rendered, dtype="int16")
    assert rate == RATE
    assert np.array_equal(samples, np.rint(whole(prepared.mix) * FULL_SCALE))


def test_progress_rises_from_nothing_to_all(studio: Studio, file: Path) -> None:
    told: list[float] = []
    studio.prepare(session(file), Settings(), told.append)
    assert (told[0], told[-1]) == (0, 1)
    assert told == sorted(set(told))


def test_a_slower_voice_is_given_the_time_it_needs(
    studio: Studio, prepared: Prepared, file: Path
) -> None:
    slow = studio.prepare(session(file), Settings(speech_rate=100))
    one, other = next(slow.timeline.utterances()), next(prepared.timeline.utterances())
    assert one.text == other.text
    assert one.duration > 1.2 * other.duration
    assert slow.timeline.duration > prepared.timeline.duration


def test_threads_that_prepare_at_once_get_the_same_session(studio: Studio, file: Path) -> None:
    together = threading.Barrier(4)
    made: list[Prepared] = []

    def prepare() -> None:
        together.wait()
        made.append(studio.prepare(session(file, Language.DE), Settings()))

    threads = [threading.Thread(target=prepare) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert all(one.timeline == made[0].timeline for one in made)


def test_a_voice_that_is_gone_is_told_and_another_speaks(where: Places, file: Path) -> None:
    studio = Studio(where)
    prepared = studio.prepare(session(file), Settings(voice="Nobody At All"))
    [trouble] = studio.troubles()
    studio.close()
    assert "Nobody At All" in str(trouble)
    first = next(prepared.timeline.utterances())
    assert prepared.clip_of(first.text, Language.EN).samples.any()


def test_a_session_that_is_too_long_is_refused_before_anything_is_said(studio: Studio) -> None:
    endless = Stretch(title=Text("Calf"), hold=Seconds(3600), reps=9)
    routine = Routine(format=1, title=Text("Endless"), steps=(endless,))
    told: list[float] = []
    with pytest.raises(SessionError):
        studio.prepare(Session(routine, Language.EN), Settings(), told.append)
    assert told == []


def test_a_player_begins_at_once_with_the_settings_it_is_given(
    studio: Studio, prepared: Prepared
) -> None:
    playing = studio.play(prepared, Settings(output="silent", volume=35, muted=True))
    player = playing.player
    try:
        first = player.poll()
        assert playing.notes == ()
        assert (first.state, first.segment_index) == (State.PLAYING, 0)
        assert (first.volume, first.muted) == (35, True)
        assert first.step.title.text == "Calf stretch"
    finally:
        player.close()


def test_time_passes_in_silence_until_the_session_is_ended(
    studio: Studio, prepared: Prepared
) -> None:
    player = studio.play(prepared, Settings(output="silent")).player
    try:
        given_up = time.monotonic() + 30
        while player.poll().seconds == 0 and time.monotonic() < given_up:
            time.sleep(0.05)
        assert player.poll().seconds > 0
        player.stop()
        assert player.poll().state is State.STOPPED
    finally:
        player.close()


def test_a_studio_that_was_closed_speaks_again_when_it_is_asked_to(
    where: Places, file: Path
) -> None:
    studio = Studio(where)
    studio.prepare(session(file), Settings())
    studio.close()
    studio.close()
    assert studio.troubles() == ()
    # In words that no cache has.
    again = studio.prepare(session(file), Settings(speech_rate=171))
    studio.close()
    first = next(again.timeline.utterances())
    assert again.clip_of(first.text, Language.EN).samples.any()
