"""Single keys from a terminal, without waiting for Enter; the terminal is put back in the end.

Windows has no `termios`: there, keys come from the console directly.
"""

from __future__ import annotations

import os
import select
import sys
import time
from types import TracebackType
from typing import Final, Protocol

_ARROWS: Final = {b"\x1b[A": "up", b"\x1b[B": "down", b"\x1b[C": "right", b"\x1b[D": "left"}


class Keys(Protocol):
    """Where keys come from."""

    def __enter__(self) -> Keys: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def wait(self, seconds: float) -> str:
        """Give the next key, or nothing if none comes within so many seconds."""
        ...


class NoKeys:
    """Nobody is there to press one: a pipe, a file, a service."""

    def __enter__(self) -> Keys:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave everything as it is."""

    def wait(self, seconds: float) -> str:
        """Let the time go by."""
        time.sleep(seconds)
        return ""


if sys.platform == "win32":
    import msvcrt

    class TerminalKeys:
        """The console's keys."""

        def __enter__(self) -> Keys:
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            """Leave the console as it is."""

        def wait(self, seconds: float) -> str:
            """Give the next key, or nothing if none comes within so many seconds."""
            end = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= end:
                    return ""
                time.sleep(0.02)
            return msvcrt.getwch()

else:
    import termios
    import tty

    class TerminalKeys:
        """The terminal's keys, one at a time and not echoed, until it is left."""

        def __init__(self) -> None:
            self._terminal = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._terminal)
            self._pressed = b""
            """Keys that came together with the last one."""

        def __enter__(self) -> Keys:
            tty.setcbreak(self._terminal, termios.TCSADRAIN)
            return self

        def __exit__(
            self,
            kind: type[BaseException] | None,
            error: BaseException | None,
            trace: TracebackType | None,
        ) -> None:
            try:
                termios.tcsetattr(self._terminal, termios.TCSADRAIN, self._before)
            except termios.error:
                # The terminal has been closed: there is nothing to put back.
                return

        def wait(self, seconds: float) -> str:
            """Give the next key, or nothing if none comes within so many seconds."""
            if not self._pressed:
                ready, _, _ = select.select([self._terminal], [], [], seconds)
                if not ready:
                    return ""
                try:
                    self._pressed = os.read(self._terminal, 64)
                except OSError:
                    # The terminal is gone; its hang-up ends the session.
                    self._pressed = b""
                if not self._pressed:
                    time.sleep(seconds)
                    return ""
            return self._next()

        def _next(self) -> str:
            if self._pressed.startswith(b"\x1b"):
                # An arrow; of any other sequence nothing is a key of ours.
                sequence, self._pressed = self._pressed, b""
                return _ARROWS.get(sequence, "\x1b")
            first, self._pressed = self._pressed[:1], self._pressed[1:]
            return first.decode("ascii", errors="replace")


def keys() -> Keys:
    """Give the terminal's keys, or none where nobody is at one."""
    return TerminalKeys() if sys.stdin is not None and sys.stdin.isatty() else NoKeys()
