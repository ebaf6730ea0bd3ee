r"""The system's own voices: what differs between Linux, Windows and macOS, in one place.

What pyttsx3 gives of them, and what is relied on:

- **Linux**: eSpeak NG, one plain voice a language. Tried here, in every test.
- **macOS** (NSSpeechSynthesizer): `availableVoices` names each voice by an identifier that carries
  its quality, `com.apple.voice.premium.de-DE.Anna`, `….enhanced.…`, `….compact.…`; beside these,
  `com.apple.speech.synthesis.voice.Zarvox` are the novelties and `com.apple.eloquence.…` the old
  synthesiser. Apple's AVSpeechSynthesisVoiceQuality knows the same three steps.
  `startSpeaking(_:to:)` writes AIFF, which libsndfile knows by its content.
- **Windows** (SAPI 5): a voice is the key of its token, `HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\
  Speech\Voices\Tokens\TTS_MS_DE-DE_HEDDA_11.0`. SpFileStream writes WAV (RIFF), by default
  22.05 kHz, 16 bit, mono. The desktop voices are all of one quality.

Where an identifier is not as described, the voice counts as a basic one and can still be chosen.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Final

from audio.voices import Quality, VoiceInfo

_QUALITIES: Final = (
    ("com.apple.voice.premium.", Quality.BEST),
    ("com.apple.voice.enhanced.", Quality.GOOD),
    ("com.apple.speech.synthesis.voice.", Quality.NOVELTY),
    ("com.apple.eloquence.", Quality.NOVELTY),
    (r"hkey_local_machine\software\microsoft\speech", Quality.GOOD),
)
"""How an identifier begins, in small letters."""

_ENGINES: Final = {"darwin": "NSSpeech", "win32": "SAPI 5"}


def system_voice(
    identifier: str, name: str, languages: Sequence[str], platform: str = sys.platform
) -> VoiceInfo:
    """Describe a voice that pyttsx3 has listed."""
    known = identifier.casefold()
    quality = next((q for start, q in _QUALITIES if known.startswith(start)), Quality.BASIC)
    engine = _ENGINES.get(platform, "eSpeak NG")
    return VoiceInfo(identifier, name, tuple(languages), engine, quality)
