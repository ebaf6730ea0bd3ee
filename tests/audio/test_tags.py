"""Tags: title, language and chapters are in the file and in the cue sheet beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile
from mutagen.flac import FLAC
from mutagen.id3 import ID3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from audio.clip import RATE
from audio.cue_file import cue_file
from audio.mixer import Mix
from audio.output import OutputError
from audio.render import FORMATS, render
from audio.tags import Album
from sessions.chapters import Chapter, chapters
from sessions.compile import compile_session
from sessions.library import Library
from sessions.session import Session
from sessions.speech_length import estimated_seconds
from sessions.words import Language

ALBUM = Album(
    "Wade [am] Abend",
    Language.DE,
    7000.0,
    (Chapter(0.0, "Dehnung, links"), Chapter(61.5, 'Die "andere", rechts'), Chapter(3661.25, "Ü")),
)
COMMENTED = {".flac": FLAC, ".ogg": OggVorbis, ".opus": OggOpus}


@pytest.mark.parametrize("suffix", COMMENTED)
def test_chapters_are_vorbis_comments(tmp_path: Path, suffix: str) -> None:
    render(Mix([], RATE), tmp_path / f"x{suffix}", album=ALBUM)
    told = COMMENTED[suffix](tmp_path / f"x{suffix}")
    assert told["TITLE"] == ["Wade [am] Abend"]
    assert told["ARTIST"] == ["Mat Coach"]
    assert told["LANGUAGE"] == ["de"]
    assert told["CHAPTER000"] == ["00:00:00.000"]
    assert told["CHAPTER001"] == ["00:01:01.500"]
    assert told["CHAPTER001NAME"] == ['Die "andere", rechts']
    assert told["CHAPTER002"] == ["01:01:01.250"]


@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_chapters_are_frames_of_id3(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"x{suffix}"
    render(Mix([], RATE), file, album=ALBUM)
    tags = ID3(file) if suffix == ".mp3" else WAVE(file).tags
    assert tags is not None
    assert tags["TIT2"].text == ["Wade [am] Abend"]
    assert tags["TLAN"].text == ["deu"]
    (toc,) = tags.getall("CTOC")
    found = {chapter.element_id: chapter for chapter in tags.getall("CHAP")}
    listed = [found[name] for name in toc.child_element_ids]
    assert [(c.start_time, c.end_time) for c in listed] == [
        (0, 61_500),
        (61_500, 3_661_250),
        (3_661_250, 7_000_000),
    ]
    titles = [chapter.title for chapter in ALBUM.chapters]
    assert [c.sub_frames["TIT2"].text[0] for c in listed] == titles
    # Some players know no table of contents and take chapters as they come.
    data = file.read_bytes()
    places = [data.index(title.encode()) for title in titles]
    assert places == sorted(places)


@pytest.mark.parametrize("suffix", FORMATS)
def test_tags_leave_the_sound_as_it_is(tmp_path: Path, suffix: str) -> None:
    mix = Mix([], 2 * RATE + 17)
    render(mix, tmp_path / f"plain{suffix}")
    render(mix, tmp_path / f"tagged{suffix}", album=ALBUM)
    plain, _ = soundfile.read(tmp_path / f"plain{suffix}")
    tagged, _ = soundfile.read(tmp_path / f"tagged{suffix}")
    assert np.array_equal(plain, tagged)


def test_a_sheet_beside_it_has_every_chapter_in_75ths_of_a_second() -> None:
    assert cue_file(ALBUM, "waden.mp3").splitlines() == [
        'PERFORMER "Mat Coach"',
        'TITLE "Wade [am] Abend"',
        'FILE "waden.mp3" MP3',
        "  TRACK 01 AUDIO",
        '    TITLE "Dehnung, links"',
        "    INDEX 01 00:00:00",
        "  TRACK 02 AUDIO",
        "    TITLE \"Die 'andere', rechts\"",
        "    INDEX 01 01:01:37",
        "  TRACK 03 AUDIO",
        '    TITLE "Ü"',
        "    INDEX 01 61:01:19",
    ]


def test_a_sheet_has_no_more_tracks_than_two_digits_can_count() -> None:
    many = Album("x", Language.EN, 300.0, tuple(Chapter(float(n), str(n)) for n in range(200)))
    assert cue_file(many, "x.flac").count("TRACK") == 99


@pytest.mark.parametrize("language", Language)
def test_a_session_has_a_chapter_for_each_step_and_side(language: Language) -> None:
    routine = Library().find("ball-wall").routine
    assert routine is not None
    timeline = compile_session(Session(routine, language), estimated_seconds)
    found = chapters(timeline)
    assert found[0].start == 0
    assert [c.start for c in found] == sorted({c.start for c in found})
    due = {
        (timeline.steps[s.step].title.text, s.side) for s in timeline.segments if s.side is not None
    }
    side = {"left": "links", "right": "rechts"} if language is Language.DE else {}
    for title, on in due:
        assert on is not None
        assert f"{title}, {side.get(on, on)}" in [c.title for c in found]


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    (tmp_path / "x.mp3").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        render(Mix([], RATE), tmp_path / "x.mp3", album=ALBUM)
    assert [path.name for path in tmp_path.iterdir()] == ["x.mp3"]
