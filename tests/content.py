"""The pages on the built-in routines, made of the routine files and tests/content.toml.

`uv run python tests/content.py` after a routine has changed; a test fails while a page is outdated.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sessions.dose import dose
from sessions.library import BUILT_IN
from sessions.parse import load
from sessions.phrases import Phrases
from sessions.routine import (
    AnyStep,
    Circuit,
    Exercise,
    MovingStep,
    Position,
    Rest,
    Routine,
    Sides,
    Suits,
    Text,
)
from sessions.stage import BackWeeks
from sessions.words import Language, Words

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = Path(__file__).parent / "content.toml"
PAGES: Final = {
    Language.EN: ROOT / "docs" / "content.md",
    Language.DE: ROOT / "docs" / "inhalte.md",
}

_GROUPS: Final = {
    Suits.TRIMESTER_1: {Language.EN: "first trimester", Language.DE: "erstes Trimester"},
    Suits.TRIMESTER_2: {Language.EN: "second trimester", Language.DE: "zweites Trimester"},
    Suits.TRIMESTER_3: {Language.EN: "third trimester", Language.DE: "drittes Trimester"},
    Suits.EARLY_POSTPARTUM: {
        Language.EN: "first weeks after a birth",
        Language.DE: "erste Wochen nach einer Geburt",
    },
    Suits.POSTPARTUM: {Language.EN: "later after a birth", Language.DE: "später nach einer Geburt"},
    Suits.GENERAL: {Language.EN: "everybody else", Language.DE: "alle anderen"},
}


@dataclass(frozen=True)
class _Labels:
    everybody: str
    never_supine: str
    used: str
    suits: str
    instead: str
    mind: str
    easier: str
    sources: str
    found: str
    unsourced: str
    replaces: str
    exercises: str


_LABELS: Final = {
    Language.EN: _Labels(
        everybody="everybody",
        never_supine=f"never from week {BackWeeks().swap} of a pregnancy on",
        used="In",
        suits="Suits",
        instead="Others do",
        mind="Mind",
        easier="Easier",
        sources="Sources",
        found="Found",
        unsourced="Not sourced",
        replaces="as a replacement",
        exercises="The exercises",
    ),
    Language.DE: _Labels(
        everybody="alle",
        never_supine=f"nie ab Woche {BackWeeks().swap} einer Schwangerschaft",
        used="In",
        suits="Passt für",
        instead="Andere machen",
        mind="Achte darauf",
        easier="Leichter",
        sources="Quellen",
        found="Gefunden",
        unsourced="Nicht belegt",
        replaces="als Ersatz",
        exercises="Die Übungen",
    ),
}

_TEMPO: Final = {
    Language.EN: (
        "Numbers such as 5-0-5 are seconds: out, held, back, and a pause where there is a fourth."
    ),
    Language.DE: (
        "Zahlen wie 5-0-5 sind Sekunden: hin, halten, zurück und, wo eine vierte steht, Pause."
    ),
}


@dataclass(frozen=True)
class Described:
    """What tests/content.toml says of an exercise."""

    name: dict[str, str]
    titles: tuple[str, ...]
    """The English titles of the steps that are this exercise."""
    found: dict[str, str]
    open: dict[str, str]


@dataclass(frozen=True)
class Use:
    """A step in a routine."""

    routine: Routine
    step: MovingStep
    replaces: bool
    """Whether it is a swap."""


def exercises() -> list[Described]:
    """Read tests/content.toml; the fourteen exercises come first, ball massage last."""
    table = _source()["exercises"]
    return [Described(**{**each, "titles": tuple(each["titles"])}) for each in table]


def routines() -> dict[str, Routine]:
    """Read the built-in routines, by name."""
    return {path.stem: load(path) for path in sorted(BUILT_IN.glob("*.toml"))}


def uses() -> Iterator[Use]:
    """Give every step of every built-in routine."""
    for routine in routines().values():
        for step in _moving(routine.steps):
            yield Use(routine, step, replaces=False)
        for step in routine.swaps.values():
            yield Use(routine, step, replaces=True)


def title(step: MovingStep, language: Language = Language.EN) -> str:
    """Give the title of a step."""
    return step.title.written_in(language).text


def page(language: Language) -> str:
    """Write the page of one language."""
    labels = _LABELS[language]
    lines = [_source()["top"][language]]
    for name, routine in routines().items():
        summary = _written(routine.summary, language)
        lines.append(f"- **{routine.title.written_in(language).text}** (`{name}`): {summary}")
    lines += ["", f"## {labels.exercises}", "", _TEMPO[language], ""]
    found = list(uses())
    for number, exercise in enumerate(exercises(), start=1):
        lines += [f"### {number}. {exercise.name[language]}", ""]
        for each in exercise.titles:
            mine = [use for use in found if title(use.step) == each]
            lines += [*_variant(mine, language), ""]
        lines += [
            f"{labels.found}: {exercise.found[language]}",
            "",
            f"{labels.unsourced}: {exercise.open[language]}",
            "",
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def _source() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def _variant(mine: list[Use], language: Language) -> Iterator[str]:
    labels, steps = _LABELS[language], [use.step for use in mine]
    yield f"**{title(steps[0], language)}**"
    yield ""
    yield f"- {labels.used}: {'; '.join(_once(_used(use, language) for use in mine))}."
    yield f"- {labels.suits}: {'; '.join(_once(_suiting(step, language) for step in steps))}."
    swaps = [use.routine.swaps[use.step.swap] for use in mine if use.step.swap]
    instead = _once(title(swap, language) for swap in swaps if swap.title != steps[0].title)
    if instead:
        yield f"- {labels.instead}: {'; '.join(instead)}."
    cautions = _once(_written(text, language) for step in steps for text in step.avoid)
    yield f"- {labels.mind}: {' '.join(cautions)}"
    yield f"- {labels.easier}: {' '.join(_once(_written(s.easier, language) for s in steps))}"
    yield f"- {labels.sources}: {'; '.join(_once(each for s in steps for each in s.sources))}."


def _used(use: Use, language: Language) -> str:
    step, labels = use.step, _LABELS[language]
    both = step.sides in (Sides.EACH, Sides.SORE_FIRST)
    amount = dose(step, 2 if both else 0, Words(language))
    if isinstance(step, Exercise) and step.reps is not None:
        tempo = step.tempo
        parts = [tempo.out, tempo.hold, tempo.back, *([tempo.pause] if tempo.pause else [])]
        amount += f" ({'-'.join(f'{seconds:g}' for seconds in parts)})"
    where = use.routine.title.written_in(language).text
    how = _position(step, language)
    replaces = f", {labels.replaces}" if use.replaces else ""
    return f"{where}: {amount}, {how}{replaces}"


def _suiting(step: MovingStep, language: Language) -> str:
    named = [_GROUPS[group][language] for group in Suits if group in step.suits]
    whom = ", ".join(named) or _LABELS[language].everybody
    if step.position is not Position.SUPINE:
        return whom
    return f"{whom} ({_LABELS[language].never_supine})"


def _position(step: MovingStep, language: Language) -> str:
    name = "" if step.position is None else Phrases(language).position(step.position)
    return name[:1].lower() + name[1:].rstrip(".")


def _written(text: Text | None, language: Language) -> str:
    return "" if text is None else text.written_in(language).text


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _moving(steps: tuple[AnyStep, ...]) -> Iterator[MovingStep]:
    for step in steps:
        if isinstance(step, Circuit):
            yield from _moving(step.steps)
        elif not isinstance(step, Rest):
            yield step


def main() -> None:
    """Write both pages."""
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")


if __name__ == "__main__":
    main()
