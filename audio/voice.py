"""The voice: turns text into a clip. `audio.speech` has the real one, `SilentVoice` stands in."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from audio.clip import RATE, Clip
from sessions.speech_length import estimated_seconds
from sessions.words import Language, Message


class VoiceError(Exception):
    """A text could not be turned into sound."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Voice(Protocol):
    """Turns text into a clip."""

    @property
    def name(self) -> str:
        """Engine, voice and rate: what tells its clips from those of another voice."""
        ...

    def render(self, text: str, language: Language) -> Clip:
        """Speak `text`; raises `VoiceError`. Called from one thread at a time."""
        ...

    def close(self) -> None:
        """Let go of what it holds; rendering afterwards raises `VoiceError`."""
        ...


class SilentVoice:
    """Says nothing for as long as saying it would take: the texts are read on the screen."""

    name = "silent"

    def render(self, text: str, language: Language) -> Clip:
        """Give silence of the length that `text` would take to say."""
        seconds = estimated_seconds(text, language)
        return Clip(np.zeros(round(seconds * RATE), dtype=np.float32))

    def close(self) -> None:
        """Hold nothing."""
