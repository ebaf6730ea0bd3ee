"""The other end of `audio.speech_worker`: a process that is asked, waited for, and ended."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import IO, Final

import msgspec

from audio.speech_worker import Reply, Request
from sessions.words import Message, message

COMMAND: Final = (sys.executable, "-P", "-m", "audio.speech_worker")
"""Starts the worker; the folder for its files is added. Python files that lie where the program was
started are none of its business (`-P`)."""


class WorkerError(Exception):
    """The worker did not answer as it should: it must be ended."""

    def __init__(self, reason: Message | str) -> None:
        """Give the reason: a sentence of ours, or what the engine said in its own words."""
        super().__init__(str(reason))
        self.reason = reason


class Worker:
    """A running worker process."""

    def __init__(self, command: Sequence[str], patience: float) -> None:
        """Start it; raises `OSError` where that fails. It has `patience` seconds for an answer."""
        self._patience = patience
        self._folder = tempfile.mkdtemp(prefix="mat-coach-")
        # A session of its own: the terminal's Ctrl-C and hang-up are not for it.
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, self._folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            encoding="utf-8",
        )
        self._answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        if self._process.stdout is not None:
            threading.Thread(
                target=_pass_on, args=(self._process.stdout, self._answers), daemon=True
            ).start()

    def ask(self, request: Request) -> Reply:
        """Give the answer to a request; raises `WorkerError` if there is none in time."""
        stdin = self._process.stdin
        if stdin is None:
            raise _ended()
        try:
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            line = self._answers.get(timeout=self._patience)
        except (OSError, ValueError) as error:
            # ValueError: it was ended by another thread, and its pipes closed.
            raise _ended() from error
        except queue.Empty as error:
            raise WorkerError(message("the speech program does not answer")) from error
        try:
            return msgspec.json.decode(line, type=Reply)
        except msgspec.DecodeError as error:
            raise _ended() from error

    def end(self) -> None:
        """End the process, whatever it is doing, and clear up behind it."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # ValueError: another thread, which ends it as well, has closed it just now.
                with suppress(OSError, ValueError):
                    stream.close()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def _ended() -> WorkerError:
    return WorkerError(message("the speech program has ended by itself"))


def _pass_on(lines: IO[str], answers: queue.SimpleQueue[str]) -> None:
    with suppress(OSError, ValueError):
        for line in lines:
            answers.put(line)
    answers.put("")
