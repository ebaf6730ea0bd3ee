"""The history: what was done, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import DataTable, Static

from coach.formats import Formats
from coach.runs import Run, outcome_name
from coach.widgets.key_help import Key, KeyHelp
from sessions.dose import length
from sessions.plain_text import harmless
from sessions.words import Words


class HistoryScreen(Screen[None]):
    """Shows runs as a table."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,h", "dismiss", show=False)]

    def __init__(
        self, runs: Sequence[Run], progress: Sequence[str], formats: Formats, words: Words
    ) -> None:
        """Show runs below the lines of what they come to."""
        super().__init__()
        self._progress = progress
        self._runs = runs
        self._formats = formats
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the table, or a sentence where nothing has been done yet."""
        words = self._words
        yield Static(Content(words("What was done")), classes="heading", markup=False)
        if self._progress:
            lines = Content("\n").join(Content(line) for line in self._progress)
            yield Static(lines, id="progress-lines", markup=False)
        if self._runs:
            yield DataTable[Text](cursor_type="row", zebra_stripes=True)
        else:
            sentence = words("Nothing yet. The first session will stand here.")
            yield Static(Content(sentence), id="nothing-yet", markup=False)
        yield KeyHelp((Key("Esc", words("back"), "screen.dismiss"),))

    def on_mount(self) -> None:
        """Fill the table."""
        if not self._runs:
            return
        words, table = self._words, self.query_one(DataTable)
        table.add_columns(
            words("When"),
            words("Routine"),
            words("Length"),
            words("Ended"),
            words("Pain"),
            words("Effort"),
            words("Note"),
        )
        for run in self._runs:
            table.add_row(*_cells(run, self._formats, words))


def _cells(run: Run, formats: Formats, words: Words) -> list[Text]:
    # A table measures rich's texts, which are as literal as contents, and no contents.
    felt = run.felt
    return [
        Text(formats.moment(run.started)),
        Text(harmless(run.title)),
        Text(length(run.active_seconds or 0.0, words)),
        Text(words.say(outcome_name(run.outcome))),
        Text("" if felt.pain_after is None else str(felt.pain_after)),
        Text("" if felt.effort is None else str(felt.effort)),
        Text(harmless(" ".join(felt.note.split()))),
    ]
