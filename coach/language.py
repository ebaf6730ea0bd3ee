"""Which language to speak: as asked for, else as set, else the computer's, else English."""

from __future__ import annotations

import locale
import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from sessions.words import Language

OPTION: Final = "--language"

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""As POSIX ranks them: the first that is set decides."""


def asked_for(arguments: Sequence[str]) -> Language | None:
    """Give the language that a command line asks for.

    It is needed before the command line is parsed: the mistakes in it are told in that language.
    """
    for argument, following in pairwise([*arguments, ""]):
        name, equals, value = argument.partition("=")
        if name == OPTION:
            return _known(value if equals else following)
    return None


def of_computer(environ: Mapping[str, str]) -> Language | None:
    """Give the language that the computer is set to, if it is one of ours."""
    for variable in _VARIABLES:
        if environ.get(variable):
            return _known(environ[variable])
    # macOS and Windows set no variable; Python asks the system there.
    return _known(locale.getlocale()[0] or "")


def region(environ: Mapping[str, str]) -> str:
    """Give the country that the computer is set to, as a code such as `AT`; empty for none."""
    for variable in _VARIABLES:
        if environ.get(variable):
            return _region_of(environ[variable])
    return _region_of(locale.getlocale()[0] or "")


def choose(
    arguments: Sequence[str], setting: Language | None, environ: Mapping[str, str]
) -> Language:
    """Choose the language for this time."""
    return asked_for(arguments) or setting or of_computer(environ) or Language.EN


def _known(name: str) -> Language | None:
    # "de_AT.UTF-8", "de-CH" and the "German_Germany" of Windows all mean German.
    start = name.lower()
    if start.startswith("german"):
        return Language.DE
    code = start.replace("-", "_").split("_")[0].split(".")[0]
    return Language(code) if code in set(Language) else None


def _region_of(name: str) -> str:
    found = re.match(r"[a-z]{2,3}[_-]([A-Z]{2})\b", name)
    return found[1] if found else ""
