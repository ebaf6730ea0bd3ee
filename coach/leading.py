"""Leading: a session on the screen, from what is asked before it to what it felt like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App

from coach.before_start import Asked, BeforeStart
from coach.context import Context, Program
from coach.if_broken_off import IfBrokenOff
from coach.resuming import BrokenOff
from coach.runs import Felt, Start
from coach.screens.start import StartScreen
from coach.shelf import Shelved, shelved
from coach.told_log import ToldLog
from sessions.library import Entry
from sessions.session import Session
from sessions.words import Message

if TYPE_CHECKING:
    from coach.prepared import Prepared
    from coach.studio import Progress


class Leading:
    """Leads through sessions, by screens of their own."""

    def __init__(
        self,
        app: App[Any],
        context: Context,
        log: ToldLog,
        program: Callable[[], Program],
        change: Callable[[Mapping[str, object]], None],
        tell: Callable[[str], None],
    ) -> None:
        """Show screens on `app`.

        `program` gives it as it is by now, `change` keeps settings, `tell` shows a sentence.
        """
        self._app = app
        self._context = context
        self._log = log
        self._now = program
        self._tell_text = tell
        self._before_start = BeforeStart(app, context.log, change)

    async def begin(self, routine: Entry | None, if_broken_off: IfBrokenOff) -> bool:
        """Go on with what broke off, if that is wished; else do the routine, if one is named.

        Gives whether a session was played.
        """
        found = await self._resumption(routine, if_broken_off)
        if found is not None:
            return await self.lead(self._shelved(found.entry), found)
        return routine is not None and await self.lead(self._shelved(routine))

    async def lead(self, item: Shelved, cut: BrokenOff | None = None) -> bool:
        """Lead through a routine, or through what is left of it; gives whether it was played."""
        from coach.recorder import start_of

        asked = await self._asked(item, cut)
        if asked is None or asked.session is None:
            return False
        ready = await self._app.push_screen_wait(
            StartScreen(asked.session, self._maker(whole=cut is not None), self._program.words)
        )
        if isinstance(ready, Message):
            self._tell(ready)
            return False
        if ready is None:
            return False
        start = start_of(item.entry.name, item.entry.path, ready.timeline, asked.session)
        pain = asked.pain if cut is None else cut.pain_before(asked.pain)
        await self._play(start, ready, pain, cut)
        return True

    async def ask_phase(self) -> None:
        """Ask for the phase anew."""
        await self._before_start.ask_phase(self._program)

    @property
    def _program(self) -> Program:
        return self._now()

    def _tell(self, sentence: Message) -> None:
        self._tell_text(self._program.words.say(sentence))

    def _shelved(self, entry: Entry) -> Shelved:
        (item,) = shelved([entry], self._program, {}, {})
        return item

    async def _resumption(self, routine: Entry | None, wish: IfBrokenOff) -> BrokenOff | None:
        """Give what broke off and is to be gone on with."""
        from coach.screens.resume import Answer, ResumeScreen

        if wish is IfBrokenOff.LEAVE:
            return None
        found = self._broken_off(routine)
        if found is None:
            return None
        if wish is IfBrokenOff.ASK:
            program = self._program
            answer = await self._app.push_screen_wait(
                ResumeScreen(found, program.formats(), program.words)
            )
            if answer is Answer.CLOSE:
                self._log.settle(but=None)
            if answer is not Answer.GO_ON:
                return None
        if self._program.asks:
            # What is told now may change what suits.
            await self._before_start.knows_phase(self._program)
            found = self._broken_off(routine)
        if found is not None:
            self._log.settle(but=found)
        return found

    def _broken_off(self, routine: Entry | None) -> BrokenOff | None:
        return self._log.broken_off(routine, self._context.library, self._program)

    async def _asked(self, item: Shelved, cut: BrokenOff | None) -> Asked | None:
        """Ask what must be known before a start; None where there is to be none."""
        if not self._program.asks:
            return Asked(item.session if cut is None else cut.session)
        if not await self._before_start.knows_phase(self._program):
            return None
        item = self._shelved(item.entry)
        if item.session is None or item.timeline is None:
            for sentence in item.mistakes:
                self._tell_text(sentence)
            return None
        session = item.session if cut is None else cut.session
        return await self._before_start.asked(session, item.timeline, self._program)

    def _maker(self, *, whole: bool) -> Callable[[Session, Progress], Prepared]:
        """Give what makes a session's sound: what is gone on with is made whole at once."""
        studio, settings = self._context.studio, self._program.settings
        make = studio.prepare if whole else studio.open
        return lambda session, progress: make(session, settings, progress)

    async def _play(
        self, start: Start, ready: Prepared, pain: int | None, cut: BrokenOff | None
    ) -> None:
        from audio.clocks import machine_clocks
        from audio.output import OutputError
        from coach.recorder import Recorder
        from coach.screens.player import PlayerScreen
        from coach.screens.summary import SummaryScreen

        studio, program = self._context.studio, self._program
        first_step = 0 if cut is None else cut.step
        try:
            playing = studio.play(ready, program.settings, first_step)
        except OutputError as error:
            self._tell(error.message)
            return
        resumed = None if cut is None else cut.run
        recorder = Recorder(self._context.log, start, machine_clocks().awake, resumed)
        recorder.annotate(Felt(pain_before=pain))
        results = await self._app.push_screen_wait(
            PlayerScreen(
                playing.player,
                recorder,
                lambda: (*playing.notes, *studio.troubles()),
                program.safety(),
                program.words,
            )
        )
        if cut is not None:
            results = (*cut.results, *results)
        felt = await self._app.push_screen_wait(
            SummaryScreen(ready.timeline, results, program.words)
        )
        if felt is not None and felt != Felt():
            recorder.annotate(replace(felt, pain_before=pain))
        if recorder.trouble is not None:
            self._tell(recorder.trouble)
