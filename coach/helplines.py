"""Whom to call, by country. Every number can be changed in the settings.

The emergency numbers are those of the countries' own services. The second number gives medical
advice when practices are closed; where a country has none for all of it, the midwife or the
practice is named alone. They need a look once a year by somebody who lives there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from coach.settings import Settings
from sessions.words import Language


@dataclass(frozen=True)
class Helplines:
    """Telephone numbers, as somebody dials them."""

    emergency: str
    advice: str = ""
    """Medical advice out of hours; empty where there is no such number."""
    midwife: str = ""
    """The person's own midwife or maternity unit; empty until it is written down."""


COUNTRIES: Final[Mapping[str, Helplines]] = {
    "AT": Helplines("144", "1450"),
    "AU": Helplines("000", "1800 022 222"),
    "CA": Helplines("911", "811"),
    "CH": Helplines("144"),
    "DE": Helplines("112", "116117"),
    "GB": Helplines("999", "111"),
    "IE": Helplines("112"),
    "NZ": Helplines("111", "0800 611 116"),
    "US": Helplines("911"),
}
"""By ISO 3166-1 code."""

_ELSEWHERE: Final = Helplines("112")
"""It is answered in all of Europe, and led on to the local service by mobile networks elsewhere."""

_USUAL: Final = {Language.DE: "DE", Language.EN: "GB"}


def helplines(settings: Settings, language: Language, region: str) -> Helplines:
    """Give the numbers of a person: their own, else those of the country that they live in.

    `region` is the computer's, as a code or empty; the country of the settings comes first.
    """
    country = settings.country or region or _USUAL[language]
    known = COUNTRIES.get(country.upper(), _ELSEWHERE)
    return Helplines(
        emergency=settings.emergency_number or known.emergency,
        advice=settings.advice_number or known.advice,
        midwife=settings.midwife_number,
    )
