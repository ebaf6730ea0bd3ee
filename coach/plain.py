"""`--plain`: a session as lines of text, for screen readers, pipes and simple terminals.

One line an event and nothing that counts: a screen reader would talk over the voice.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final, TypeAlias

from coach.doing import StepStatus
from coach.keys import Keys, NoKeys
from coach.player import Player, Snapshot, State
from coach.recorder import Recorder
from coach.runs import Outcome
from coach.safety import Safety
from coach.telling import clock_time, cue_text, segment_text
from sessions.timeline import Cue, Timeline
from sessions.words import Message, Words, message

Print: TypeAlias = Callable[[str], None]

_POLL: Final = 0.1
"""Seconds between two looks at the player."""

_FADED_OUT: Final = 0.6
"""Seconds until a pause has been played, and what was fetched before it."""
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGTSTP")
_STOPPED: Final = getattr(signal, "SIGTSTP", -1)
"""Ctrl-Z; Windows has none."""

_OVER: Final = {State.DONE, State.STOPPED}

_PAUSED: Final = message("Paused.")
_GOING_ON: Final = message("Going on.")
_HEARD_AGAIN: Final = message("There is sound again.")
_WAITING: Final = message("Press the space bar when you are ready.")

KEYS_HELP: Final = message(
    "Keys: space pause, n next, p back, r say again, + and - ten seconds, m mute,"
    " ! silence and whom to call, q end."
)

_STOP: Final = "!"
"""Silence at once, and whom to call."""

_COMMANDS: Final[dict[str, Callable[[Player], None]]] = {
    " ": Player.toggle,
    "n": Player.next_step,
    "right": Player.next_step,
    "p": Player.previous_step,
    "left": Player.previous_step,
    "r": Player.repeat_instruction,
    "+": lambda player: player.nudge(10.0),
    "-": lambda player: player.nudge(-10.0),
    "up": lambda player: player.change_volume(5),
    "down": lambda player: player.change_volume(-5),
    "m": Player.toggle_mute,
    _STOP: Player.pause,
    "q": Player.stop,
}


class Lines:
    """Tells what is new in each snapshot, a line an event."""

    def __init__(self, timeline: Timeline, words: Words, write: Print) -> None:
        self._timeline = timeline
        self._words = words
        self._write = write
        self._segment = -1
        self._said: Cue | None = None
        self._state = State.PLAYING
        self._muted = False
        self._volume = -1
        self._unheard: Message | None = None

    def tell(self, snapshot: Snapshot) -> None:
        """Print what has changed since the last one."""
        if snapshot.state is not self._state:
            self._tell_state(snapshot)
        if snapshot.segment_index != self._segment and snapshot.state not in _OVER:
            self._segment = snapshot.segment_index
            self._write(segment_text(self._timeline, snapshot.segment, self._words))
        if snapshot.said is not None and snapshot.said != self._said:
            self._write(cue_text(snapshot.said, self._words))
        self._said = snapshot.said
        self._tell_sound(snapshot)

    def tell_help(self, safety: Safety) -> None:
        """Print what to do and whom to call, and at which signs."""
        say = self._words.say
        for sentence in safety.what_to_do():
            self._write(say(sentence))
        signs = "; ".join(say(sign) for sign in safety.signs())
        self._write(
            self._words("Call at any of these signs, and do not go on: {signs}", signs=signs)
        )

    def _tell_state(self, snapshot: Snapshot) -> None:
        before, self._state = self._state, snapshot.state
        state = snapshot.state
        if state is State.PAUSED:
            self._write(self._words.say(snapshot.paused_by or _PAUSED))
        elif state is State.WAITING:
            self._write(self._words.say(_WAITING))
        elif before is State.PAUSED and state not in _OVER:
            self._write(self._words.say(_GOING_ON))

    def _tell_sound(self, snapshot: Snapshot) -> None:
        if snapshot.unheard != self._unheard:
            self._unheard = snapshot.unheard
            self._write(self._words.say(self._unheard or _HEARD_AGAIN))
        if snapshot.muted != self._muted:
            self._muted = snapshot.muted
            self._write(self._words("Muted.") if self._muted else self._words("Sound on."))
        if snapshot.volume != self._volume:
            if self._volume >= 0:
                self._write(self._words("Volume {n}.", n=snapshot.volume))
            self._volume = snapshot.volume


class _Signals:
    """The signal that wants something, if one does."""

    def __init__(self) -> None:
        self.caught = 0

    def catch(self, number: int, _: FrameType | None) -> None:
        self.caught = number


@contextmanager
def _signals() -> Iterator[_Signals]:
    """Take note of Ctrl-C, of Ctrl-Z, of being told to end, and of the terminal being closed."""
    signals = _Signals()
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.signal(number, signals.catch) for number in numbers}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def do(
    player: Player, recorder: Recorder, keys: Keys, safety: Safety, words: Words, write: Print
) -> int:
    """Lead through the session; gives the signal that ended it early, or 0.

    The run in the log is ended on every way out; an output that nobody reads any more ends it
    with `BrokenPipeError`.
    """
    view = _View(player, recorder, Lines(player.timeline, words, write), safety)
    caught = 0
    with _signals() as signals:
        try:
            while not view.over and caught in {0, _STOPPED}:
                with keys:
                    caught = view.lead(keys, signals)
                    if caught == _STOPPED:
                        keys.wait(_FADED_OUT)
                if caught == _STOPPED:
                    os.kill(os.getpid(), signal.SIGSTOP)
        finally:
            # Of all signals only Ctrl-C is the person's own wish.
            wished = caught == signal.SIGINT
            recorder.end(Outcome.STOPPED if wished else Outcome.INTERRUPTED)
            player.stop()
            # What was done of the step under way is only told now.
            recorder.saw(player.poll())
    if view.over:
        write(words.say(_summary(view.state, view.done, recorder.active_seconds)))
    return caught


class _View:
    """Shows a player in lines, and hands it the keys."""

    def __init__(self, player: Player, recorder: Recorder, lines: Lines, safety: Safety) -> None:
        self.state = State.PLAYING
        self.done: list[StepStatus] = []
        self._player = player
        self._recorder = recorder
        self._lines = lines
        self._safety = safety

    @property
    def over(self) -> bool:
        """Whether the session has come to its end, or been ended by a key."""
        return self.state in _OVER

    def lead(self, keys: Keys, signals: _Signals) -> int:
        """Go on until the session is over or a signal wants something; gives the signal, or 0."""
        while True:
            snapshot = self._player.poll()
            self._recorder.saw(snapshot)
            self.state = snapshot.state
            self.done += [result.status for result in snapshot.finished]
            waits_in_vain = self.state is State.WAITING and isinstance(keys, NoKeys)
            if waits_in_vain:
                self._player.resume()
            else:
                self._lines.tell(snapshot)
            if self.over:
                return 0
            key = keys.wait(_POLL)
            if key in _COMMANDS:
                _COMMANDS[key](self._player)
            if key == _STOP:
                self._lines.tell_help(self._safety)
            if signals.caught:
                caught, signals.caught = signals.caught, 0
                self._player.pause()
                return caught


def _summary(state: State, done: list[StepStatus], seconds: float) -> Message:
    whole = sum(status is StepStatus.DONE for status in done)
    time = clock_time(seconds)
    if state is State.DONE:
        return message("Done. Steps done: {n}. Time: {time}.", n=whole, time=time)
    return message("Ended. Steps done: {n}. Time: {time}.", n=whole, time=time)
