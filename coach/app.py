"""The screen program: wires the screens to the library, the studio, the log and the settings."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import msgspec
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from coach.before_start import Asked, BeforeStart
from coach.context import Context
from coach.language import choose
from coach.messages import Changed, Chosen, Highlighted, Planned
from coach.resuming import BrokenOff, Wish
from coach.runs import Felt, Start
from coach.screens.library import LibraryScreen
from coach.settings import Settings, SettingsError
from coach.shelf import Shelved, shelved
from coach.stages import stage_on
from coach.themes import THEMES, theme_named
from coach.told_log import ToldLog
from sessions.library import Entry
from sessions.session import Session
from sessions.words import Message, Words, message

if TYPE_CHECKING:
    from coach.prepared import Prepared
    from coach.studio import Progress

_INTERRUPTED: Final = 130
_HEARD: Final = {"voice", "speech_rate", "volume", "output", "language", "muted"}
"""The settings whose change is heard."""

_SUITING: Final = {"phase", "pregnant_since", "birth", "caesarean", "sore"}
"""The settings whose change changes what a routine is."""


def run_app(context: Context, routine: Entry | None = None, wish: Wish = Wish.ASK) -> int:
    """Open the screen, in the library or straight in a routine; gives the exit code.

    `wish` is for a session, of that routine if one is named, that broke off.
    """
    app = CoachApp(context, routine, wish)
    app.run()
    return app.return_code or 0


class CoachApp(App[None]):
    """Mat Coach on a full screen."""

    CSS_PATH: ClassVar[Path] = Path(__file__).with_name("coach.tcss")
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    TITLE = "Mat Coach"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False),
        Binding("exclamation_mark,f1", "help_now", show=False),
    ]

    def __init__(
        self, context: Context, routine: Entry | None = None, wish: Wish = Wish.ASK
    ) -> None:
        super().__init__()
        self._given = context
        self._program = context.program
        self._routine = routine
        self._wish = wish
        self._told_log = ToldLog(context.log, self._tell)
        self._begin_in_theme()

    def _begin_in_theme(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        # Changing the theme parses every style again, which the first frame would wait for.
        self.set_reactive(App.theme, theme_named(self._settings.theme))
        theme = self.current_theme
        self.set_classes(f"-theme-{theme.name} {'-dark-mode' if theme.dark else '-light-mode'}")
        self.stylesheet.set_variables(self.get_css_variables())

    @property
    def _settings(self) -> Settings:
        return self._program.settings

    @property
    def _words(self) -> Words:
        return self._program.words

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give every theme the colours of the phases."""
        return dict(THEMES[0].variables)

    def get_default_screen(self) -> LibraryScreen:
        """Open in the library."""
        given = self._given
        return LibraryScreen(self._read_shelf, given.places, given.notes, self._today, self._words)

    def on_mount(self) -> None:
        """Leave quietly when asked to by the system; start the routine that was named."""
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no SIGHUP, and its loop takes no handlers.
                with_code = 128 + number
                try:
                    loop.add_signal_handler(number, self.exit, None, with_code)
                except NotImplementedError:
                    break
        self.app_resume_signal.subscribe(self, self._redraw)
        self.call_after_refresh(self._wake)
        self.call_after_refresh(self._begin)

    def on_chosen(self, event: Chosen) -> None:
        """Do a routine."""
        self._do(event.item)

    def on_highlighted(self, event: Highlighted) -> None:
        """Make the sound of what may be started soon."""
        self._warm(event.session)

    def on_changed(self, event: Changed) -> None:
        """Keep a setting and let it hold at once."""
        self._change(event.values)

    @work(exclusive=True, group="plan")
    async def on_planned(self, event: Planned) -> None:
        """Ask when a routine is to be done."""
        from coach.planning import plan

        if await plan(self, event.item, self._told_log, self._program):
            self._reload()

    @work(exclusive=True, group="activity")
    async def action_activity(self) -> None:
        """Write down what was done elsewhere."""
        from coach.screens.activity import ActivityScreen

        activity = await self.push_screen_wait(ActivityScreen(self._program.now, self._words))
        if activity is not None and self._told_log.add(activity):
            self.notify(self._words("It is in the log."), markup=False)

    @work(exclusive=True, group="phase")
    async def action_phase(self) -> None:
        """Ask for the phase anew."""
        await BeforeStart(self, self._given.log, self._change).ask_phase(self._program)

    def action_history(self) -> None:
        """Show what was done."""
        from coach.screens.history import HistoryScreen

        formats, today = self._program.formats(), self._program.now().date()
        goal = self._settings.weekly_goal
        self.push_screen(HistoryScreen(self._told_log, goal, today, formats, self._words))

    def action_settings(self) -> None:
        """Show the settings."""
        from coach.audition import voice_names
        from coach.screens.settings import SettingsScreen

        language = self._words.language
        today = self._program.now().date()
        self.push_screen(
            SettingsScreen(
                self._settings,
                partial(stage_on, today),
                partial(voice_names, language, self._program.places),
                self._words,
            )
        )

    def action_help(self) -> None:
        """Show the keys."""
        from coach.screens.help import HelpScreen

        self.push_screen(HelpScreen(self._words))

    def action_help_now(self) -> None:
        """Show the warning signs and whom to call, wherever somebody is."""
        from coach.screens.help_now import HelpNowScreen
        from coach.screens.start import StartScreen

        # A start goes on by itself in a moment, to the player, which answers this key.
        if not isinstance(self.screen, HelpNowScreen | StartScreen):
            headline = message("What to do, and whom to call")
            self.push_screen(HelpNowScreen(headline, None, self._program.safety(), self._words))

    def action_interrupt(self) -> None:
        """Leave, as Ctrl-C asks."""
        self.exit(return_code=_INTERRUPTED)

    def _read_shelf(self) -> list[Shelved]:
        entries = self._given.library.entries()
        log = self._told_log
        return shelved(entries, self._program, log.last_done(), log.due(self._today()))

    def _today(self) -> date:
        return self._program.now().date()

    def _reload(self) -> None:
        if isinstance(self.screen, LibraryScreen):
            self.screen.reload()

    def _shelved(self, entry: Entry) -> Shelved:
        (item,) = shelved([entry], self._program, {}, {})
        return item

    def _broken_off(self) -> BrokenOff | None:
        if self._wish is Wish.LEAVE:
            return None
        return self._told_log.broken_off(self._routine, self._given.library, self._program)

    def _redraw(self, _: object) -> None:
        """Draw everything anew: the shell has had the terminal."""
        self.refresh(layout=True)

    def _tell(self, sentence: Message) -> None:
        self._tell_text(self._words.say(sentence))

    def _tell_text(self, sentence: str) -> None:
        from sessions.plain_text import harmless

        self.notify(harmless(sentence), severity="warning", markup=False)

    @work(thread=True)
    def _wake(self) -> None:
        self._given.studio.wake(self._settings)

    @work(thread=True, exclusive=True, group="warm")
    def _warm(self, session: Session) -> None:
        from coach.warming import warm

        worker = get_current_worker()
        warm(self._given.studio, session, self._settings, lambda: not worker.is_cancelled)

    @work(exclusive=True, group="session")
    async def _begin(self) -> None:
        """Go on with what broke off, if that is wished; else do the routine that was named."""
        if self._routine is not None:
            # The library, which shows them, is not seen.
            for note in self._given.notes:
                self._tell(note)
        found = await self._resumption()
        if found is not None:
            await self._lead(self._shelved(found.entry), found)
        elif self._routine is not None:
            await self._lead(self._shelved(self._routine))

    async def _resumption(self) -> BrokenOff | None:
        """Give what broke off and is to be gone on with."""
        from coach.screens.resume import Answer, ResumeScreen

        found = self._broken_off()
        if found is None:
            return None
        if self._wish is Wish.ASK:
            answer = await self.push_screen_wait(
                ResumeScreen(found, self._program.formats(), self._words)
            )
            if answer is Answer.CLOSE:
                self._told_log.settle(but=None)
            if answer is not Answer.GO_ON:
                return None
        if self._program.asks:
            # What is told now may change what suits.
            await self._before_start().knows_phase(self._program)
            found = self._broken_off()
        if found is not None:
            self._told_log.settle(but=found)
        return found

    def _before_start(self) -> BeforeStart:
        return BeforeStart(self, self._given.log, self._change)

    @work(exclusive=True, group="session")
    async def _do(self, item: Shelved) -> None:
        await self._lead(item)

    async def _lead(self, item: Shelved, cut: BrokenOff | None = None) -> None:
        from coach.recorder import start_of
        from coach.screens.start import StartScreen

        asked = await self._asked(item, cut)
        if asked is None or asked.session is None:
            return
        ready = await self.push_screen_wait(
            StartScreen(asked.session, self._maker(whole=cut is not None), self._words)
        )
        if isinstance(ready, Message):
            self._tell(ready)
        elif ready is not None:
            start = start_of(item.entry.name, item.entry.path, ready.timeline, asked.session)
            pain = asked.pain if cut is None else cut.pain_before(asked.pain)
            await self._play(start, ready, pain, cut)
            if self._routine is not None:
                self.exit()
            else:
                self._reload()

    async def _asked(self, item: Shelved, cut: BrokenOff | None) -> Asked | None:
        """Ask what must be known before a start; None where there is to be none."""
        if not self._program.asks:
            return Asked(item.session if cut is None else cut.session)
        before = self._before_start()
        if not await before.knows_phase(self._program):
            return None
        item = self._shelved(item.entry)
        if item.session is None or item.timeline is None:
            for sentence in item.mistakes:
                self._tell_text(sentence)
            return None
        session = item.session if cut is None else cut.session
        return await before.asked(session, item.timeline, self._program)

    def _maker(self, *, whole: bool) -> Callable[[Session, Progress], Prepared]:
        """Give what makes a session's sound: what is gone on with is made whole at once."""
        studio, settings = self._given.studio, self._settings
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

        first_step = 0 if cut is None else cut.step
        try:
            playing = self._given.studio.play(ready, self._settings, first_step)
        except OutputError as error:
            self._tell(error.message)
            return
        resumed = None if cut is None else cut.run
        recorder = Recorder(self._given.log, start, machine_clocks().awake, resumed)
        recorder.annotate(Felt(pain_before=pain))
        troubles = self._given.studio.troubles
        results = await self.push_screen_wait(
            PlayerScreen(
                playing.player,
                recorder,
                lambda: (*playing.notes, *troubles()),
                self._program.safety(),
                self._words,
            )
        )
        if cut is not None:
            results = (*cut.results, *results)
        felt = await self.push_screen_wait(SummaryScreen(ready.timeline, results, self._words))
        if felt is not None and felt != Felt():
            recorder.annotate(replace(felt, pain_before=pain))
        if recorder.trouble is not None:
            self._tell(recorder.trouble)

    def _change(self, values: Mapping[str, object]) -> None:
        from coach.screens.settings import SettingsScreen

        file = self._given.settings_file
        self._program = replace(self._program, settings=_with(self._settings, values))
        try:
            # What the command line chose for this time is not kept.
            file.save(_with(file.read(), values))
        except SettingsError as error:
            self._tell(error.message)
        if "theme" in values:
            self.theme = theme_named(self._settings.theme)
        if "language" in values:
            self._speak_language()
        for screen in self.screen_stack:
            if isinstance(screen, SettingsScreen):
                screen.show(self._settings)
            elif isinstance(screen, LibraryScreen) and _SUITING & values.keys():
                screen.reload()
        if _HEARD & values.keys():
            self._audition(self._settings)

    def _speak_language(self) -> None:
        import os

        language = choose((), self._settings.language, os.environ)
        if language is self._words.language:
            return
        self._program = replace(self._program, words=Words(language))
        self._rebuild()

    @work(exclusive=True, group="rebuild")
    async def _rebuild(self) -> None:
        await self.pop_screen()
        if isinstance(self.screen, LibraryScreen):
            await self.screen.speak(self._words)
        self.action_settings()

    @work(thread=True, exclusive=True, group="audition")
    def _audition(self, settings: Settings) -> None:
        from audio.output import OutputError
        from audio.voice import VoiceError
        from coach.audition import audition

        text = self._words("This is how I sound.")
        try:
            audition(text, self._words.language, settings, self._given.places)
        except (VoiceError, OutputError) as error:
            self.call_from_thread(self._tell, error.message)


def _with(settings: Settings, values: Mapping[str, object]) -> Settings:
    return msgspec.structs.replace(settings, **values)
