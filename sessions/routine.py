"""The routine: what a physiotherapist writes, as frozen data.

`sessions.parse` makes these from a TOML file and vouches for every limit named here;
`sessions.compile` turns them into a timeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from sessions.words import Language


class Seconds(float):
    """A length of time in seconds, written in a file as `"45s"`, `"1m30s"` or a bare number."""

    __slots__ = ()


class Pause(Seconds):
    """A length of time in seconds that may be none at all."""

    __slots__ = ()


Count: TypeAlias = Annotated[int, Meta(ge=1, le=1000)]
"""How often."""


@dataclass(frozen=True)
class LocalText:
    """A text in one language."""

    text: str
    language: Language
    """The language the text is written in, which decides the voice that speaks it."""
    fell_back: bool = False
    """Whether another language was asked for: the screen says so."""


class Text:
    """A text of a routine: one for every language, or one by language."""

    __slots__ = ("_any", "_by_language")

    def __init__(self, text: str | Mapping[Language, str]) -> None:
        """Keep a text for all languages, or at least one by language."""
        self._any = text if isinstance(text, str) else None
        self._by_language = {} if isinstance(text, str) else dict(text)

    def written_in(self, language: Language) -> LocalText:
        """Give the text in `language`, or the first language there is, marked as fallen back."""
        if self._any is not None:
            return LocalText(self._any, language)
        if language in self._by_language:
            return LocalText(self._by_language[language], language)
        other, text = next(iter(self._by_language.items()))
        return LocalText(text, other, fell_back=True)

    def variants(self) -> Iterator[tuple[Language | None, str]]:
        """Give every language (None: all of them) with its text."""
        if self._any is not None:
            yield None, self._any
        yield from self._by_language.items()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and tuple(self.variants()) == tuple(other.variants())

    def __hash__(self) -> int:
        return hash(tuple(self.variants()))

    def __repr__(self) -> str:
        return f"Text({self._any if self._any is not None else self._by_language!r})"


class Position(StrEnum):
    """The starting position of a step."""

    STANDING = "standing"
    SITTING = "sitting"
    KNEELING = "kneeling"
    HALF_KNEELING = "half-kneeling"
    ALL_FOURS = "all-fours"
    SIDE_LYING = "side-lying"
    SUPINE = "supine"
    PRONE = "prone"


class Sides(StrEnum):
    """On which sides of the person, never mirrored, a step is done, and in which order."""

    NONE = "none"
    LEFT = "left"
    RIGHT = "right"
    EACH = "each"
    """Both, the less painful one first."""
    SORE_FIRST = "sore-first"
    SORE_ONLY = "sore-only"


class Suits(StrEnum):
    """Whom a routine or a step suits."""

    TRIMESTER_1 = "trimester-1"
    TRIMESTER_2 = "trimester-2"
    TRIMESTER_3 = "trimester-3"
    EARLY_POSTPARTUM = "early-postpartum"
    """The first six weeks after a birth, twelve after a caesarean."""
    POSTPARTUM = "postpartum"
    GENERAL = "general"


class Tempo(Struct, frozen=True):
    """How one repetition is paced, each in seconds; written as `"3-1-3"` or `"1-5-1-3"`."""

    out: float
    hold: float
    back: float
    pause: float = 0.0

    @property
    def seconds(self) -> float:
        """The length of one repetition in seconds."""
        return self.out + self.hold + self.back + self.pause


class BreathPattern(Struct, frozen=True):
    """One breath in seconds, written as `"4-6"`: in, out, and never a breath held."""

    breathe_in: float
    breathe_out: float

    @property
    def seconds(self) -> float:
        """The length of one breath in seconds."""
        return self.breathe_in + self.breathe_out


class Step(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab", tag_field="kind"
):
    """What the steps that move a person share."""

    title: Text
    position: Position | None = None
    sides: Sides = Sides.NONE
    say: Text | None = None
    """The instruction, spoken whole before the step."""
    form: Text | None = None
    """One reminder, spoken during a hold of 20 s or more."""
    avoid: tuple[Text, ...] = ()
    """Cautions in plain language: shown and handed out, never spoken over a hold."""
    easier: Text | None = None
    """An easier variant, shown beside the step."""
    suits: tuple[Suits, ...] = ()
    """Whom it suits; empty: everybody whom the routine suits."""
    swap: str | None = None
    """The name, in `Routine.swaps`, of what somebody does instead whom it does not suit."""
    prepare: Pause = field(default_factory=partial(Pause, 8))
    """The least time before the work starts; longer where the instruction needs it."""
    switch: Pause = field(default_factory=partial(Pause, 8))
    """The least time to change sides."""
    sources: tuple[str, ...] = ()


class Stretch(Step, frozen=True, kw_only=True, tag="stretch"):
    """A position that is held."""

    hold: Seconds
    reps: Count = 1
    rest: Pause = field(default_factory=partial(Pause, 10))
    """Between two repetitions."""


class BallMassage(Step, frozen=True, kw_only=True, tag="ball-massage"):
    """Slow circles on a ball, or lingering on it, for a time."""

    duration: Seconds


class Exercise(Step, frozen=True, kw_only=True, tag="exercise"):
    """Repetitions counted aloud at a tempo, or a movement for a time: `reps` or `duration`."""

    reps: Count | None = None
    tempo: Tempo = Tempo(3, 1, 3)
    sets: Count = 1
    rest: Pause = field(default_factory=partial(Pause, 15))
    """Between two sets."""
    duration: Seconds | None = None


class Breathing(Step, frozen=True, kw_only=True, tag="breathing"):
    """Calm breaths at a pattern: so many, or for a time: `breaths` or `duration`."""

    breaths: Count | None = None
    pattern: BreathPattern = BreathPattern(4, 6)
    duration: Seconds | None = None


class Rest(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="kebab",
    tag_field="kind",
    tag="rest",
):
    """A pause of a length, or `until = "key"` is pressed."""

    duration: Seconds | None = None
    until: Literal["key"] | None = None


class Circuit(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename="kebab",
    tag_field="kind",
    tag="circuit",
):
    """Steps that are done several times over."""

    rounds: Count
    steps: tuple[AnyStep, ...]


MovingStep: TypeAlias = Stretch | BallMassage | Exercise | Breathing
AnyStep: TypeAlias = Stretch | BallMassage | Exercise | Breathing | Rest | Circuit


class RoutineCues(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """The cues that a routine turns off for everybody; the person's settings may turn off more."""

    form: bool = True
    halfway: bool = True
    ten_left: bool = True
    counting: bool = True
    preview: bool = True
    ticks: bool = True


class Routine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A routine file, whole."""

    format: int
    title: Text
    steps: tuple[AnyStep, ...]
    summary: Text | None = None
    equipment: tuple[Text, ...] = ()
    suits: tuple[Suits, ...] = (Suits.GENERAL,)
    sources: tuple[str, ...] = ()
    cues: RoutineCues = RoutineCues()
    swaps: dict[str, MovingStep] = field(default_factory=dict)
    """What takes the place of steps that do not suit somebody, by name."""
    pronounce: dict[str, Text] = field(default_factory=dict)
    """How the voice says what is written: see `sessions.pronunciation`."""
