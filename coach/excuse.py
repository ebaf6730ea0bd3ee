"""The excuse for a fault of the program: a sentence for the user, the traceback in a file."""

from __future__ import annotations

import tempfile

from sessions.words import Words


def excuse(traceback: str, words: Words) -> str:
    """Keep a traceback for those who mend the program; gives the sentence that says where."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="mat-coach-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(traceback)
    return words("Sorry, Mat Coach has a fault. The details are in {file}.", file=file.name)
