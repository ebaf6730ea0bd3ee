"""The list of the library: the routines that a search finds, one of them highlighted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from coach.literal import in_its_language, literal
from coach.plan_text import due_text
from coach.shelf import Shelved, found_in
from sessions.dose import length
from sessions.words import Words


class RoutineList(Vertical):
    """Lists what is on the shelf, or what is searched for."""

    DEFAULT_CSS: ClassVar[str] = """
    RoutineList #routines {
        border: none;
        height: 1fr;
        background: $background;
        background-tint: $background 0%;
        padding: 0;
    }
    RoutineList #routines > .option-list--option { padding: 0 1; }
    RoutineList #search { margin: 0 1; }
    RoutineList #nothing { padding: 1 2; color: $secondary; }
    """

    @dataclass
    class Pointed(Message):
        """Another routine is highlighted, or none."""

        item: Shelved | None

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words: Final = words
        self._shelf: list[Shelved] = []
        self._found: list[Shelved] = []

    def compose(self) -> ComposeResult:
        """Lay out the search above the list."""
        search = self._words("Search")
        yield Input(placeholder=search, id="search", compact=True, select_on_focus=False)
        yield OptionList(id="routines", markup=False)
        yield Static(id="nothing", markup=False)

    def on_mount(self) -> None:
        """Begin without a search."""
        self._search.display = False
        self.query_one("#nothing").display = False
        self._options.focus()

    @property
    def highlighted(self) -> Shelved | None:
        """The routine that is highlighted."""
        place = self._options.highlighted
        return self._found[place] if place is not None and place < len(self._found) else None

    @property
    def searches(self) -> bool:
        """Whether somebody types a search."""
        return self._search.has_focus

    def show(self, shelf: list[Shelved]) -> None:
        """List other routines; the same one stays highlighted."""
        before = self.highlighted
        self._shelf = shelf
        self._list()
        names = [item.entry.name for item in self._found]
        if before is not None and before.entry.name in names:
            self._options.highlighted = names.index(before.entry.name)

    def search(self, typed: str = "") -> None:
        """Open the search, and begin it with what was typed."""
        self._search.display = True
        self.screen.set_focus(self._search)
        self._search.insert_text_at_cursor(typed)

    def clear_search(self) -> None:
        """Close the search and show everything."""
        self._search.value = ""
        self._search.display = False
        self._options.focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what is searched for."""
        event.stop()
        self._list()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go to the list with what was found."""
        event.stop()
        self._options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which it is."""
        event.stop()
        self.post_message(self.Pointed(self.highlighted))

    @property
    def _search(self) -> Input:
        return self.query_one("#search", Input)

    @property
    def _options(self) -> OptionList:
        return self.query_one("#routines", OptionList)

    def _list(self) -> None:
        searched = self._search.value
        self._found = found_in(self._shelf, searched)
        options = self._options
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
            self.post_message(self.Pointed(None))


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
