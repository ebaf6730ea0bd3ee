"""The screen program: wires the screens to the library, the studio, the log and the settings."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property, partial
from io import StringIO
from typing import TYPE_CHECKING, ClassVar, Final

import click
import msgspec
from rich.console import Console
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.worker import get_current_worker

from coach.if_broken_off import IfBrokenOff
from coach.language import choose
from coach.messages import Changed, Chosen, Highlighted, Planned
from coach.screens.library import LibraryScreen
from coach.settings import Settings, SettingsError
from coach.themes import THEMES, theme_named
from sessions.words import Message, Words, message

# The first frame does not wait for what it does not show.
if TYPE_CHECKING:
    from coach.context import Context, Program
    from coach.leading import Leading
    from coach.shelf import Shelved
    from coach.studio import Studio
    from coach.told_log import ToldLog
    from sessions.library import Entry
    from sessions.session import Session

_INTERRUPTED: Final = 130
_HEARD: Final = {"voice", "speech_rate", "volume", "output", "language", "muted"}
"""The settings whose change is heard."""

_SUITING: Final = {"phase", "pregnant_since", "birth", "caesarean", "sore"}
"""The settings whose change changes what a routine is."""


def run_app(
    program: Program,
    begin_work: Callable[[], Context],
    routine: Entry | None = None,
    if_broken_off: IfBrokenOff = IfBrokenOff.ASK,
) -> int:
    """Open the screen, in the library or straight in a routine; gives the exit code.

    `begin_work` is called once, after the first frame. `if_broken_off` is for a session that broke
    off, of that routine if one is named.
    """
    app = CoachApp(program, begin_work, routine, if_broken_off)
    fault = StringIO()
    app.error_console = Console(file=fault)
    app.run()
    if fault.getvalue():
        from coach.excuse import excuse

        click.echo(excuse(fault.getvalue(), program.words), err=True)
    return app.return_code or 0


class CoachApp(App[None]):
    """Mat Coach on a full screen."""

    DEFAULT_CSS: ClassVar[str] = """
    .notice { height: auto; color: $warning; padding: 0 1; }
    .heading { text-style: bold; color: $primary; padding: 1 2 0 2; height: auto; }
    .setting { height: 1; padding: 0 2; margin-bottom: 1; }
    .setting .label { width: 34; height: 1; }
    .setting Select, .setting Input { width: 1fr; max-width: 40; }
    .setting Switch { border: none; height: 1; padding: 0; background: $background; }
    .setting Switch:focus { background-tint: $foreground 15%; }
    .question { padding: 1 2; height: auto; max-width: 90; }
    """

    ENABLE_COMMAND_PALETTE: ClassVar[bool] = False
    TITLE = "Mat Coach"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False),
        Binding("exclamation_mark,f1", "help_now", show=False),
    ]

    def __init__(
        self,
        program: Program,
        begin_work: Callable[[], Context],
        routine: Entry | None = None,
        if_broken_off: IfBrokenOff = IfBrokenOff.ASK,
    ) -> None:
        """Open in the library or straight in a routine, as `run_app` does."""
        super().__init__()
        self._program = program
        self._begin_work = begin_work
        self._routine = routine
        self._if_broken_off = if_broken_off
        self._begin_in_theme()

    def _begin_in_theme(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        # Changing the theme parses every style again, which the first frame would wait for.
        self.set_reactive(App.theme, theme_named(self._settings.theme))
        theme = self.current_theme
        self.set_classes(f"-theme-{theme.name} {'-dark-mode' if theme.dark else '-light-mode'}")
        self.stylesheet.set_variables(self.get_css_variables())

    @cached_property
    def _work(self) -> Context:
        return self._begin_work()

    @cached_property
    def _told_log(self) -> ToldLog:
        from coach.told_log import ToldLog

        return ToldLog(self._work.log, self._tell)

    @cached_property
    def _leading(self) -> Leading:
        from coach.leading import Leading

        return Leading(
            self,
            self._work,
            self._told_log,
            lambda: self._program,
            self._change,
            self._tell_text,
        )

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
        return LibraryScreen(
            self._read_shelf,
            self._program.places,
            lambda: self._work.notes,
            self._today,
            self._words,
        )

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
        if self._routine is not None:
            self.call_after_refresh(self._begin)

    def on_filled(self) -> None:
        """Get ready to speak; go on with what broke off."""
        self._wake(self._work.studio)
        self._load()
        if self._routine is None:
            self._begin()

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
        await self._leading.ask_phase()

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
        from coach.stages import stage_on

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
        from coach.shelf import shelved

        entries, log = self._work.library.entries(), self._told_log
        return shelved(entries, self._program, log.last_done(), log.due(self._today()))

    def _today(self) -> date:
        return self._program.now().date()

    def _reload(self) -> None:
        if isinstance(self.screen, LibraryScreen):
            self.screen.reload()

    def _redraw(self, _: object) -> None:
        """Draw everything anew: the shell has had the terminal."""
        self.refresh(layout=True)

    def _tell(self, sentence: Message) -> None:
        self._tell_text(self._words.say(sentence))

    def _tell_text(self, sentence: str) -> None:
        from sessions.plain_text import harmless

        self.notify(harmless(sentence), severity="warning", markup=False)

    @work(thread=True)
    def _wake(self, studio: Studio) -> None:
        studio.wake(self._settings)

    @work(thread=True)
    def _load(self) -> None:
        """Load what a session is led by, while the voice starts in a process of its own."""
        import coach.prepared
        import coach.recorder
        import coach.screens.player  # noqa: F401

    @work(thread=True, exclusive=True, group="warm")
    def _warm(self, session: Session) -> None:
        from coach.warming import warm

        worker = get_current_worker()
        warm(self._work.studio, session, self._settings, lambda: not worker.is_cancelled)

    @work(exclusive=True, group="session")
    async def _begin(self) -> None:
        """Go on with what broke off, if that is wished; else do the routine that was named."""
        if self._routine is not None:
            # The library, which shows them, is not seen.
            for note in self._work.notes:
                self._tell(note)
        if await self._leading.begin(self._routine, self._if_broken_off):
            self._close_or_reload()

    @work(exclusive=True, group="session")
    async def _do(self, item: Shelved) -> None:
        if await self._leading.lead(item):
            self._close_or_reload()

    def _close_or_reload(self) -> None:
        """Leave where one routine was asked for, else show what was done of them all."""
        if self._routine is not None:
            self.exit()
        else:
            self._reload()

    def _change(self, values: Mapping[str, object]) -> None:
        from coach.screens.settings import SettingsScreen

        file = self._work.settings_file
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
            audition(text, self._words.language, settings, self._work.places)
        except (VoiceError, OutputError) as error:
            self.call_from_thread(self._tell, error.message)


def _with(settings: Settings, values: Mapping[str, object]) -> Settings:
    return msgspec.structs.replace(settings, **values)
