"""A session told in lines of text: for `coach show`, and for `--plain`."""

from __future__ import annotations

from typing import Final

from coach.doing import StepStatus
from sessions.dose import length
from sessions.suitability import ChangeKind
from sessions.timeline import Cue, Phase, Segment, Side, Timeline, TimelineChange, Tone
from sessions.words import Words, message

_PHASES: Final = {
    Phase.PREPARE: message("Get ready"),
    Phase.WORK: message("Work"),
    Phase.REST: message("Rest"),
    Phase.SWITCH: message("Change sides"),
    Phase.WAIT: message("Wait"),
    Phase.FINISH: message("Finish"),
}

_SIDES: Final = {Side.LEFT: message("left"), Side.RIGHT: message("right")}

_TONES: Final = {
    Tone.GO: message("bell"),
    Tone.END: message("low bell"),
    Tone.TICK: message("tick"),
    Tone.BREATHE_IN: message("rising tone"),
    Tone.BREATHE_OUT: message("falling tone"),
}


_STATUSES: Final = {
    StepStatus.DONE: ("✓", message("done")),
    StepStatus.PARTLY: ("◐", message("partly")),
    StepStatus.SKIPPED: ("–", message("skipped")),
}


def clock_time(seconds: float) -> str:
    """Write a moment of a session: `5:44`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"


def phase_name(phase: Phase, words: Words) -> str:
    """Name a phase."""
    return words.say(_PHASES[phase])


def side_name(side: Side, words: Words) -> str:
    """Name a side, always the person's own."""
    return words.say(_SIDES[side])


def status_sign(status: StepStatus) -> str:
    """Give the sign of how a step ended; its name stands beside it."""
    return _STATUSES[status][0]


def status_name(status: StepStatus, words: Words) -> str:
    """Name how a step ended."""
    return words.say(_STATUSES[status][1])


def segment_text(timeline: Timeline, segment: Segment, words: Words) -> str:
    """Tell a segment: its phase, what is done, on which side, the which time, and how long."""
    parts = [phase_name(segment.phase, words)]
    if segment.phase is not Phase.FINISH:
        parts.append(timeline.steps[segment.step].title.text)
    if segment.side is not None:
        parts.append(side_name(segment.side, words))
    if segment.reps > 1 and segment.phase is Phase.WORK:
        parts.append(words("{n} of {total}", n=segment.rep, total=segment.reps))
    if segment.phase is not Phase.WAIT:
        parts.append(length(segment.duration, words))
    return " · ".join(parts)


def following_text(timeline: Timeline, segment: Segment, words: Words) -> str:
    """Tell what comes after the step that a segment belongs to; after a rest, what follows it."""
    after = timeline.steps[segment.step + 1 :]
    if not after:
        return words("This is the last step.")
    moving = next((step for step in after if step.kind != "rest"), None)
    if moving is None or moving is after[0]:
        return words("Next: {title}", title=after[0].title.text)
    return words("Next: {rest}, then {title}", rest=after[0].title.text, title=moving.title.text)


def change_text(change: TimelineChange, words: Words) -> str:
    """Tell what is done otherwise than the file has it, and why."""
    match change.kind:
        case ChangeKind.SWAPPED if change.instead is not None:
            return words(
                "{instead} instead of {step}. {why}",
                instead=change.instead.text,
                step=change.step.text,
                why=change.why,
            )
        case ChangeKind.NOTED:
            return words("{step}: {why}", step=change.step.text, why=change.why)
        case _:
            return words("Without {step}. {why}", step=change.step.text, why=change.why)


def cue_text(cue: Cue, words: Words) -> str:
    """Tell a cue: what is said, or which tone."""
    if cue.tone is None:
        return words("“{text}”", text=cue.text)
    return words.say(_TONES[cue.tone])
