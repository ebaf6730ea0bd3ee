"""What can be wrong with a routine, as sentences that say what to write instead."""

from __future__ import annotations

from dataclasses import dataclass

from sessions.plain_text import harmless
from sessions.words import Language, Message, Words


@dataclass(frozen=True)
class Problem:
    """One mistake in a routine file."""

    line: int
    """From 1."""
    message: Message

    def sentence(self, file: str, words: Words) -> str:
        """Give `file:line: sentence`, in the language of `words`."""
        return f"{harmless(file)}:{self.line}: {words.say(self.message)}"


class RoutineError(Exception):
    """A routine file cannot be used; it names every mistake that was found in it."""

    def __init__(self, file: str, problems: tuple[Problem, ...]) -> None:
        super().__init__(file, problems)
        self.file = file
        self.problems = problems

    def sentences(self, words: Words) -> list[str]:
        """Give one line a mistake, in the language of `words`."""
        return [problem.sentence(self.file, words) for problem in self.problems]

    def __str__(self) -> str:
        return "\n".join(self.sentences(Words(Language.EN)))
