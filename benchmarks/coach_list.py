"""How much longer `coach list` takes than a Python that does nothing: the promise is 0.15 s."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

_RUNS = 15


def seconds(arguments: list[str], environ: dict[str, str]) -> float:
    """Give the median of the wall time of some runs, after one that fills the caches."""
    taken = []
    for _ in range(_RUNS + 1):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, *arguments], env=environ, check=True, stdout=subprocess.DEVNULL
        )
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def main() -> None:
    """Measure both in one run and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {**os.environ, "COACH_HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/bytecode"}
        environ.pop("PYTHONDONTWRITEBYTECODE", None)
        yardstick = seconds(["-c", "pass"], environ)
        listing = seconds(["-m", "coach", "list"], environ)
        plan = ["plan", "add", "evening", "--days", "daily", "--time", "21:00"]
        subprocess.run(
            [sys.executable, "-m", "coach", *plan], env=environ, check=True, capture_output=True
        )
        planned = seconds(["-m", "coach", "list"], environ)
    print(f"python -c pass  {yardstick:.3f} s")
    print(f"coach list      {listing:.3f} s  (+{listing - yardstick:.3f} s of 0.150 s)")
    print(f"with a plan     {planned:.3f} s  (+{planned - yardstick:.3f} s of 0.150 s)")


if __name__ == "__main__":
    main()
