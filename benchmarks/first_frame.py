"""How long until the first frame, beside an empty Textual app: `python benchmarks/first_frame.py`.

Each is started by turns in a process and a terminal of its own, and is timed until a frame has come
out of it; the medians are compared. The routines fill the library's frame after that: when they
are there is told too.
"""

from __future__ import annotations

import os
import pty
import signal
import statistics
import sys
import tempfile
import time

from coach.places import places

RUNS = 11
A_FRAME = 1500
"""Bytes: what sets a terminal up is shorter, and a frame of 80 by 24 is longer."""
EMPTY = ("-c", "from textual.app import App; App().run()")
COACH = ("-m", "coach", "--language", "en")
A_ROUTINE = b"Breath and pelvic floor"
SETTINGS = 'phase = "not-pregnant"\n'
PROMISED = 1.3


def seconds(arguments: tuple[str, ...], text: bytes = b"") -> float:
    """Start Python and give the seconds until it has drawn a frame, and a text."""
    start = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.execv(sys.executable, (sys.executable, *arguments))
    drawn = b""
    while len(drawn) < A_FRAME or text not in drawn:
        drawn += os.read(terminal, 1 << 16)
    taken = time.perf_counter() - start
    os.kill(process, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(process, 0)
    return taken


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as home:
        # As from the second start on: with the bytecode that the first one has written.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"COACH_HOME": home, "PYTHONPYCACHEPREFIX": f"{home}/bytecode"}
        os.environ |= {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}
        kept = places(os.environ).settings
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(SETTINGS)
        _, *times = [
            (seconds(EMPTY), seconds(COACH), seconds(COACH, A_ROUTINE)) for _ in range(RUNS + 1)
        ]
    empty, coach, filled = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"empty Textual app  {empty:.3f} s")
    print(f"coach              {coach:.3f} s   ratio {coach / empty:.2f}, promised {PROMISED}")
    print(f"with its routines  {filled:.3f} s")


if __name__ == "__main__":
    main()
