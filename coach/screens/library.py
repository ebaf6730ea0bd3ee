"""The library: opens first, shows what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from coach.literal import literal
from coach.messages import Chosen, Filled, Highlighted, Planned
from coach.widgets.key_help import Key, KeyHelp
from sessions.plain_text import harmless
from sessions.words import Message, Words, message

if TYPE_CHECKING:
    from coach.places import Places
    from coach.shelf import Shelved
    from coach.widgets.preview import Preview
    from coach.widgets.routine_list import RoutineList

_A_LOOK: Final = 60.0
"""Seconds between two looks at the calendar."""
_SETTLED: Final = 0.1
"""Seconds that a routine stays highlighted before its sound is made."""


class LibraryScreen(Screen[None]):
    """Lists the routines, with a preview of the one that is highlighted.

    The first frame is an empty shelf: what fills it is loaded, made and read after it.
    """

    DEFAULT_CSS: ClassVar[str] = """
    LibraryScreen Horizontal { height: 1fr; }
    LibraryScreen #shelf { width: 36; border: round $panel; border-title-color: $primary; }
    LibraryScreen #page { width: 1fr; border: round $panel; }
    LibraryScreen.-narrow #shelf { width: 1fr; }
    LibraryScreen.-narrow #page { display: none; }
    LibraryScreen.-tiny #shelf { border: none; }
    LibraryScreen.-tiny #keys, LibraryScreen.-tiny #notes { display: none; }
    """

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
        notes: Callable[[], Sequence[Message]],
        today: Callable[[], date],
        words: Words,
    ) -> None:
        """Show what `read_shelf` gives, and `notes` below it.

        Both are called after the first frame, and `read_shelf` again on a new day.
        """
        super().__init__()
        self._read_shelf = read_shelf
        self._places = places
        self._notes = notes
        self._today = today
        self._day = today()
        self._words = words
        self._routines: RoutineList | None = None
        self._preview: Preview | None = None

    def compose(self) -> ComposeResult:
        """Lay out the shelf beside the preview, both empty."""
        words = self._words
        with Horizontal():
            shelf = Vertical(id="shelf")
            shelf.border_title = Content(words("Routines"))
            yield shelf
            yield Vertical(id="page")
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
        """Show the frame first, then fill it."""
        self.set_interval(_A_LOOK, self._turn_page)
        self.call_after_refresh(self._open)

    async def speak(self, words: Words) -> None:
        """Write everything in another language."""
        self._words = words
        await self.recompose()
        await self._fill()

    async def _open(self) -> None:
        await self._fill()
        self.post_message(Filled())

    async def _fill(self) -> None:
        from coach.widgets.preview import Preview
        from coach.widgets.routine_list import RoutineList

        routines, preview = RoutineList(self._words), Preview(self._words)
        await self.query_one("#shelf").mount(routines)
        await self.query_one("#page").mount(preview)
        self._routines, self._preview = routines, preview
        self.reload()
        notes = Content("\n").join(literal(self._words.say(note)) for note in self._notes())
        if notes:
            await self.mount(
                Static(notes, classes="notice", id="notes", markup=False), before="#keys"
            )

    def reload(self) -> None:
        """Read the routines again; the same one stays highlighted."""
        self._day = self._today()
        if self._routines is not None:
            self._routines.show(self._read_shelf())

    def on_key(self, event: events.Key) -> None:
        """Search for what is typed, where it does not begin with a key of this screen."""
        typed, routines = event.character or "", self._routines
        if routines is None or not typed.isalnum():
            return
        # A search that has just opened was not there yet when the next letters were sent.
        if routines.searches or event.key not in self.active_bindings:
            event.stop()
            routines.search(typed)

    def on_routine_list_pointed(self, event: RoutineList.Pointed) -> None:
        """Preview the routine; make its sound if it stays highlighted."""
        item = event.item
        if self._preview is not None:
            self._preview.show(item)
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
        if self._routines is not None:
            self._routines.search()

    def action_clear_search(self) -> None:
        """Close the search and show everything."""
        if self._routines is not None:
            self._routines.clear_search()

    def action_edit(self) -> None:
        """Edit the file of the routine, or a copy of a built-in one."""
        from coach.editing import EditingError, edit

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

    def _highlighted(self) -> Shelved | None:
        return None if self._routines is None else self._routines.highlighted
