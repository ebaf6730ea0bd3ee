"""Hearing a voice before it is chosen for good."""

from __future__ import annotations

import time
from typing import Final

from coach.places import Places
from coach.settings import Settings
from sessions.words import Language

_LOOK: Final = 0.05
"""Seconds between two looks at whether it has been heard."""


def voice_names(language: Language, places: Places) -> list[str]:
    """Give the names of this computer's voices of a language; none where there is no engine."""
    from audio.speech import SpeechVoice
    from audio.voice import VoiceError

    voice = SpeechVoice(models=places.voice_folders)
    try:
        return [each.name for each in voice.voices() if each.speaks(language)]
    except VoiceError:
        # The settings then offer the best there is; the session says what is wrong.
        return []
    finally:
        voice.close()


def audition(text: str, language: Language, settings: Settings, places: Places) -> None:
    """Speak a text as the settings have it, and wait until it was heard.

    Raises `audio.voice.VoiceError` and `audio.output.OutputError`.
    """
    from audio.mixer import Mix
    from audio.outputs import open_output
    from audio.speech import SpeechVoice
    from audio.stream import Stream, StreamState

    voice = SpeechVoice(settings.voice, settings.speech_rate, models=places.voice_folders)
    try:
        clip = voice.render(text, language)
    finally:
        voice.close()
    stream = Stream(Mix([(0, clip)], clip.frames))
    stream.volume, stream.muted = settings.volume, settings.muted
    output = open_output(settings.output, stream.read).output
    try:
        stream.play()
        until = time.monotonic() + 2 * clip.seconds + 2.0
        while time.monotonic() < until:
            if stream.moment(output.frames_heard()).state is StreamState.ENDED:
                break
            time.sleep(_LOOK)
    finally:
        output.close()
