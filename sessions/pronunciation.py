"""Pronunciation: what the voice is given where a text is not written as it is said.

The table of every session is `pronunciation.toml`, beside this file; a routine can have its own,
`[pronounce]`, which goes before it. What is shown stays as it is written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from sessions.plain_text import harmless
from sessions.reading import Mistake, read, shortened
from sessions.routine import Text
from sessions.words import Language, message

NUMBER: Final = "{n}"
"""Stands for any number, in what is written and in what is said for it."""
MOST_LINES: Final = 200
"""That a routine may have."""

_TABLE: Final = Path(__file__).with_name("pronunciation.toml")
_LONGEST_WRITTEN: Final = 60
_DIGITS: Final = r"(\d+(?:[.,]\d+)?)"


class Pronunciation:
    """How the texts of one routine are said."""

    def __init__(self, own: Mapping[str, Text] | None = None) -> None:
        """Take the table of every session, and before it the routine's own."""
        tables = (own or {}, _common())
        self._rules: Final = {language: _Rules(tables, language) for language in Language}

    def spoken(self, text: str, language: Language) -> str:
        """Give a text as a voice of `language` is to be given it."""
        return self._rules[language].spoken(text)


class _Rules:
    """The table in one language, as one search: what is said is not searched again."""

    def __init__(self, tables: Sequence[Mapping[str, Text]], language: Language) -> None:
        self._rules = [rule for table in tables for rule in _rules(table, language)]
        self._any = re.compile("|".join(f"(?:{rule.pattern})" for rule, _ in self._rules))

    def spoken(self, text: str) -> str:
        parts: list[str] = []
        end = 0
        for found in self._any.finditer(text):
            parts += [text[end : found.start()], self._said(text, found)]
            end = found.end()
            if text[end : end + 1].isalnum():
                parts.append(" ")
        return "".join([*parts, text[end:]])

    def _said(self, text: str, found: re.Match[str]) -> str:
        for rule, said in self._rules:
            match = rule.match(text, found.start())
            if match is not None:
                first, *others = said.split(NUMBER)
                return first + "".join(
                    f"{number}{other}"
                    for number, other in zip(match.groups(), others, strict=False)
                )
        return found.group()


def _rules(table: Mapping[str, Text], language: Language) -> list[tuple[re.Pattern[str], str]]:
    said = {
        written: text
        for written, texts in table.items()
        for of, text in texts.variants()
        if of in {None, language}
    }
    # The most particular first: "1 s" before "{n} s", "{n} – {n} s" before "{n} – {n}".
    order = sorted(said, key=lambda written: (NUMBER in written, -len(written)))
    return [(re.compile(_pattern(written)), said[written]) for written in order]


def _pattern(written: str) -> str:
    """Make a search for what is written: whole words, with or without the space after a number."""
    parts = [re.escape(part).replace(r"\ ", " ?") for part in written.split(NUMBER)]
    before = r"(?<![\w.,:])" if written[0].isdigit() or written.startswith(NUMBER) else ""
    if not before and written[0].isalnum():
        before = r"(?<!\w)"
    after = r"(?!\w)" if written[-1].isalnum() or written.endswith(NUMBER) else ""
    return before + _DIGITS.join(parts) + after


def line(written: str, said: object) -> tuple[str, Text]:
    """Read a line of a table; raises `Mistake`."""
    plain = harmless(written)
    if not plain or len(plain) > _LONGEST_WRITTEN:
        raise Mistake(
            message(
                "what is written must have 1 to {most} characters",
                most=_LONGEST_WRITTEN,
            )
        )
    text: Text = read(said, Text)
    if any(_numbers(each) > _numbers(plain) for _, each in text.variants()):
        raise Mistake(
            message(
                "what is said for {written} has more numbers {n} than what is written",
                written=f'"{shortened(plain)}"',
                n=NUMBER,
            )
        )
    return plain, text


def _numbers(text: str) -> int:
    return text.count(NUMBER)


@cache
def _common() -> Mapping[str, Text]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return dict(line(written, said) for written, said in table.items())
