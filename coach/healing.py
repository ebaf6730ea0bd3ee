"""A voice that works again in mid-session: what is still to be said is put in its silent places.

No cue moves, since the session was laid out for the silence: a clip that is too long for its place
stays unsaid, and what should be sounding just now is not begun in the middle.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from audio.clip import RATE, Clip, frames
from audio.clips import ClipStore
from audio.mixer import Mix
from audio.stream import Stream
from sessions.timeline import Cue
from sessions.words import Language

if TYPE_CHECKING:
    from coach.prepared import Prepared

_EVERY: Final = 5.0
"""Seconds between two tries; a voice that keeps failing is left alone for longer by itself."""
_OVER: Final = 0.5
"""Seconds that a clip may be longer than its place: of the second of silence that follows it."""
_SOON: Final = 1.0
"""Seconds ahead in which nothing is changed: a device may have fetched them."""


class Healing:
    """Tries again what the voice could not say, in a thread of its own, until it is ended."""

    def __init__(self, clips: ClipStore, prepared: Prepared, stream: Stream) -> None:
        self._clips = clips
        self._prepared = prepared
        self._timeline = prepared.timeline
        self._stream = stream
        self._ended = threading.Event()
        self._too_long: dict[tuple[str, Language], Clip] = {}
        """The silences that stay, though the voice can say it now."""
        self._under_way: dict[Cue, Clip] = {}

    def begin(self, whole: Prepared) -> None:
        """Begin to try, now that the session is whole; often there is nothing missing."""
        self._prepared, self._timeline = whole, whole.timeline
        if self._clips.missing:
            threading.Thread(target=self._try, daemon=True).start()

    def speech(self, text: str, language: Language) -> Clip:
        """Give the clip of a text: silence, where what the voice says now would be too long."""
        if (text, language) in self._too_long:
            return self._too_long[text, language]
        return self._clips.clip(self._prepared.pronunciation.spoken(text, language), language)

    def end(self) -> None:
        """Try no more."""
        self._ended.set()

    def _try(self) -> None:
        while self._clips.missing and not self._ended.wait(_EVERY):
            self.heal()

    def heal(self) -> None:
        """Put what the voice can say now in its places."""
        silent = {
            cue: self._clip(cue) for cue in self._timeline.utterances() if self._is_missing(cue)
        }
        if not self._clips.heal():
            return
        now = self._stream.frame / RATE
        for cue, silence in silent.items():
            if self._clip(cue).seconds > cue.duration + _OVER:
                self._too_long[cue.text, self._language(cue)] = silence
            if cue.start - _SOON <= now < cue.end:
                self._under_way[cue] = silence
        placed = [(frames(cue.start), self._clip(cue)) for cue in self._timeline.cues()]
        self._stream.remix(Mix(placed, self._prepared.mix.frames, self._prepared.mix.bed))

    def _clip(self, cue: Cue) -> Clip:
        if cue.tone is not None:
            return self._prepared.tone_of(cue.tone, cue.duration)
        if cue in self._under_way:
            return self._under_way[cue]
        return self.speech(cue.text, self._language(cue))

    def _is_missing(self, cue: Cue) -> bool:
        language = self._language(cue)
        return (
            self._prepared.pronunciation.spoken(cue.text, language),
            language,
        ) in self._clips.missing

    def _language(self, cue: Cue) -> Language:
        return cue.language or self._timeline.language
