"""Opening an output: the one that was asked for, or the first that works here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from audio.clocks import machine_clocks
from audio.output import Output, OutputError, Source
from sessions.words import Message, message

AUTO: Final = "auto"
SILENT: Final = "silent"


@dataclass(frozen=True)
class Opened:
    """An output that takes samples, and what is to be said about it."""

    output: Output
    notes: tuple[Message, ...] = ()


def _miniaudio() -> Output:
    from audio.miniaudio_output import MiniaudioOutput

    return MiniaudioOutput()


def _simpleaudio() -> Output:
    from audio.simpleaudio_output import SimpleaudioOutput

    return SimpleaudioOutput()


def _silent() -> Output:
    from audio.silent_output import SilentOutput

    return SilentOutput(machine_clocks().awake)


OUTPUTS: Final[Mapping[str, Callable[[], Output]]] = {
    "miniaudio": _miniaudio,
    "simpleaudio": _simpleaudio,
    SILENT: _silent,
}
"""Every output by its name, in the order in which they are tried."""


def open_output(choice: str, source: Source) -> Opened:
    """Open the output called `choice`; for `auto` the first that opens, telling why.

    Raises `OutputError` where the one that was asked for does not open.
    """
    if choice != AUTO:
        return Opened(_started(choice, source))
    notes: list[Message] = []
    for name in OUTPUTS:
        try:
            output = _started(name, source)
        except OutputError as error:
            notes.append(error.message)
        else:
            if notes:
                notes.append(_INSTEAD[name])
            return Opened(output, tuple(notes))
    raise OutputError(message("No output works here."))


def devices_of(choice: str) -> tuple[str, ...]:
    """Give the outputs that may be heard where `choice` was made, in the order to try them."""
    devices = tuple(name for name in OUTPUTS if name != SILENT)
    return devices if choice == AUTO else tuple(name for name in devices if name == choice)


def _started(name: str, source: Source) -> Output:
    output = OUTPUTS[name]()
    output.start(source)
    return output


_INSTEAD: Final = {
    "miniaudio": message("Sound goes through miniaudio."),
    "simpleaudio": message("Sound goes through simpleaudio instead."),
    SILENT: message("The session is shown without sound."),
}
