"""The program's own themes: calm, and with phases told apart by colour-blind people too.

The hues of the phases are those of Okabe and Ito, Color Universal Design (2008), made darker
for the light theme so that each keeps a contrast of 4.5 to 1 against its background.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = Theme(
    name="mat-dark",
    primary="#7fb7be",
    secondary="#9aa7b5",
    accent="#e6c27a",
    foreground="#e4e7ea",
    background="#14181c",
    surface="#1b2026",
    panel="#242b33",
    success="#2fbf93",
    warning="#e69f00",
    error="#e8836a",
    dark=True,
    variables={
        "phase-prepare": "#e69f00",
        "phase-work": "#2fbf93",
        "phase-rest": "#56b4e9",
        "phase-switch": "#d991b8",
        "phase-wait": "#f0e442",
        "phase-finish": "#9aa7b5",
        "phase-flash": "#ffffff",
    },
)

LIGHT: Final = Theme(
    name="mat-light",
    primary="#1f6f78",
    secondary="#56616c",
    accent="#7a5200",
    foreground="#1c2126",
    background="#faf8f4",
    surface="#f2efe8",
    panel="#e6e1d6",
    success="#00694c",
    warning="#8a5a00",
    error="#a63a1e",
    dark=False,
    variables={
        "phase-prepare": "#8a5a00",
        "phase-work": "#00694c",
        "phase-rest": "#00598c",
        "phase-switch": "#8c3a68",
        "phase-wait": "#665c00",
        "phase-finish": "#56616c",
        "phase-flash": "#000000",
    },
)

THEMES: Final = (DARK, LIGHT)


def theme_named(name: str) -> str:
    """Give the name of one of these themes: the dark one where there is none of that name."""
    return name if name in {theme.name for theme in THEMES} else DARK.name
