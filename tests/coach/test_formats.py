from datetime import UTC, datetime

import pytest

from coach.formats import Formats
from sessions.words import Language

NOON = datetime(2026, 5, 4, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "region", "written"),
    [
        (Language.DE, "DE", "Mo., 4. Mai 2026, 14:30"),
        (Language.DE, "AT", "Mo., 4. Mai 2026, 14:30"),
        (Language.EN, "GB", "Mon 4 May 2026, 14:30"),
        (Language.EN, "US", "Mon, May 4, 2026, 2:30 PM"),
        (Language.DE, "XX", "Mo., 4. Mai 2026, 14:30"),
        (Language.EN, "", "Mon 4 May 2026, 14:30"),
    ],
)
def test_a_moment_is_written_as_where_somebody_lives(
    language: Language, region: str, written: str
) -> None:
    # Releases of CLDR differ in a comma.
    assert Formats(language, region).moment(NOON).replace(",", "") == written.replace(",", "")


def test_a_week_begins_where_the_calendar_of_the_place_begins() -> None:
    assert Formats(Language.DE, "DE").weekdays()[0] == "Mo"
    assert Formats(Language.EN, "GB").weekdays()[0] == "Mon"
    assert Formats(Language.EN, "US").weekdays()[0] == "Sun"


def test_numbers_have_the_signs_of_the_place() -> None:
    assert Formats(Language.DE, "DE").number(1234.56) == "1.234,6"
    assert Formats(Language.EN, "GB").number(1234) == "1,234"
    assert Formats(Language.DE, "CH").number(1234.5) in {"1’234.5", "1'234.5"}
