"""The settings: every change holds at once and is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Select, Static, Switch

from coach.choices import CHOICES, CUES, NUMBERS, VOICE, Choice, OnOff, Written
from coach.literal import literal
from coach.messages import Changed
from coach.settings import Settings
from coach.stages import stage_name
from coach.themes import theme_named
from coach.widgets.key_help import Key, KeyHelp
from sessions.stage import Stage
from sessions.words import Words

_LONGEST: Final = 40
"""Characters of a telephone number, with its spaces."""


class SettingsScreen(Screen[None]):
    """Shows every setting with its value."""

    DEFAULT_CSS: ClassVar[str] = """
    SettingsScreen VerticalScroll { height: 1fr; margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", show=False),
        Binding("p", "app.phase", show=False),
    ]

    def __init__(
        self,
        settings: Settings,
        stage_of: Callable[[Settings], Stage | None],
        voice_names: Callable[[], Sequence[str]],
        words: Words,
    ) -> None:
        """Show `settings`; `voice_names` may take a second and is called in a thread."""
        super().__init__()
        self._stage_of = stage_of
        self._settings = settings
        self._voice_names = voice_names
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out a row for each setting."""
        yield Static(Content(self._words("Settings")), classes="heading", markup=False)
        with VerticalScroll(can_focus=False):
            yield from self._stage_row()
            for choice in CHOICES:
                yield from self._choice(choice)
            for number in NUMBERS:
                yield from self._written(number)
            for switch in CUES:
                yield from self._switch(switch)
        yield KeyHelp(
            (
                Key("Tab", self._words("next"), "app.focus_next"),
                Key("Enter", self._words("change"), "screen.change"),
                Key("p", self._words("phase"), "app.phase"),
                Key("Esc", self._words("back"), "screen.dismiss"),
            )
        )

    def on_mount(self) -> None:
        """Look for voices meanwhile."""
        self._find_voices()

    def on_select_changed(self, event: Select.Changed) -> None:
        """Tell the app what was chosen."""
        event.stop()
        self._tell(str(event.select.name), event.value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the app what was written."""
        event.stop()
        self._tell(str(event.input.name), event.value.strip())

    def on_switch_changed(self, event: Switch.Changed) -> None:
        """Tell the app what was switched."""
        event.stop()
        self._tell(str(event.switch.name), event.value)

    def _tell(self, name: str, value: object) -> None:
        # A select also tells of its first value.
        if value is not Select.NULL and value != self._value(name):
            self.post_message(Changed({name: value}))

    def action_change(self) -> None:
        """Open or switch the setting that has the focus."""
        match self.focused:
            case Select() as select:
                select.action_show_overlay()
            case Switch() as switch:
                switch.toggle()
            case _:
                self.focus_next()

    def show(self, settings: Settings) -> None:
        """Take the settings as they are now."""
        self._settings = settings
        self.query_one("#stage", Static).update(self._stage())

    def _stage(self) -> Content:
        return literal(self._words.say(stage_name(self._stage_of(self._settings))))

    def _stage_row(self) -> ComposeResult:
        with Horizontal(classes="setting"):
            yield Static(Content(self._words("Phase")), classes="label", markup=False)
            yield Static(self._stage(), id="stage", markup=False)

    def _written(self, number: Written) -> ComposeResult:
        with Horizontal(classes="setting"):
            yield Static(Content(self._words.say(number.label)), classes="label", markup=False)
            yield Input(
                str(self._value(number.name)), name=number.name, max_length=_LONGEST, compact=True
            )

    def _value(self, name: str) -> object:
        value = getattr(self._settings, name)
        return theme_named(value) if name == "theme" else value

    def _choice(self, choice: Choice) -> ComposeResult:
        value = self._value(choice.name)
        options = [(literal(self._words.say(label)), each) for label, each in choice.options]
        if value not in [each for _, each in options]:
            options.append((literal(str(value)), value))
        with Horizontal(classes="setting"):
            yield Static(Content(self._words.say(choice.label)), classes="label", markup=False)
            yield Select(options, value=value, allow_blank=False, name=choice.name, compact=True)

    def _switch(self, switch: OnOff) -> ComposeResult:
        value = bool(self._value(switch.name))
        with Horizontal(classes="setting"):
            yield Static(Content(self._words.say(switch.label)), classes="label", markup=False)
            yield Switch(value, animate=False, name=switch.name)

    @work(thread=True)
    def _find_voices(self) -> None:
        names = self._voice_names()
        self.app.call_from_thread(self._show_voices, names)

    def _show_voices(self, names: Sequence[str]) -> None:
        chosen = self._settings.voice
        best = next(choice for choice in CHOICES if choice.name == VOICE).options[0]
        options = [(literal(self._words.say(best[0])), str(best[1]))]
        options += [(literal(name), name) for name in dict.fromkeys([*names, chosen]) if name]
        for select in self.query(Select):
            if select.name == VOICE:
                with self.prevent(Select.Changed):
                    select.set_options(options)
                    select.value = chosen
