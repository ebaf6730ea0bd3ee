"""How much of a step is done, in the short notation of a home programme: `2 × 30 s each side`."""

from __future__ import annotations

from typing import assert_never

from sessions.routine import BallMassage, Breathing, Exercise, MovingStep, Rest, Stretch
from sessions.words import Words


def length(seconds: float, words: Words) -> str:
    """Write a length of time, in seconds, short: `45 s`, `2 min`, `1:30 min`."""
    whole = round(seconds)
    if whole < 60 or whole == 90:
        return words("{n} s", n=whole)
    if whole % 60 == 0:
        return words("{n} min", n=whole // 60)
    return words("{clock} min", clock=f"{whole // 60}:{whole % 60:02}")


def dose(step: MovingStep | Rest, sides: int, words: Words) -> str:
    """Write the dose of a step that is done on so many sides (0 for none)."""
    amount = _amount(step, words)
    return words("{dose} each side", dose=amount) if sides > 1 else amount


def _amount(step: MovingStep | Rest, words: Words) -> str:
    match step:
        case Stretch(hold=hold, reps=1):
            return length(hold, words)
        case Stretch(hold=hold, reps=reps):
            return f"{reps} × {length(hold, words)}"
        case BallMassage(duration=seconds):
            return length(seconds, words)
        case Exercise(reps=int(reps), sets=1):
            return f"{reps} ×"
        case Exercise(reps=int(reps), sets=sets):
            return f"{sets} × {reps}"
        case Breathing(breaths=int(breaths)):
            return words.plural("One breath", "{n} breaths", breaths)
        case Rest(duration=None):
            return words("until a key is pressed")
        case Exercise(duration=seconds) | Breathing(duration=seconds) | Rest(duration=seconds):
            return length(seconds or 0.0, words)
        case _:
            assert_never(step)
