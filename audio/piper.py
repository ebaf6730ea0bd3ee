"""Piper: local neural voices, used where the extra is installed and a model lies in a folder.

A voice is two files, as Piper's own downloader names them: `de_DE-thorsten-medium.onnx`, and the
same with `.json` after it, which tells its language and quality.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from audio.speech_worker import MODEL
from audio.voices import PIPER, Quality, VoiceInfo

_QUALITIES: Final = {
    "x_low": Quality.GOOD,
    "low": Quality.GOOD,
    "medium": Quality.BEST,
    "high": Quality.BEST,
}


def is_installed() -> bool:
    """Whether the extra is there; nothing of it is loaded."""
    return find_spec("piper") is not None


def piper_voices(folders: Iterable[Path]) -> tuple[VoiceInfo, ...]:
    """List the voices whose models lie in folders or below, each once; none without Piper."""
    if not is_installed():
        return ()
    found: dict[str, VoiceInfo] = {}
    for folder in folders:
        for model in sorted(folder.rglob(f"*{MODEL}")):
            for voice in _described(model):
                found.setdefault(voice.name, voice)
    return tuple(found.values())


def config_of(model: Path) -> Path:
    """Give the file that describes a model."""
    return model.with_name(f"{model.name}.json")


def _described(model: Path) -> Iterator[VoiceInfo]:
    """Describe a voice; a model without a readable description is none."""
    try:
        config = json.loads(config_of(model).read_text(encoding="utf-8"))
        # The oldest models name no language, only the voice of eSpeak NG that reads for them.
        code = config["language"]["code"] if "language" in config else config["espeak"]["voice"]
        tag = str(code).replace("_", "-").lower()
        quality = _QUALITIES.get(config["audio"].get("quality"), Quality.GOOD)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return
    yield VoiceInfo(str(model), model.name.removesuffix(MODEL), (tag,), PIPER, quality)
