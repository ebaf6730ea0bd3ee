"""What a command says and does when the user's input is wrong."""

from __future__ import annotations

from typing import IO, Any

import click


class Failure(click.ClickException):
    """Something in what the user gave is wrong: sentences for stderr, exit code 1."""

    exit_code = 1

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the sentences as they are."""
        click.echo(self.message, file=file, err=file is None)
