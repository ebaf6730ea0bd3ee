"""The voices that can be fetched for Piper, and fetching one by Piper's own downloader.

What is offered, how large each file is and its MD5 sum stand in `voices.json`, beside the voices.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import gaierror
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from audio.piper import is_installed
from audio.speech_worker import MODEL
from audio.voices import VoiceInfo, region_rank
from sessions.suggestions import nearest
from sessions.words import Language, Message, message

_PATIENCE: Final = 30.0
"""Seconds without a byte after which there is no connection any more."""
_LOOK: Final = 0.1
_QUALITIES: Final = ("medium", "high", "low", "x_low")
"""Medium first: high is hardly heard, and slow on a small laptop."""


class FetchError(Exception):
    """A voice could not be fetched; nothing of it is left."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.message = what


@dataclass(frozen=True)
class OfferedFile:
    """A file of a voice."""

    name: str
    size: int
    """Bytes."""
    md5: str


@dataclass(frozen=True)
class Offer:
    """A voice that can be fetched."""

    name: str
    """Such as `de_DE-thorsten-medium`."""
    tag: str
    """Its language as an IETF tag in small letters."""
    quality: str
    speakers: int
    files: tuple[OfferedFile, ...]
    """The model and its description."""

    @property
    def size(self) -> int:
        """Bytes."""
        return sum(file.size for file in self.files)


def offers() -> tuple[Offer, ...]:
    """Look up what can be fetched; raises `FetchError`."""
    if not is_installed():
        raise FetchError(
            message("Piper is not installed here; install it with: pip install 'mat-coach[piper]'")
        )
    from piper import download_voices

    try:
        with urlopen(download_voices.VOICES_JSON, timeout=_PATIENCE) as answer:  # noqa: S310
            table = json.load(answer)
        return tuple(_offer(name, row) for name, row in table.items())
    except OSError as error:
        raise _offline(error) from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise FetchError(message("The list of voices cannot be read; try again later.")) from error


def offer_for(offered: Sequence[Offer], wanted: str) -> Offer:
    """Give the voice of a name, or the best of a language, `de` or `en`; raises `FetchError`."""
    for offer in offered:
        if offer.name == wanted:
            return offer
    able = [offer for offer in offered if offer.tag.split("-")[0] == wanted]
    if wanted in set(Language) and able:
        return min(able, key=lambda offer: _rank(offer, Language(wanted)))
    near = nearest(wanted, [offer.name for offer in offered])
    if near is None:
        raise FetchError(
            message('There is no voice "{wanted}" to fetch; write de or en.', wanted=wanted)
        )
    raise FetchError(
        message(
            'There is no voice "{wanted}" to fetch; did you mean "{near}"?',
            wanted=wanted,
            near=near,
        )
    )


def fetch(offer: Offer, folder: Path, progress: Callable[[float], None]) -> None:
    """Put a voice into a folder, whole or not at all; raises `FetchError`.

    `progress` is told how much is there, from 0 to 1.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".voice-"))
        try:
            _download(offer, part, progress)
            for file in offer.files:
                _check(part / file.name, file)
            # The model last: without it the description is no voice yet.
            for file in sorted(offer.files, key=lambda file: file.name.endswith(MODEL)):
                (part / file.name).replace(folder / file.name)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except (URLError, ConnectionError, TimeoutError) as error:
        raise _offline(error) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise FetchError(
            message("{folder} cannot be written in: {reason}.", folder=folder, reason=reason)
        ) from error


def _download(offer: Offer, part: Path, progress: Callable[[float], None]) -> None:
    from piper.download_voices import download_voice

    failed: list[Exception] = []

    def run() -> None:
        try:
            download_voice(offer.name, part)
        except Exception as error:  # noqa: BLE001 - raised again where somebody waits
            failed.append(error)

    # Piper's downloader waits for ever and tells nothing: its files tell how far it is.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    there, since = 0, time.monotonic()
    while thread.is_alive():
        thread.join(_LOOK)
        now = _bytes_in(part)
        if now != there:
            there, since = now, time.monotonic()
        elif time.monotonic() - since > _PATIENCE:
            raise FetchError(message("The connection was lost; nothing was installed. Try again."))
        progress(min(1.0, there / max(1, offer.size)))
    if failed:
        raise failed[0] if isinstance(failed[0], OSError) else OSError(str(failed[0]))


def _bytes_in(folder: Path) -> int:
    total = 0
    with suppress(OSError):
        total = sum(file.stat().st_size for file in folder.iterdir())
    return total


def _check(path: Path, file: OfferedFile) -> None:
    data = path.read_bytes()
    if hashlib.md5(data, usedforsecurity=False).hexdigest() != file.md5:
        raise FetchError(
            message(
                "What came of {file} is damaged; nothing was installed. Try again.", file=file.name
            )
        )


def _offer(name: str, row: dict[str, Any]) -> Offer:
    return Offer(
        name,
        str(row["language"]["code"]).replace("_", "-").lower(),
        str(row["quality"]),
        int(row["num_speakers"]),
        tuple(
            OfferedFile(path.rpartition("/")[2], int(file["size_bytes"]), str(file["md5_digest"]))
            for path, file in row["files"].items()
            if path.endswith((MODEL, f"{MODEL}.json"))
        ),
    )


def _rank(offer: Offer, language: Language) -> tuple[int, int, int, str]:
    voice = VoiceInfo(offer.name, offer.name, (offer.tag,))
    known = offer.quality in _QUALITIES
    quality = _QUALITIES.index(offer.quality) if known else len(_QUALITIES)
    return region_rank(voice, language), quality, offer.speakers, offer.name


def _offline(error: OSError) -> FetchError:
    if isinstance(error, HTTPError):
        error.close()
    if isinstance(getattr(error, "reason", None), gaierror):
        return FetchError(
            message(
                "The voice cannot be fetched: there is no connection to the internet. "
                "Nothing was installed; try again when online."
            )
        )
    reason = getattr(error, "reason", None) or error.strerror or error
    return FetchError(
        message(
            "The voice cannot be fetched: {reason}. Nothing was installed; try again when online.",
            reason=str(getattr(reason, "strerror", None) or reason).rstrip("."),
        )
    )
