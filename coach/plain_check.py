"""The check before a start in lines, for somebody at a terminal: one key an answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from coach.checks import is_checked, keep_check
from coach.context import Program
from coach.keys import Keys
from coach.log import Log
from coach.safety import Safety
from sessions.stage import LAST_WEEK, AfterBirth, NotPregnant, Pregnant, Stage
from sessions.words import Words

_PATIENCE: Final = 0.5
"""Seconds between two looks for a key: Ctrl-C is answered as soon."""
_MOST_DIGITS: Final = 3


class PlainCheck:
    """Asks in lines. Nothing is waited for with Enter but a number of weeks."""

    def __init__(self, keys: Keys, words: Words, write: Callable[[str], None]) -> None:
        self._keys = keys
        self._words = words
        self._write = write
        self.pain: int | None = None
        """Told before the session, 0 to 10."""

    def stage(self) -> Stage:
        """Ask for the phase."""
        words = self._words
        self._write(words("Are you pregnant, or have you given birth?"))
        self._write(words("1 not pregnant, 2 pregnant, 3 after birth"))
        match self._one_of("123"):
            case "2":
                return Pregnant(
                    self._number(words("In which week of pregnancy are you?"), 1, LAST_WEEK)
                )
            case "3":
                weeks = self._number(words("How many weeks ago was the birth?"), 0, 520)
                self._write(words("Was it a caesarean?") + " " + self._yes_or_no())
                return AfterBirth(weeks, caesarean=self._yes())
            case _:
                return NotPregnant()

    def begins(self, safety: Safety, program: Program, log: Log | None) -> bool:
        """Ask what was not answered today, and for pain; gives whether the session begins."""
        if not is_checked(log, safety.stage):
            for question in safety.questions():
                self._write(f"{self._words.say(question)} {self._yes_or_no()}")
                if self._yes():
                    self._write(self._words("Not today. Please ask somebody who knows you first."))
                    self.tell_help(safety)
                    return False
            keep_check(log, safety.stage)
        self._write(self._words("Pain now, 0 to 9, x for ten; Enter to go on without an answer"))
        pressed = self._one_of("0123456789x\n\r")
        if pressed in "\n\r":
            return True
        self.pain = 10 if pressed == "x" else int(pressed)
        if self.pain <= program.settings.most_pain:
            return True
        self._write(self._words("That is a lot of pain. Better not today, or only after asking."))
        self.tell_help(safety)
        self._write(self._words("Begin all the same?") + " " + self._yes_or_no())
        return self._yes()

    def tell_help(self, safety: Safety) -> None:
        """Tell what to do and whom to call."""
        for sentence in safety.what_to_do():
            self._write(self._words.say(sentence))

    def _yes_or_no(self) -> str:
        return self._words("[y/n]")

    def _yes(self) -> bool:
        return self._one_of("ynj") != "n"

    def _one_of(self, wanted: str) -> str:
        while True:
            pressed = self._keys.wait(_PATIENCE).lower()
            if pressed and pressed in wanted:
                return pressed

    def _number(self, question: str, least: int, most: int) -> int:
        while True:
            how = self._words("(digits, then Enter)")
            self._write(f"{question} {how}")
            digits = ""
            while (pressed := self._one_of("0123456789\n\r")) not in "\n\r":
                digits = (digits + pressed)[-_MOST_DIGITS:]
            if digits and least <= int(digits) <= most:
                return int(digits)
            self._write(self._words("Write a whole number from {n} to {m}.", n=least, m=most))
