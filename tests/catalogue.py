"""The catalogues of translations: what the code says, and bringing the German one up to date.

`uv run python tests/catalogue.py` after a sentence in the code has changed; then translate what is
empty or marked fuzzy in the .po file and run it once more.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
PACKAGES: Final = ("sessions", "audio", "coach")
KEYWORDS: Final = {"message": None, "words": None, "_words": None, "plural": (1, 2)}
FOLDER: Final = ROOT / "sessions" / "locale" / "de" / "LC_MESSAGES"
GERMAN: Final = FOLDER / "mat-coach.po"
CLICK: Final = FOLDER / "click.po"


def in_code() -> Catalog:
    """Extract every sentence from the code."""
    found = Catalog(fuzzy=False)
    for package in PACKAGES:
        sentences = extract_from_dir(ROOT / package, keywords=KEYWORDS)
        for _, _, sentence, _, _ in sentences:
            found.add(sentence)
    return found


def read(path: Path) -> Catalog:
    """Read a .po file."""
    with path.open("rb") as file:
        return read_po(file, locale="de")


def compiled(catalogue: Catalog) -> bytes:
    """Give the .mo file of a catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    """Update the German .po from the code, and compile every .po."""
    german = read(GERMAN)
    sentences = in_code()
    # A date that changes by itself would make every branch conflict with every other.
    sentences.creation_date = german.creation_date
    german.update(sentences, no_fuzzy_matching=True)
    german.obsolete.clear()
    with GERMAN.open("wb") as file:
        write_po(file, german, width=99, no_location=True, sort_output=True)
    for source in (GERMAN, CLICK):
        source.with_suffix(".mo").write_bytes(compiled(read(source)))


if __name__ == "__main__":
    main()
