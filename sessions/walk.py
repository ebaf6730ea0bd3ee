"""Walking through the tables of a routine file: what each key must be, and what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec

from sessions.pronunciation import MOST_LINES, line
from sessions.reading import Mistake, choice, read, shortened, shown
from sessions.routine import (
    AnyStep,
    BallMassage,
    Breathing,
    Circuit,
    Exercise,
    MovingStep,
    Rest,
    Routine,
    RoutineCues,
    Stretch,
    Text,
)
from sessions.suggestions import nearest
from sessions.toml_lines import Path
from sessions.words import Message, message

FORMAT: Final = 1
"""The format of files that this program reads."""
MAX_NESTING: Final = 3
"""How deep circuits can stand in circuits."""
MOST_FAULTS: Final = 100
"""After so many, nobody reads on."""

_LONGEST_TITLE: Final = 120
_KINDS: Final[dict[str, type[AnyStep]]] = {
    str(kind.__struct_config__.tag): kind
    for kind in (Stretch, BallMassage, Exercise, Breathing, Rest, Circuit)
}
_ONE_OF: Final[dict[type[AnyStep], tuple[str, str]]] = {
    Exercise: ("reps", "duration"),
    Breathing: ("breaths", "duration"),
    Rest: ("duration", "until"),
}
"""The kinds that need exactly one of two keys."""
_STANDING: Final = ("rest", "circuit")
"""The kinds that do not move anybody themselves."""
_ONLY_COUNTED: Final = ("sets", "tempo", "rest")
"""The keys of an exercise that mean nothing without `reps`."""


@dataclass(frozen=True)
class Fault:
    """A mistake, and the way to it."""

    path: Path
    message: Message


class _TooManyFaultsError(Exception):
    """The file is no routine, or nearly none."""


class Walk:
    """One way through a file; it does not stop at the first mistake, but at the hundredth."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._swap_names: list[str] = []

    def routine(self, table: Mapping[str, Any]) -> Routine | None:
        """Make the routine; None if there is a fault."""
        try:
            return self._routine(table)
        except _TooManyFaultsError:
            return None

    def _routine(self, table: Mapping[str, Any]) -> Routine | None:
        written = table.get("format")
        if isinstance(written, int) and written > FORMAT:
            what = message("this file needs a newer Mat Coach than this one")
            self._add(("format",), what)
            return None
        if written != FORMAT or isinstance(written, bool):
            self._add(("format",), message("the file must begin with: format = 1"))
        top = _Table(table, (), "")
        values = self._fields(top, Routine, {"format", "steps", "cues", "swaps", "pronounce"})
        cues = self._cues(table.get("cues", {}))
        swaps = self._swaps(table.get("swaps", {}))
        pronounce = self._pronounce(table.get("pronounce", {}))
        steps = self._steps(top, nesting=1)
        if steps and not any(_moves(step) for step in steps):
            self._note(top, "steps", message("no step moves anybody; add a stretch, for example"))
        if self.faults:
            return None
        return Routine(
            format=FORMAT, steps=steps, cues=cues, swaps=swaps, pronounce=pronounce, **values
        )

    def _cues(self, value: object) -> RoutineCues:
        if not isinstance(value, Mapping):
            what = message("write a heading [cues] with a line for each cue")
            self._add(("cues",), what)
            return RoutineCues()
        return RoutineCues(**self._fields(_Table(value, ("cues",), ""), RoutineCues))

    def _swaps(self, value: object) -> dict[str, MovingStep]:
        if not isinstance(value, Mapping):
            self._add(("swaps",), message("begin each swap with a heading such as [swaps.wall]"))
            return {}
        self._swap_names = list(value)
        swaps: dict[str, MovingStep] = {}
        for name, row in value.items():
            path = ("swaps", name)
            if not isinstance(row, Mapping):
                self._add(path, message("begin each swap with a heading such as [swaps.wall]"))
                continue
            if row.get("kind") in _STANDING:
                self._add((*path, "kind"), message("a swap is a single step that moves somebody"))
                continue
            step = self._step(_Table(row, path, f"swaps.{shortened(name)}"), nesting=1)
            if step is not None and not isinstance(step, Rest | Circuit):
                swaps[name] = step
        for name in swaps:
            if _leads_back(name, swaps):
                what = message("the swaps lead back to each other; let one of them go")
                self._add(("swaps", name, "swap"), what)
        return swaps

    def _pronounce(self, value: object) -> dict[str, Text]:
        path = ("pronounce",)
        if not isinstance(value, Mapping):
            what = message("write a heading [pronounce] with a line for each word")
            self._add(path, what)
            return {}
        if len(value) > MOST_LINES:
            self._add(path, message("[pronounce] has {most} lines at the most", most=MOST_LINES))
            return {}
        table = _Table(value, path, "")
        lines: dict[str, Text] = {}
        for written, said in value.items():
            try:
                plain, text = line(written, said)
                lines[plain] = text
            except Mistake as mistake:
                self._note(table, written, mistake.message)
        return lines

    def _steps(self, outer: _Table, nesting: int) -> tuple[AnyStep, ...]:
        rows = outer.values.get("steps")
        if isinstance(rows, Mapping):
            what = message("a step begins with two brackets on each side: [[steps]]")
            self._add((*outer.path, "steps"), outer.named(what))
            return ()
        if not isinstance(rows, list) or not rows:
            what = message("there are no steps; begin each one with [[steps]]")
            self._add(outer.path, outer.named(what))
            return ()
        steps: list[AnyStep] = []
        for place, row in enumerate(rows):
            path = (*outer.path, "steps", place)
            number = f"{outer.step}.{place + 1}" if outer.step else str(place + 1)
            if isinstance(row, Mapping):
                step = self._step(_Table(row, path, number), nesting)
                steps += [] if step is None else [step]
            else:
                what = message("{value} must be a step; begin it with [[steps]]", value=shown(row))
                self._add(path, what)
        return tuple(steps)

    def _step(self, table: _Table, nesting: int) -> AnyStep | None:
        before = len(self.faults)
        kind = self._kind(table)
        if kind is None:
            return None
        values = self._fields(table, kind, {"kind", "steps"} if kind is Circuit else {"kind"})
        if kind in _ONE_OF:
            self._one_of(table, *_ONE_OF[kind])
        if kind is Exercise and "reps" not in table.values:
            for key in sorted(table.values.keys() & set(_ONLY_COUNTED)):
                self._note(table, key, message("this goes only with reps; leave it out"))
        self._known_swap(table, values.get("swap"))
        if kind is Circuit:
            if nesting > MAX_NESTING:
                what = message("circuits can be nested {most} deep, no deeper", most=MAX_NESTING)
                self._note(table, "kind", what)
                return None
            values["steps"] = self._steps(table, nesting + 1)
        return kind(**values) if len(self.faults) == before else None

    def _kind(self, table: _Table) -> type[AnyStep] | None:
        written = table.values.get("kind")
        if written is None:
            what = message('the kind is missing; write for example: kind = "stretch"')
            self._add(table.path, table.named(what))
            return None
        try:
            return _KINDS[choice(written, _KINDS)]
        except Mistake as mistake:
            self._note(table, "kind", mistake.message)
            return None

    def _known_swap(self, table: _Table, swap: str | None) -> None:
        if swap is None or swap in self._swap_names:
            return
        near, name = nearest(swap, self._swap_names), shortened(swap)
        if near is None:
            what = message("there is no heading [swaps.{name}]", name=name)
        else:
            what = message('"{name}" is not known; did you mean "{near}"?', name=name, near=near)
        self._note(table, "swap", what)

    def _one_of(self, table: _Table, one: str, other: str) -> None:
        present = [key for key in (one, other) if key in table.values]
        if len(present) == 2:
            what = message("write either {one} or {other}, not both", one=one, other=other)
            self._note(table, other, what)
        elif not present:
            what = message("write either {one} or {other}", one=one, other=other)
            self._add(table.path, table.named(what))

    def _fields(
        self, table: _Table, kind: type[msgspec.Struct], elsewhere: Collection[str] = ()
    ) -> dict[str, Any]:
        """Read every key of a table by the fields of `kind`, but those that are read elsewhere."""
        fields = _fields_of(kind)
        values: dict[str, Any] = {}
        free = [key for key in dict.fromkeys([*fields, *elsewhere]) if key not in table.values]
        misspelt: set[str] = set()
        for key, value in table.values.items():
            if key in elsewhere:
                continue
            if key not in fields:
                misspelt |= {nearest(key, free) or ""}
                self._add((*table.path, key), table.named(_unknown(key, free)))
                continue
            try:
                values[fields[key].name] = _checked(key, read(value, fields[key].type))
            except Mistake as mistake:
                self._note(table, key, mistake.message)
        for key, field in fields.items():
            looked_for = key in free and key not in elsewhere and key not in misspelt
            if field.required and looked_for:
                what = message('"{key}" is missing', key=key)
                self._add(table.path, table.named(what))
        return values

    def _add(self, path: Path, what: Message) -> None:
        self.faults.append(Fault(path, what))
        if len(self.faults) >= MOST_FAULTS:
            raise _TooManyFaultsError

    def _note(self, table: _Table, key: str, what: Message) -> None:
        named = message("{key}: {mistake}", key=shortened(key) or '""', mistake=what)
        self._add((*table.path, key), table.named(named))


@dataclass(frozen=True)
class _Table:
    """A table of the file."""

    values: Mapping[str, Any]
    path: Path
    step: str
    """The number of the step it is, `3` or within a circuit `3.1`; empty for the file itself."""

    def named(self, what: Message) -> Message:
        """Say in which step a mistake is."""
        if not self.step:
            return what
        return message("step {number}: {mistake}", number=self.step, mistake=what)


@cache
def _fields_of(kind: type[msgspec.Struct]) -> Mapping[str, msgspec.structs.FieldInfo]:
    """Give the fields of a part of the model by their keys: every step of a kind asks for them."""
    return {field.encode_name: field for field in msgspec.structs.fields(kind)}


def _unknown(key: str, known: Collection[str]) -> Message:
    near = nearest(key, known)
    if near is not None:
        return message(
            '"{key}" is not known; did you mean "{near}"?', key=shortened(key), near=near
        )
    if not known:
        return message('"{key}" is not known here; leave it out', key=shortened(key))
    return message(
        '"{key}" is not known here; there is: {known}',
        key=shortened(key),
        known=", ".join(sorted(known)),
    )


def _checked(key: str, value: object) -> object:
    """Hold a title to a length that fits a line."""
    if key == "title" and isinstance(value, Text):
        longest = max(len(text) for _, text in value.variants())
        if longest > _LONGEST_TITLE:
            raise Mistake(message("a title has {most} characters at the most", most=_LONGEST_TITLE))
    return value


def _leads_back(name: str, swaps: Mapping[str, MovingStep]) -> bool:
    """Whether somebody who follows the swaps from `name` on comes back to it."""
    following = swaps[name].swap
    for _ in swaps:
        if following is None or following not in swaps:
            return False
        if following == name:
            return True
        following = swaps[following].swap
    return False


def _moves(step: AnyStep) -> bool:
    if isinstance(step, Circuit):
        return any(_moves(inner) for inner in step.steps)
    return not isinstance(step, Rest)
