"""An engine that speaks, in a process of its own: started when needed, and kept an eye on.

A worker that does not answer in time is ended and started anew; one that keeps failing is left
alone for a while, so that a session goes on without it instead of waiting for every word.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from audio.voice import VoiceError
from audio.worker import Worker, WorkerError
from sessions.words import Message, message

T = TypeVar("T")

_FAILURES: Final = 3
"""After so many in a row the engine is left alone."""
_LEFT_ALONE: Final = 30.0


class Engine:
    """Used by one thread at a time; closed by any."""

    def __init__(self, command: Sequence[str], patience: float, clock: Callable[[], float]) -> None:
        """Run `command` as the worker; an answer of it is waited for `patience` seconds."""
        self._command = command
        self._patience = patience
        self._clock = clock
        self._worker: Worker | None = None
        self._failures = 0
        self._left_alone_until = 0.0
        self._closed = False

    def tried(self, use: Callable[[Worker], T]) -> T:
        """Use the worker; once more with a new one if the first try fails. Raises `VoiceError`."""
        self._stay_open()
        if self._clock() < self._left_alone_until:
            raise VoiceError(message("The voice does not answer; the session goes on without it."))
        try:
            try:
                result = use(self._running_worker())
            except (OSError, WorkerError):
                self._end_worker()
                self._stay_open()
                result = use(self._running_worker())
        except (OSError, WorkerError) as error:
            self._end_worker()
            self._note_failure()
            raise VoiceError(
                message("The voice does not work: {reason}.", reason=_reason(error))
            ) from error
        self._failures = 0
        return result

    def close(self) -> None:
        """End the worker, even while it is being waited for."""
        self._closed = True
        worker = self._worker
        if worker is not None:
            worker.end()

    def _running_worker(self) -> Worker:
        if self._worker is None:
            self._worker = Worker(self._command, self._patience)
            if self._closed:
                # Closed while it started, when there was nothing to end yet.
                self._end_worker()
                self._stay_open()
        return self._worker

    def _stay_open(self) -> None:
        if self._closed:
            raise VoiceError(message("The voice has been closed."))

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def _note_failure(self) -> None:
        self._failures += 1
        if self._failures >= _FAILURES:
            self._failures = 0
            self._left_alone_until = self._clock() + _LEFT_ALONE


def _reason(error: OSError | WorkerError) -> Message | str:
    if isinstance(error, WorkerError) and isinstance(error.reason, Message):
        return error.reason
    return str(error).rstrip(".")
