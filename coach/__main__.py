"""The program's entrance: chooses the language, runs a command, and ends in good order."""

from __future__ import annotations

import gettext
import os
import sys
from types import TracebackType
from typing import TextIO

import click

from coach.commands import Commands
from coach.context import Program, read_settings
from coach.language import choose
from coach.places import places
from coach.settings import SettingsFile
from sessions.words import LOCALE_FOLDER, Language, Words

_INTERRUPTED = 130


def main() -> int:
    """Run the command line; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        _never_fail_to_print(stream)
    program = _program()
    sys.excepthook = _Excuse(program.words)
    for note in program.notes:
        click.echo(program.words.say(note), err=True)
    try:
        code = Commands(program.words).main(
            sys.argv[1:], prog_name="coach", standalone_mode=False, obj=program
        )
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    return code if isinstance(code, int) else 0


def _program() -> Program:
    here = places(os.environ)
    file = SettingsFile(here.settings)
    settings, notes = read_settings(file)
    language = choose(sys.argv[1:], settings.language, os.environ)
    _teach_click(language)
    return Program(here, file, settings, Words(language), notes)


def _teach_click(language: Language) -> None:
    """Have click say its own few words in a language: it asks Python's gettext for them."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("click", LOCALE_FOLDER)
    gettext.textdomain("click")


def _never_fail_to_print(stream: TextIO) -> None:
    """Write `?` where a terminal's encoding lacks a character, rather than end."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


class _Excuse:
    """Takes the place of a traceback."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        # Rarely needed, and slow to load.
        import traceback

        from coach.excuse import excuse

        told = "".join(traceback.format_exception(kind, error, trace))
        click.echo(excuse(told, self._words), err=True)


if __name__ == "__main__":
    sys.exit(main())
