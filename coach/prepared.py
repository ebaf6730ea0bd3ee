"""A session made into sound, whole or as far as its first segment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace

import numpy as np

from audio.bells import Bells
from audio.clip import Clip
from audio.clips import ClipStore
from audio.mixer import Mix, mixed
from audio.music import Music
from sessions.pronunciation import Pronunciation
from sessions.timeline import Timeline, Tone
from sessions.words import Language


@dataclass(frozen=True)
class Prepared:
    """A session that can be played at once."""

    timeline: Timeline
    mix: Mix
    clip_of: Callable[[str, Language], Clip]
    pronunciation: Pronunciation
    tone_of: Callable[[Tone, float], Clip]
    whole: Future[Prepared] | None = None
    """The whole session, where this one has the sound of its first segment alone."""


class Sounds:
    """What a session sounds like: its texts spoken, its bells, the music under it."""

    def __init__(
        self,
        clips: ClipStore,
        pronunciation: Pronunciation,
        bells: Bells,
        music: Music | None,
        music_volume: int,
    ) -> None:
        self._clips = clips
        self._pronunciation = pronunciation
        self._bells = bells
        self._music = music
        self._music_volume = music_volume
        self._spoken: dict[tuple[str, Language], Clip] = {}

    def speech(self, text: str, language: Language) -> Clip:
        """Give the clip of a text, always the same, though a voice may begin to work meanwhile."""
        if (text, language) not in self._spoken:
            said = self._pronunciation.spoken(text, language)
            self._spoken[text, language] = self._clips.clip(said, language)
        return self._spoken[text, language]

    def speech_so_far(self, text: str, language: Language) -> Clip:
        """Give the clip of a text that has been asked for before, and nothing for any other."""
        return self._spoken.get((text, language), Clip(np.zeros(0, dtype=np.float32)))

    def whole(self, timeline: Timeline) -> Prepared:
        """Mix a session of which every text has its real length."""
        return self._prepared(timeline, self.speech)

    def opening(self, timeline: Timeline, whole: Future[Prepared]) -> Prepared:
        """Mix a session of which only what has been asked for is heard."""
        return replace(self._prepared(timeline, self.speech_so_far), whole=whole)

    def _prepared(self, timeline: Timeline, speech: Callable[[str, Language], Clip]) -> Prepared:
        mix = mixed(timeline, speech, self._bells.tone, self._music, self._music_volume)
        return Prepared(timeline, mix, speech, self._pronunciation, self._bells.tone)
