"""The `.cue` file beside a recording: its chapters, for players that do not read them in the sound.

The format is that of CDRWIN's guide: FILE, and for each TRACK its TITLE and INDEX, as minutes,
seconds and frames, of which a second has 75.
"""

from __future__ import annotations

from typing import Final

from audio.tags import Album

_FRAMES: Final = 75
_TRACKS: Final = 99
"""Two digits are all that the format has room for; the last track goes on to the end."""


def cue_file(album: Album, sound: str) -> str:
    """Give the text that goes beside the file named `sound`."""
    kind = "MP3" if sound.lower().endswith(".mp3") else "WAVE"
    lines = [
        f"PERFORMER {_quoted(album.artist)}",
        f"TITLE {_quoted(album.title)}",
        f"FILE {_quoted(sound)} {kind}",
    ]
    for number, chapter in enumerate(album.chapters[:_TRACKS], 1):
        lines += [
            f"  TRACK {number:02} AUDIO",
            f"    TITLE {_quoted(chapter.title)}",
            f"    INDEX 01 {_index(chapter.start)}",
        ]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # The format has no way to write a quotation mark, nor more than one line, inside a text.
    return '"{}"'.format(" ".join(text.replace('"', "'").split()))


def _index(seconds: float) -> str:
    whole, frame = divmod(round(seconds * _FRAMES), _FRAMES)
    return f"{whole // 60:02}:{whole % 60:02}:{frame:02}"
