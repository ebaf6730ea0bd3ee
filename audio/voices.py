"""The voices of this computer, and which of them speaks a language."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from audio.voice import VoiceError
from sessions.words import Language, message

PIPER: Final = "Piper"
"""The engine whose voices somebody has fetched: they go before those of the system."""


class Quality(IntEnum):
    """How much a voice sounds like somebody; the higher, the better."""

    NOVELTY = 0
    """Made for fun: bells, whispers, robots. Never chosen by itself where there is another."""
    BASIC = 1
    GOOD = 2
    BEST = 3


@dataclass(frozen=True)
class VoiceInfo:
    """A voice that can be chosen."""

    id: str
    """What its engine knows it by."""
    name: str
    """What people know it by."""
    languages: tuple[str, ...]
    """IETF language tags in small letters, such as `en-gb`."""
    engine: str = "pyttsx3"
    quality: Quality = Quality.BASIC

    def speaks(self, language: Language) -> bool:
        """Whether it is a voice of a language, whatever the region."""
        return any(tag.split("-")[0] == language for tag in self.languages)


_PREFERRED: Final = {
    Language.DE: ("de", "de-de"),
    Language.EN: ("en-gb", "en-us", "en"),
}
"""The regions to choose from first, as spoken by most or understood by all."""


def best_voice(voices: Sequence[VoiceInfo], language: Language, wanted: str = "") -> VoiceInfo:
    """Choose the wanted voice, by id or name, if it speaks the language, else the best that does.

    That is one of Piper, then the one of highest quality, then one of the region that most
    understand. Raises `VoiceError` where no voice is called `wanted`, or none speaks the language.
    """
    chosen = named_voice(voices, wanted) if wanted else None
    if chosen is not None and chosen.speaks(language):
        return chosen
    able = [voice for voice in voices if voice.speaks(language)]
    if able:
        return min(able, key=lambda v: (v.engine != PIPER, -v.quality, region_rank(v, language)))
    if language is Language.DE:
        raise VoiceError(message("This computer has no German voice."))
    raise VoiceError(message("This computer has no English voice."))


def region_rank(voice: VoiceInfo, language: Language) -> int:
    """Give how far a voice is from the region that most understand, from 0."""
    preferred = _PREFERRED[language]
    return min((preferred.index(t) for t in voice.languages if t in preferred), default=99)


def named_voice(voices: Sequence[VoiceInfo], wanted: str) -> VoiceInfo:
    """Give the voice of a name or id; raises `VoiceError`, which suggests the nearest."""
    by_name = {name.casefold(): voice for voice in voices for name in (voice.name, voice.id)}
    found = by_name.get(wanted.casefold())
    if found is not None:
        return found
    near = difflib.get_close_matches(wanted.casefold(), by_name, n=1)
    if near:
        raise VoiceError(
            message(
                'There is no voice "{wanted}"; did you mean "{near}"?',
                wanted=wanted,
                near=by_name[near[0]].name,
            )
        )
    raise VoiceError(
        message('There is no voice "{wanted}"; `coach voices` lists them.', wanted=wanted)
    )
