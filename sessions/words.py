"""Sentences for people, in the languages the product speaks.

The one place where gettext is used: everything that is shown, printed or spoken is written in
English in the code, as a `Message` or as the argument of a `Words`, and translated here.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from os import PathLike
from pathlib import Path
from types import MappingProxyType

from sessions.plain_text import harmless

DOMAIN = "mat-coach"
"""The name of the catalogues in `LOCALE_FOLDER`."""

LOCALE_FOLDER = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language that the screen and the voice have, as an ISO 639-1 code."""

    DE = "de"
    EN = "en"


@dataclass(frozen=True)
class Message:
    """A sentence that whoever shows it will translate: raised by code that knows no language."""

    text: str
    """The English sentence, with `{name}` where a value goes; the key in the catalogues."""

    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """The values by name. A value that is itself a `Message` is translated too."""

    def __str__(self) -> str:
        """Give the English sentence."""
        return Words(Language.EN).say(self)


def message(text: str, /, **values: object) -> Message:
    """Write a `Message`; the catalogues are made from the calls of this name."""
    return Message(text, MappingProxyType(values))


class Words:
    """The sentences of one language: `words("Hold for {n} seconds.", n=5)`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = gettext.translation(
            DOMAIN, LOCALE_FOLDER, languages=[language], fallback=language is Language.EN
        )

    def __call__(self, text: str, /, **values: object) -> str:
        """Translate `text` and put the values in, of which none can command a terminal."""
        return self._catalogue.gettext(text).format(**_shown(values))

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """Translate the form that fits the number `n`, which is put in as `{n}`."""
        return self._catalogue.ngettext(one, many, n).format(n=n, **_shown(values))

    def say(self, sentence: Message) -> str:
        """Translate a `Message`, and every value of it that is one."""
        values = {
            name: self.say(value) if isinstance(value, Message) else value
            for name, value in sentence.values.items()
        }
        return self(sentence.text, **values)


def _shown(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: harmless(str(value)) if isinstance(value, str | PathLike) else value
        for name, value in values.items()
    }
