"""The library: opens first, shows what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.editing import EditingError, edit
from coach.literal import in_its_language, literal
from coach.messages import Chosen, Highlighted, Planned
from coach.places import Places
from coach.plan_text import due_text
from coach.shelf import Shelved, found_in
from coach.widgets.key_help import Key, KeyHelp
from coach.widgets.preview import Preview
from sessions.dose import length
from sessions.plain_text import harmless
from sessions.words import Message, Words, message

_A_LOOK: Final = 60.0
"""Seconds between two looks at the calendar."""
_SETTLED: Final = 0.1
"""Seconds that a routine stays highlighted before its sound is made."""


class LibraryScreen(Screen[None]):
    """Lists the routines, with a preview of the one that is highlighted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", show=False),
        Binding("escape", "clear_search", show=False),
        Binding("e", "edit", show=False),
        Binding("p", "plan", show=False),
        Binding("h", "app.history", show=False),
        Binding("a", "app.activity", show=False),
        Binding("s", "app.settings", show=False),
        Binding("question_mark", "app.help", show=False),
        Binding("q", "app.quit", show=False),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (70, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (10, "-high")]  # noqa: RUF012

    def __init__(
        self,
        read_shelf: Callable[[], list[Shelved]],
        places: Places,
        notes: Sequence[Message],
        today: Callable[[], date],
        words: Words,
    ) -> None:
        """Show what `read_shelf` gives; it is called after the first frame, and on a new day."""
        super().__init__()
        self._read_shelf = read_shelf
        self._places = places
        self._notes = notes
        self._today = today
        self._day = today()
        self._words = words
        self._shelf: list[Shelved] = []
        self._found: list[Shelved] = []

    def compose(self) -> ComposeResult:
        """Lay out the list beside the preview."""
        words = self._words
        with Horizontal():
            with Vertical(id="shelf"):
                yield Input(
                    placeholder=words("Search"), id="search", compact=True, select_on_focus=False
                )
                yield OptionList(id="routines", markup=False)
                yield Static(id="nothing", markup=False)
            yield Preview(id="preview")
        notes = Content("\n").join(literal(words.say(note)) for note in self._notes)
        yield Static(notes, classes="notice", id="notes", markup=False)
        yield KeyHelp(
            (
                Key("Enter", words("start"), "screen.start"),
                Key("/", words("search"), "screen.search"),
                Key("e", words("edit"), "screen.edit"),
                Key("p", words("plan"), "screen.plan"),
                Key("h", words("history"), "app.history"),
                Key("a", words("swam, walked …"), "app.activity"),
                Key("s", words("settings"), "app.settings"),
                Key("?", words("help"), "app.help"),
                Key("q", words("quit"), "app.quit"),
            ),
            id="keys",
        )

    def on_mount(self) -> None:
        """Show the frame first, then read."""
        self.set_interval(_A_LOOK, self._turn_page)
        self._begin()

    async def speak(self, words: Words) -> None:
        """Write everything in another language."""
        self._words = words
        await self.recompose()
        self._begin()

    def _begin(self) -> None:
        self.query_one("#shelf").border_title = Content(self._words("Routines"))
        self.query_one("#search").display = False
        self.query_one("#nothing").display = False
        self.query_one("#notes").display = bool(self._notes)
        self.query_one(OptionList).focus()
        self.call_after_refresh(self.reload)

    def reload(self) -> None:
        """Read the routines again; the same one stays highlighted."""
        before = self._highlighted()
        self._day = self._today()
        self._shelf = self._read_shelf()
        self._list()
        names = [item.entry.name for item in self._found]
        if before is not None and before.entry.name in names:
            self.query_one(OptionList).highlighted = names.index(before.entry.name)

    def on_key(self, event: events.Key) -> None:
        """Search for what is typed, where it does not begin with a key of this screen."""
        typed = event.character or ""
        if typed.isalnum() and event.key not in self.active_bindings and not self._searches():
            event.stop()
            self.action_search()
            self.query_one("#search", Input).insert_text_at_cursor(typed)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is searched for."""
        event.stop()
        self._list()

    def on_input_submitted(self) -> None:
        """Go to the list with what was found."""
        self.query_one(OptionList).focus()

    def on_option_list_option_highlighted(self) -> None:
        """Preview it; make its sound if it stays."""
        item = self._highlighted()
        self.query_one(Preview).show(item, self._words)
        if item is not None and item.session is not None:
            self.set_timer(_SETTLED, lambda: self._settled(item))

    def on_option_list_option_selected(self) -> None:
        """Start it."""
        self.action_start()

    def action_start(self) -> None:
        """Start the routine that is highlighted."""
        item = self._highlighted()
        if item is not None and item.session is not None:
            self.post_message(Chosen(item))

    def action_search(self) -> None:
        """Open the search."""
        search = self.query_one("#search", Input)
        search.display = True
        search.focus()

    def action_clear_search(self) -> None:
        """Close the search and show everything."""
        search = self.query_one("#search", Input)
        search.value = ""
        search.display = False
        self.query_one(OptionList).focus()

    def action_edit(self) -> None:
        """Edit the file of the routine, or a copy of a built-in one."""
        item = self._highlighted()
        if item is None:
            return
        try:
            with self.app.suspend():
                edit(item.entry, self._places)
        except EditingError as error:
            self._warn(error.message)
        except SuspendNotSupported:
            self._warn(message("The editor cannot be opened from this terminal."))
        self.reload()

    def action_plan(self) -> None:
        """Say when the routine is to be done."""
        item = self._highlighted()
        if item is not None and item.session is not None:
            self.post_message(Planned(item))

    def _turn_page(self) -> None:
        """Show what is due on a new day; a list may be open for long."""
        if self.is_current and self._today() != self._day:
            self.reload()

    def _warn(self, sentence: Message) -> None:
        self.notify(harmless(self._words.say(sentence)), markup=False, severity="warning")

    def _settled(self, item: Shelved) -> None:
        if item is self._highlighted() and item.session is not None and self.is_current:
            self.post_message(Highlighted(item.session))

    def _searches(self) -> bool:
        return self.query_one("#search", Input).has_focus

    def _highlighted(self) -> Shelved | None:
        place = self.query_one(OptionList).highlighted
        return self._found[place] if place is not None and place < len(self._found) else None

    def _list(self) -> None:
        searched = self.query_one("#search", Input).value
        self._found = found_in(self._shelf, searched)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options([Option(_label(item, self._words)) for item in self._found])
        options.display = bool(self._found)
        nothing = self.query_one("#nothing", Static)
        nothing.display = not self._found
        if self._found:
            options.highlighted = 0
        else:
            sentence = (
                self._words("Nothing is called “{searched}”.", searched=searched)
                if searched
                else self._words("There are no routines yet.")
            )
            nothing.update(literal(sentence))
            self.query_one(Preview).show(None, self._words)


def _label(item: Shelved, words: Words) -> Content:
    if item.timeline is None:
        return _two_lines(item, Content.styled(words("has mistakes"), "dim"))
    minutes = length(60 * max(1, round(item.timeline.duration / 60)), words)
    if item.due is not None:
        told = Content.styled(due_text(item.due, words), "dim" if item.due.is_done else "bold")
        return _two_lines(item, Content.assemble(told, (f" · {minutes}", "dim")))
    if item.last_done is None:
        return _two_lines(item, Content.styled(minutes, "dim"))
    below = words(
        "{length} · last done {date}",
        length=minutes,
        date=item.last_day,
    )
    return _two_lines(item, Content.styled(below, "dim"))


def _two_lines(item: Shelved, below: Content) -> Content:
    return Content.assemble(in_its_language(item.title), "\n", below)
