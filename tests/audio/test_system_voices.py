"""The voices of macOS and Windows, by the identifiers that their documentation shows."""

from __future__ import annotations

import pytest

from audio.system_voices import system_voice
from audio.voices import Quality, VoiceInfo, best_voice
from sessions.words import Language

WINDOWS = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Speech\\Voices\\Tokens\\TTS_MS_DE-DE_HEDDA_11.0"


def apple(kind: str, name: str, language: str) -> VoiceInfo:
    return system_voice(f"com.apple.{kind}.{language}.{name}", name, [language], "darwin")


@pytest.mark.parametrize(
    ("identifier", "platform", "engine", "quality"),
    [
        ("com.apple.voice.premium.de-DE.Anna", "darwin", "NSSpeech", Quality.BEST),
        ("com.apple.voice.enhanced.de-DE.Anna", "darwin", "NSSpeech", Quality.GOOD),
        ("com.apple.voice.compact.de-DE.Anna", "darwin", "NSSpeech", Quality.BASIC),
        ("com.apple.speech.synthesis.voice.Zarvox", "darwin", "NSSpeech", Quality.NOVELTY),
        ("com.apple.eloquence.de-DE.Grandma", "darwin", "NSSpeech", Quality.NOVELTY),
        ("com.apple.something.new", "darwin", "NSSpeech", Quality.BASIC),
        (WINDOWS, "win32", "SAPI 5", Quality.GOOD),
        ("gmw/de", "linux", "eSpeak NG", Quality.BASIC),
        ("", "linux", "eSpeak NG", Quality.BASIC),
    ],
)
def test_a_voice_is_described_by_its_identifier(
    identifier: str, platform: str, engine: str, quality: Quality
) -> None:
    voice = system_voice(identifier, "Name", ["de-de"], platform)
    assert (voice.engine, voice.quality) == (engine, quality)


def test_the_best_voice_installed_is_chosen_and_a_novelty_last() -> None:
    novelty = apple("eloquence", "Grandma", "de-de")
    compact = apple("voice.compact", "Anna", "de-de")
    austrian = apple("voice.enhanced", "Lisa", "de-at")
    premium = apple("voice.premium", "Petra", "de-de")
    for best, *others in (
        (premium, austrian, compact, novelty),
        (austrian, compact, novelty),
        (compact, novelty),
        (novelty,),
    ):
        assert best_voice([*others, best], Language.DE) is best


def test_a_voice_that_piper_was_given_goes_before_the_systems_best() -> None:
    fetched = VoiceInfo("v.onnx", "de_DE-kerstin-low", ("de-de",), "Piper", Quality.GOOD)
    premium = apple("voice.premium", "Petra", "de-de")
    assert best_voice([premium, fetched], Language.DE) is fetched
