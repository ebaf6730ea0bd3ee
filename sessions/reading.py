"""Reading the values of a routine file by the types of the model, and saying what is wrong.

A value becomes what the model asks for, or a `Mistake` that says what to write instead. What there
is to read is told by the annotations in `sessions.routine`, and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import NoneType
from typing import Any, Final, get_args, get_origin

from msgspec import Meta

from sessions.durations import seconds_of
from sessions.plain_text import harmless
from sessions.routine import BreathPattern, Pause, Seconds, Tempo, Text
from sessions.suggestions import nearest
from sessions.words import Language, Message, message

LONGEST: Final = 4 * 3600
LONGEST_TEXT: Final = 1000
_LONGEST_PART: Final = 60
_SHORTEST_BREATH: Final = 1
_SHOWN: Final = 40
_LARGEST_SHOWN: Final = 10**15
_PARTS: Final = re.compile(
    r"\d{1,4}(?:[.,]\d{1,3})?(?:\s*[-–]\s*\d{1,4}(?:[.,]\d{1,3})?)*", re.ASCII
)


class Mistake(Exception):  # noqa: N818 - it is what the reader's user made, not what went wrong here
    """A value is not what it should be."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.message = what


def read(value: object, kind: Any) -> Any:  # noqa: ANN401 - any annotation of the model
    """Read a value as the type `kind` of the model; raises `Mistake`."""
    if get_origin(kind) is not None and NoneType in get_args(kind):
        kind = next(arg for arg in get_args(kind) if arg is not NoneType)
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return _list(value, arguments[0])
    if arguments and isinstance(arguments[-1], Meta):
        return _count(value, arguments[-1])
    if arguments and all(isinstance(argument, str) for argument in arguments):
        return choice(value, arguments)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(choice(value, [str(member) for member in kind]))
    return _READERS[kind](value)


def shown(value: object) -> str:
    """Write a value as it might stand in the file, short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{shortened(value)}"'
    if isinstance(value, list):
        return "[…]"
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return "…"  # Python refuses to write the very longest.
    return str(value)


def shortened(text: str) -> str:
    """Make words of the file harmless, and short enough for a sentence."""
    text = harmless(text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _text(value: object) -> Text:
    if isinstance(value, str):
        return Text(_written(value))
    if isinstance(value, Mapping) and value:
        return Text({_language(key): _written(text) for key, text in value.items()})
    raise Mistake(
        message(
            "{value} must be a text in quotation marks, or one for each language: "
            '{{ de = "…", en = "…" }}',
            value=shown(value),
        )
    )


def _language(key: str) -> Language:
    if key not in set(Language):
        raise Mistake(message('"{key}" is no language here; write de or en', key=shortened(key)))
    return Language(key)


def _written(value: object) -> str:
    if not isinstance(value, str):
        raise Mistake(message("{value} must be a text in quotation marks", value=shown(value)))
    text = harmless(value)
    if not any(map(str.isprintable, text)):
        raise Mistake(message("the text is empty; write something or leave the key out"))
    if len(text) > LONGEST_TEXT:
        raise Mistake(
            message(
                "the text has {n} characters; {most} are the most", n=len(text), most=LONGEST_TEXT
            )
        )
    return text


def _whole_text(value: object) -> str:
    return _written(value)


def _seconds(value: object) -> Seconds:
    seconds = _duration(value)
    if seconds <= 0:
        raise Mistake(
            message(
                '{value} must be longer than zero, for example "20s"',
                value=shown(value),
            )
        )
    return Seconds(seconds)


def _pause(value: object) -> Pause:
    seconds = _duration(value)
    if seconds < 0:
        raise Mistake(
            message('{value} must not be negative, for example "10s"', value=shown(value))
        )
    return Pause(seconds)


def _duration(value: object) -> float:
    seconds = seconds_of(value)
    if seconds is None:
        raise Mistake(
            message(
                '{value} is no length of time; write for example "45s" or "1m30s"',
                value=shown(value),
            )
        )
    if seconds > LONGEST:
        raise Mistake(message("{value} is longer than {hours} hours", value=shown(value), hours=4))
    return seconds


def _count(value: object, limits: Meta) -> int:
    least, most = limits.ge or 0, limits.le or 0
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Mistake(
            message(
                "{value} must be a whole number from {least} to {most}",
                value=shown(value),
                least=least,
                most=most,
            )
        )
    return value


def choice(value: object, choices: Iterable[str]) -> str:
    """Read one of several words; raises `Mistake`, which suggests the nearest."""
    known = list(choices)
    if isinstance(value, str) and value in known:
        return value
    near = nearest(value, known) if isinstance(value, str) else None
    if near is not None:
        raise Mistake(
            message(
                '{value} is not known; did you mean "{near}"?',
                value=shown(value),
                near=near,
            )
        )
    raise Mistake(
        message(
            "{value} is not known; write one of: {known}",
            value=shown(value),
            known=", ".join(known),
        )
    )


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise Mistake(message("{value} must be true or false", value=shown(value)))
    return value


def _list(value: object, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(value, list):
        raise Mistake(message("{value} must be a list in square brackets", value=shown(value)))
    return tuple(read(item, kind) for item in value)


def _tempo(value: object) -> Tempo:
    parts = _parts(value)
    if parts is None or len(parts) not in {3, 4} or sum(parts) <= 0:
        raise Mistake(
            message(
                '{value} is no tempo; write seconds for out, hold and back, for example "3-1-3"',
                value=shown(value),
            )
        )
    return Tempo(*parts)


def _pattern(value: object) -> BreathPattern:
    parts = _parts(value)
    if parts is None or len(parts) != 2 or min(parts) < _SHORTEST_BREATH:
        raise Mistake(
            message(
                '{value} is no breath; write seconds for in and out, for example "4-6"',
                value=shown(value),
            )
        )
    return BreathPattern(*parts)


def _parts(value: object) -> list[float] | None:
    if not isinstance(value, str) or not _PARTS.fullmatch(value.strip()):
        return None
    parts = [float(part.replace(",", ".")) for part in re.split("[-–]", value)]
    return parts if max(parts) <= _LONGEST_PART else None


_READERS: Final[dict[type, Callable[[object], object]]] = {
    str: _whole_text,
    bool: _switch,
    Text: _text,
    Seconds: _seconds,
    Pause: _pause,
    Tempo: _tempo,
    BreathPattern: _pattern,
}
