"""The player screen: what is heard, readable from the mat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen

from coach.doing import StepResult
from coach.literal import in_its_language, literal
from coach.player import Player, Snapshot, State
from coach.recorder import Recorder
from coach.runs import Outcome
from coach.safety import Safety
from coach.telling import clock_time, following_text, phase_name, side_name
from coach.widgets.big_text import BigText
from coach.widgets.blocks import countdown_text
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.line import FittedLine, Line, Paragraph
from coach.widgets.strip import Strip
from sessions.timeline import Phase, Segment
from sessions.words import Message, Words, message

_SOONEST: Final = 0.1
"""Seconds between two looks at the player; it tells itself when something will change."""
_LATEST: Final = 1.0
_CLOCK_STEP: Final = 5
"""Seconds between two changes of clock and strip: one number that moves is enough, and half the
work."""
_AFTER_COMMAND: Final = (0.05, 0.1, 0.15, 0.2, 0.25)
"""A command is heard, and so seen, as soon as what was fetched before it has been played."""
_FADED_OUT: Final = 0.6
"""Seconds until a pause has been played, and what was fetched before it."""
_NUDGE: Final = 10.0
"""Seconds."""
_LOUDER: Final = 5
_STATES: Final = {
    State.PAUSED: message("Paused"),
    State.WAITING: message("Press the space bar to go on"),
    State.COUNTING_IN: message("Going on"),
}


class PlayerScreen(Screen[tuple[StepResult, ...]]):
    """Shows a player and takes the person's commands; gives what was done when it ends."""

    DEFAULT_CSS: ClassVar[str] = """
    /* The number and its phase come first, the rest as there is room. */
    PlayerScreen { padding: 1 2; layout: vertical; }
    PlayerScreen #step { height: 1; }
    PlayerScreen #title { text-style: bold; text-overflow: ellipsis; text-wrap: nowrap; }
    PlayerScreen #count { color: $secondary; }
    PlayerScreen #above, PlayerScreen #below { height: auto; }
    PlayerScreen #moment { height: 1; margin-top: 1; align-horizontal: center; }
    PlayerScreen #phase { text-style: bold; }
    PlayerScreen #side { display: none; text-style: bold reverse; margin-left: 2; }
    PlayerScreen #side.-sided { display: block; }
    PlayerScreen #big-side { display: none; height: 20%; min-height: 3; margin-top: 2; }
    PlayerScreen.-tall #side.-sided { display: none; }
    PlayerScreen.-tall #big-side.-sided { display: block; }
    PlayerScreen.-tall #moment { margin-top: 2; }
    PlayerScreen #number { height: 1fr; margin: 1 0; }
    /* A long instruction takes the room of the lines below it: nothing else moves. */
    PlayerScreen #told { height: 4; overflow: hidden; }
    PlayerScreen.-tall #told { height: 5; }
    PlayerScreen #said {
        height: auto; min-height: 2; max-height: 4; text-align: center; text-style: italic;
    }
    PlayerScreen #told.-urgent #said { max-height: 3; }
    PlayerScreen #next { color: $secondary; text-overflow: ellipsis; text-wrap: nowrap; }
    PlayerScreen #progress { height: 1; margin-bottom: 1; }
    PlayerScreen #clock { margin-left: 2; }
    PlayerScreen #notice.-urgent { color: $warning; text-style: bold; }
    PlayerScreen #notice { color: $secondary; text-overflow: ellipsis; text-wrap: nowrap; }
    PlayerScreen #keys { padding: 0; margin-top: 1; }
    PlayerScreen .-prepare { color: $phase-prepare; }
    PlayerScreen .-work { color: $phase-work; }
    PlayerScreen .-rest { color: $phase-rest; }
    PlayerScreen .-switch { color: $phase-switch; }
    PlayerScreen .-wait { color: $phase-wait; }
    PlayerScreen .-finish { color: $phase-finish; }
    PlayerScreen #number.-standing { opacity: 60%; }
    PlayerScreen #phase.-standing { text-style: bold reverse; }
    PlayerScreen.-narrow #keys { display: none; }
    PlayerScreen.-low { padding: 0 1; }
    PlayerScreen.-low #moment, PlayerScreen.-low #number, PlayerScreen.-low #progress {
        margin: 0;
    }
    PlayerScreen.-low #told { height: auto; }
    PlayerScreen.-low #said {
        height: 1; min-height: 1; text-overflow: ellipsis; text-wrap: nowrap;
    }
    PlayerScreen.-low #next, PlayerScreen.-low #keys, PlayerScreen.-low #notice { display: none; }
    PlayerScreen.-tiny { padding: 0; }
    PlayerScreen.-tiny #moment, PlayerScreen.-tiny #number { margin: 0; }
    PlayerScreen.-tiny #step, PlayerScreen.-tiny #said, PlayerScreen.-tiny #next,
    PlayerScreen.-tiny #progress, PlayerScreen.-tiny #keys, PlayerScreen.-tiny #told {
        display: none;
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause_or_go_on", show=False),
        Binding("right", "next_step", show=False),
        Binding("left", "previous_step", show=False),
        Binding("r", "repeat", show=False),
        Binding("plus", "nudge(1)", show=False),
        Binding("minus", "nudge(-1)", show=False),
        Binding("up", "volume(1)", show=False),
        Binding("down", "volume(-1)", show=False),
        Binding("m", "mute", show=False),
        Binding("exclamation_mark,f1", "stop_at_once", show=False),
        Binding("q,escape", "finish", show=False),
        Binding("ctrl+z", "leave_for_the_shell", show=False),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (8, "-low"), (16, "-high"), (36, "-tall")]  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-wide")]  # noqa: RUF012

    def __init__(
        self,
        player: Player,
        recorder: Recorder,
        troubles: Callable[[], Sequence[Message]],
        safety: Safety,
        words: Words,
    ) -> None:
        """Show `player`, keep what it tells in `recorder`; `troubles` tells what is amiss."""
        super().__init__()
        self._player = player
        self._recorder = recorder
        self._troubles = troubles
        self._safety = safety
        self._words = words
        self._title = Line(id="title")
        self._count = FittedLine(id="count")
        self._phase = FittedLine(id="phase")
        self._side = FittedLine(id="side")
        self._big_side = BigText(id="big-side")
        self._number = BigText(id="number")
        self._told = Vertical(id="told")
        self._said = Paragraph(id="said")
        self._next = Line(id="next")
        self._strip = Strip(id="strip")
        self._clock = FittedLine(id="clock")
        self._notice_line = Line(id="notice")
        self._results: list[StepResult] = []
        self._halted = False
        self._soon: list[float] = []
        self._next_look: asyncio.TimerHandle | None = None
        self._looks: tuple[Snapshot, str] | None = None
        """What is drawn: the moment, whatever its fraction of a second, and the notice."""

    def compose(self) -> ComposeResult:
        """Lay out the lines around the number."""
        # Textual draws every widget anew that shares a container with one that has changed: the
        # number, which changes each second, stands apart from the lines above and below.
        with Vertical(id="above"):
            with Horizontal(id="step"):
                yield self._title
                yield self._count
            with Horizontal(id="moment"):
                yield self._phase
                yield self._side
            yield self._big_side
        yield self._number
        with Horizontal(id="progress"):
            yield self._strip
            yield self._clock
        with Vertical(id="below"):
            with self._told:
                yield self._said
                yield self._next
                yield self._notice_line
            yield KeyHelp(self._keys(), id="keys")

    def on_mount(self) -> None:
        """Begin."""
        self._strip.timeline = self._player.timeline
        # A stop that somebody else sends is only known of once it is over.
        self.app.app_resume_signal.subscribe(self, self._back_from_the_shell)
        self._look_soon()

    def on_unmount(self) -> None:
        """End the run, however the screen was left; its first end counts."""
        if self._next_look is not None:
            self._next_look.cancel()
        self._recorder.end(Outcome.INTERRUPTED)
        self._player.stop()
        # What was done of the step under way is only told now.
        self._recorder.saw(self._player.poll())
        self._player.close()

    def action_pause_or_go_on(self) -> None:
        """Pause or go on."""
        self._halted = False
        self._player.toggle()
        self._look_soon()

    def action_next_step(self) -> None:
        """Go to the next step."""
        self._player.next_step()
        self._look_soon()

    def action_previous_step(self) -> None:
        """Go back to the beginning of this step, or to the one before."""
        self._player.previous_step()
        self._look_soon()

    def action_repeat(self) -> None:
        """Hear the instruction again."""
        self._player.repeat_instruction()
        self._look_soon()

    def action_nudge(self, times: int) -> None:
        """Go ten seconds on or back."""
        self._player.nudge(times * _NUDGE)
        self._look_soon()

    def action_volume(self, times: int) -> None:
        """Make it louder or softer."""
        self._player.change_volume(times * _LOUDER)
        self._look_soon()

    def action_mute(self) -> None:
        """Silence everything, or let it be heard again."""
        self._player.toggle_mute()
        self._look_soon()

    def action_stop_at_once(self) -> None:
        """Fall silent at once and say so."""
        from coach.screens.help_now import HelpNowScreen

        self._halted = True
        self._player.pause()
        self._look_soon()
        headline = message("It is silent. Take the time you need.")
        self.app.push_screen(
            HelpNowScreen(headline, message("I am well, go on"), self._safety, self._words),
            self._go_on_after_stop,
        )

    def _go_on_after_stop(self, wished: bool | None) -> None:  # noqa: FBT001 - a screen's result
        if wished:
            self.action_pause_or_go_on()

    def action_leave_for_the_shell(self) -> None:
        """Pause and, once that has been heard, let the terminal have the program stopped."""
        self._player.pause()
        self._look_soon()
        self.set_timer(_FADED_OUT, self.app.action_suspend_process)

    def _back_from_the_shell(self, _: object) -> None:
        self._player.pause()
        self._look_soon()

    def action_finish(self) -> None:
        """End the session here."""
        self._player.stop()
        self._look_soon()

    def look(self) -> None:
        """Ask for the moment that is being heard and show it."""
        snapshot = self._player.poll()
        self._recorder.saw(snapshot)
        self._results += snapshot.finished
        if snapshot.state in {State.DONE, State.STOPPED}:
            if self.is_current:
                self.dismiss(tuple(self._results))
            return
        self._look_again(snapshot.stays)
        notice = self._notice(snapshot)
        # Clock and strip move with the countdown: one frame a second, not one for each.
        looks = (replace(snapshot, seconds=0.0, finished=(), stays=0.0), notice.plain)
        if looks == self._looks:
            return
        before, told_before = self._looks or (None, "")
        self._looks = looks
        standing = _STATES.get(snapshot.state)
        if before is None or (before.segment_index, _STATES.get(before.state)) != (
            snapshot.segment_index,
            standing,
        ):
            self._show_segment(snapshot.segment, standing)
        if before is None or before.said != snapshot.said:
            said = "" if snapshot.said is None else snapshot.said.text
            self._said.content = literal(self._words("“{text}”", text=said) if said else "")
        self._show_number(snapshot)
        if before is None or (before.volume, told_before) != (snapshot.volume, notice.plain):
            self._show_notice(snapshot, notice)
        self._show_progress(snapshot.seconds)

    def _look_soon(self) -> None:
        self._soon = [*_AFTER_COMMAND]
        self.look()

    def _look_again(self, stays: float) -> None:
        """Look when something will have changed; after a command, until it has been heard."""
        wait = self._soon.pop(0) if self._soon else min(max(stays, _SOONEST), _LATEST)
        if self._next_look is not None:
            self._next_look.cancel()
        # A timer of Textual's is a task of its own: twice the work of a look.
        self._next_look = asyncio.get_running_loop().call_later(wait, self.look)

    def _show_segment(self, segment: Segment, standing: Message | None) -> None:
        words, timeline = self._words, self._player.timeline
        step = timeline.steps[segment.step]
        counts = []
        if step.rounds > 1:
            counts.append(words("Round {n} of {total}", n=step.round, total=step.rounds))
        if segment.reps > 1:
            counts.append(words("{n} of {total}", n=segment.rep, total=segment.reps))
        self._title.content = in_its_language(step.title)
        self._count.content = Content(" · ".join(counts))
        self._next.content = literal(following_text(timeline, segment, words))
        phase = phase_name(segment.phase, words)
        self._phase.content = Content(phase if standing is None else f" {words.say(standing)} ")
        side = "" if segment.side is None else side_name(segment.side, words).upper()
        self._side.content = Content(f" {side} " if side else "")
        self._big_side.text = side
        # Classes of the screen would style every widget anew.
        for widget in (self._phase, self._side, self._big_side, self._number):
            widget.set_class(bool(side), "-sided")
            widget.set_class(standing is not None, "-standing")
            for each in Phase:
                widget.set_class(each is segment.phase, f"-{each}")

    def _show_number(self, snapshot: Snapshot) -> None:
        waits = snapshot.segment.phase is Phase.WAIT and snapshot.state is not State.COUNTING_IN
        self._number.text = "" if waits else countdown_text(snapshot.countdown)
        self._number.bright = snapshot.ticking

    def _show_progress(self, seconds: float) -> None:
        timeline = self._player.timeline
        passed = seconds // _CLOCK_STEP * _CLOCK_STEP
        if (self._strip.timeline, self._strip.moment) == (timeline, passed):
            return
        self._strip.timeline, self._strip.moment = timeline, passed
        whole = clock_time(timeline.duration)
        self._clock.content = Content(f"{clock_time(passed)} / {whole}")

    def _show_notice(self, snapshot: Snapshot, notice: Content) -> None:
        volume = Content(self._words("Volume {volume}", volume=snapshot.volume))
        self._notice_line.content = notice or volume
        self._notice_line.set_class(bool(notice), "-urgent")
        self._told.set_class(bool(notice), "-urgent")

    def _notice(self, snapshot: Snapshot) -> Content:
        """Give what is not as usual, in one line; empty where all is well."""
        words = self._words
        if self._halted:
            return Content(words("Stopped and silent. The space bar goes on, q ends the session."))
        if snapshot.paused_by is not None:
            return Content(words.say(snapshot.paused_by))
        if snapshot.unheard is not None:
            return Content(words.say(snapshot.unheard))
        if snapshot.muted:
            return Content(words("Muted: m lets it be heard again."))
        troubles = [*self._troubles()]
        if self._recorder.trouble is not None:
            troubles.append(self._recorder.trouble)
        if troubles:
            return literal(words.say(troubles[-1]))
        return Content("")

    def _keys(self) -> tuple[Key, ...]:
        words = self._words
        return (
            Key(words("Space"), words("pause"), "screen.pause_or_go_on"),
            Key("←", words("back"), "screen.previous_step"),
            Key("→", words("next step"), "screen.next_step"),
            Key("r", words("repeat"), "screen.repeat"),
            Key("-", words("10 s back"), "screen.nudge(-1)"),
            Key("+", words("10 s on"), "screen.nudge(1)"),
            Key("↓", words("softer"), "screen.volume(-1)"),
            Key("↑", words("louder"), "screen.volume(1)"),
            Key("m", words("mute"), "screen.mute"),
            Key("!", words("stop"), "screen.stop_at_once"),
            Key("q", words("finish"), "screen.finish"),
        )
