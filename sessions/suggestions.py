"""What somebody may have meant by a word that a routine file does not know."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

_LONGEST: Final = 40
"""Nobody means a word by a longer one, and comparing them takes its time."""

_MEANS: Final = {
    "anleitung": "say",
    "art": "kind",
    "atemzuege": "breaths",
    "atemzüge": "breaths",
    "atmen": "breathing",
    "atmung": "breathing",
    "ausgangsstellung": "position",
    "bauchlage": "prone",
    "beide": "each",
    "beschreibung": "summary",
    "both": "each",
    "dauer": "duration",
    "dehnen": "stretch",
    "dehnung": "stretch",
    "description": "summary",
    "halbkniestand": "half-kneeling",
    "haltedauer": "hold",
    "halten": "hold",
    "hinweis": "form",
    "keine": "none",
    "knien": "kneeling",
    "kniestand": "kneeling",
    "links": "left",
    "material": "equipment",
    "name": "title",
    "pause": "rest",
    "quellen": "sources",
    "rechts": "right",
    "repetitions": "reps",
    "runden": "rounds",
    "rückenlage": "supine",
    "schritte": "steps",
    "seite": "sides",
    "seiten": "sides",
    "seitenwechsel": "switch",
    "seitlage": "side-lying",
    "sitz": "sitting",
    "sitzen": "sitting",
    "stand": "standing",
    "stehen": "standing",
    "stellung": "position",
    "sätze": "sets",
    "taste": "key",
    "titel": "title",
    "type": "kind",
    "uebung": "exercise",
    "vierfüßlerstand": "all-fours",
    "vorbereitung": "prepare",
    "vorsicht": "avoid",
    "wdh": "reps",
    "wiederholungen": "reps",
    "zirkel": "circuit",
    "zusammenfassung": "summary",
    "übung": "exercise",
}
"""German for the words of the format, and other English for some."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word that means the same, or is spelt most alike; None for neither."""
    written, words = word.strip().lower(), list(known)
    if len(written) > _LONGEST:
        return None
    if _MEANS.get(written) in words:
        return _MEANS[written]
    found = get_close_matches(written, words, n=1, cutoff=0.55)
    return found[0] if found else None
