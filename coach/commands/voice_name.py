"""The argument that is a voice, and the voices there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from coach.context import Program

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from audio.voices import VoiceInfo


class VoiceName(click.ParamType[str]):
    """The name of a voice."""

    name = "voice"

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Offer the names that begin so."""
        from click.shell_completion import CompletionItem

        from audio.voice import VoiceError

        program = ctx.find_object(Program)
        try:
            names = [voice.name for voice in voices_of(program)] if program else []
        except VoiceError:
            return []
        return [
            CompletionItem(name)
            for name in names
            if name.casefold().startswith(incomplete.casefold())
        ]


def voices_of(program: Program) -> tuple[VoiceInfo, ...]:
    """List every voice of every engine; raises `VoiceError` where nothing speaks here."""
    from audio.speech import SpeechVoice

    speech = SpeechVoice(models=program.places.voice_folders)
    try:
        return speech.voices()
    finally:
        speech.close()
