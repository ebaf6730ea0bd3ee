"""The output: takes blocks of samples and makes them heard, or not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeAlias

from audio.clip import Samples
from sessions.words import Message

Source: TypeAlias = Callable[[int], Samples]
"""Given a number of frames, the next that many: float32, shape (frames,). Never blocks for long,
never raises; the output calls it from a thread of its own."""


class OutputError(Exception):
    """An output could not be opened."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Output(Protocol):
    """Somewhere for samples to go, at `audio.clip.RATE`, one channel."""

    @property
    def name(self) -> str:
        """As in `--output`: miniaudio, simpleaudio or silent."""
        ...

    def start(self, source: Source) -> None:
        """Open and begin to take samples; raises `OutputError` if that is impossible here."""
        ...

    def frames_heard(self) -> int:
        """Give how many frames since `start` have been heard: never more than time allows.

        A server may fetch a second or two ahead; what it fetched has not been heard yet.
        """
        ...

    def close(self) -> None:
        """Stop and let go of the device; may be called twice."""
        ...
