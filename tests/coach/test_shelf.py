from datetime import UTC, datetime
from pathlib import Path

import pytest
from stage import EVENING, MORNING, entry, stage

from coach.shelf import shelved
from sessions.words import Language

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "place", "day"),
    [
        (Language.DE, "de_DE.UTF-8", "Mo., 4. Mai 2026"),
        (Language.EN, "en_GB.UTF-8", "Mon 4 May 2026"),
        (Language.EN, "en_US.UTF-8", "Mon May 4 2026"),
    ],
)
def test_the_day_it_was_last_done_is_written_as_where_somebody_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language, place: str, day: str
) -> None:
    monkeypatch.setenv("LC_ALL", place)
    monkeypatch.delenv("LANGUAGE", raising=False)
    made = stage(tmp_path, language)
    made.log.close()
    entries = [entry("evening", EVENING), entry("morning", MORNING)]
    done, never = shelved(entries, made.context.program, {"morning": NOON}, {})
    assert (done.entry.name, done.last_day.replace(",", "")) == ("morning", day.replace(",", ""))
    assert never.last_day == ""
