"""What a recording says about itself: title, artist, language, and chapters where it can.

Chapters are Vorbis comments in FLAC and Ogg (`CHAPTER000`, wiki.xiph.org/Chapter_Extension) and
the frames CTOC and CHAP of ID3v2 in MP3 and WAV (id3.org, "ID3v2 Chapter Frame Addendum").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final, Protocol

from mutagen import MutagenError
from mutagen.flac import FLAC
from mutagen.id3 import CHAP, CTOC, TIT2, TLAN, TPE1, CTOCFlags, Encoding, Frame
from mutagen.mp3 import MP3
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

from sessions.chapters import Chapter
from sessions.words import Language

ARTIST: Final = "Mat Coach"
_ISO_639_2: Final = {Language.DE: "deu", Language.EN: "eng"}
_NOT_GIVEN: Final = 0xFFFF_FFFF
"""In place of an offset in bytes: the times hold."""
_MOST_CHILDREN: Final = 255
"""Of a table of contents: their number is one byte."""


@dataclass(frozen=True)
class Album:
    """A recording of a session."""

    title: str
    language: Language
    duration: float
    """Seconds."""
    chapters: tuple[Chapter, ...] = ()
    artist: str = ARTIST


class _Comments(Protocol):
    def __setitem__(self, key: str, value: str) -> None: ...


def write_tags(file: Path, suffix: str, album: Album) -> None:
    """Write them into a sound file of the format that `suffix` names. Raises `OSError`."""
    try:
        match suffix:
            case ".flac":
                flac = FLAC(file)
                _comment(flac, album)
                flac.save()
            case ".ogg":
                vorbis = OggVorbis(file)
                _comment(vorbis, album)
                vorbis.save()
            case ".opus":
                opus = OggOpus(file)
                _comment(opus, album)
                opus.save()
            case ".mp3":
                mp3 = MP3(file)
                _frame(mp3, album)
                mp3.save()
            case _:
                wave = WAVE(file)
                _frame(wave, album)
                wave.save()
    except MutagenError as error:
        cause = error.__cause__ or error.__context__ or (error.args[0] if error.args else None)
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def _comment(comments: _Comments, album: Album) -> None:
    comments["TITLE"] = album.title
    comments["ARTIST"] = album.artist
    comments["LANGUAGE"] = str(album.language)
    for number, chapter in enumerate(album.chapters):
        comments[f"CHAPTER{number:03}"] = _clock(chapter.start)
        comments[f"CHAPTER{number:03}NAME"] = chapter.title


def _frame(file: MP3 | WAVE, album: Album) -> None:
    for frame in _frames(album):
        file[frame.HashKey] = frame


def _frames(album: Album) -> Iterator[Frame]:
    yield TIT2(encoding=Encoding.UTF8, text=album.title)
    yield TPE1(encoding=Encoding.UTF8, text=album.artist)
    yield TLAN(encoding=Encoding.UTF8, text=_ISO_639_2[album.language])
    ends = [*(chapter.start for chapter in album.chapters), album.duration]
    names = _names(album.chapters)
    for name, chapter, (start, end) in zip(names, album.chapters, pairwise(ends), strict=True):
        yield CHAP(
            element_id=name,
            start_time=round(start * 1000),
            end_time=round(end * 1000),
            start_offset=_NOT_GIVEN,
            end_offset=_NOT_GIVEN,
            sub_frames=[TIT2(encoding=Encoding.UTF8, text=chapter.title)],
        )
    if names:
        yield CTOC(
            element_id="toc",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=names[:_MOST_CHILDREN],
            sub_frames=[],
        )


def _names(chapters: Sequence[Chapter]) -> list[str]:
    """Name each chapter so that all frames are equally long.

    mutagen writes the shortest first, then by name; and players take them as they come.
    """
    lengths = [len(chapter.title.encode()) for chapter in chapters]
    return [
        f"chp{number:05}{'-' * (max(lengths) - length)}" for number, length in enumerate(lengths)
    ]


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"
