"""What the log keeps of a run, as frozen data: what was planned, what was done, how it felt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from coach.doing import StepStatus
from sessions.sore import Sore
from sessions.stage import Stage
from sessions.timeline import Side, TimelineStep
from sessions.words import Language, Message, message


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    COMPLETED = "completed"
    STOPPED = "stopped"
    """By the person."""
    INTERRUPTED = "interrupted"
    """By anything else."""


def content_sha256(file: Path) -> str:
    """Give the hash of a routine's file, in hexadecimal."""
    import hashlib

    try:
        content = file.read_bytes()
    except OSError:
        # Deleted since it was read: the run is done from memory.
        content = b""
    return hashlib.sha256(content).hexdigest()


_OUTCOMES: Final = {
    Outcome.RUNNING: message("going on"),
    Outcome.COMPLETED: message("completed"),
    Outcome.STOPPED: message("stopped"),
    Outcome.INTERRUPTED: message("interrupted"),
}


def outcome_name(outcome: Outcome) -> Message:
    """Name how a run ended, for people."""
    return _OUTCOMES[outcome]


@dataclass(frozen=True)
class Start:
    """What is known of a run when it begins."""

    routine: str
    """Its name in the library, or its path."""
    title: str
    content_sha256: str
    """Of the routine's file, in hexadecimal."""
    language: Language
    sore: Sore
    steps: tuple[TimelineStep, ...]
    stage: Stage | None = None
    """None where it was not told."""


@dataclass(frozen=True)
class Felt:
    """What the person tells of a run; None is not told."""

    pain_before: int | None = None
    """0 to 10."""
    pain_after: int | None = None
    effort: int | None = None
    note: str = ""


@dataclass(frozen=True)
class RunStep:
    """What was done of one step."""

    position: int
    """Its place in the run, from 0."""
    kind: str
    title: str
    sides: tuple[Side, ...]
    status: StepStatus
    planned_seconds: float
    done_seconds: float
    ended: datetime


@dataclass(frozen=True)
class Run:
    """One time that somebody did a session."""

    uuid: str
    routine: str
    title: str
    content_sha256: str
    language: Language
    sore: Sore
    started: datetime
    """In the time zone of where it was done, as all times of a run."""
    ended: datetime | None
    outcome: Outcome
    active_seconds: float
    paused_seconds: float
    felt: Felt
    steps: tuple[RunStep, ...]
    stage: Stage | None = None
    """None where it was not told."""
