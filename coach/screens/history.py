"""The history: what was done, the newest first, and what it comes to."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Final

from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import DataTable, Static

from coach.activities import NAMES
from coach.adherence import DAYS
from coach.formats import Formats
from coach.literal import literal
from coach.log_list import Listed
from coach.plan_text import planned_line
from coach.progress import first_of_weeks, last_weeks, pain_by_week
from coach.progress_text import summary_lines
from coach.runs import Felt, outcome_name
from coach.screens.past import PastScreen
from coach.told_log import ToldLog
from coach.widgets.calendar import Calendar
from coach.widgets.key_help import Key, KeyHelp
from sessions.dose import length
from sessions.plain_text import harmless
from sessions.words import Words

WEEKS: Final = 12
_PAGE: Final = 50
"""What is read of the log at once, and again where the cursor comes near the end of it."""
_NEAR: Final = 20
"""Rows."""


class HistoryScreen(Screen[None]):
    """Shows the log: an overview, and below it a table that grows as somebody goes down."""

    DEFAULT_CSS: ClassVar[str] = """
    HistoryScreen #overview { height: 9; margin: 0 2; }
    HistoryScreen Calendar { width: 29; height: 9; text-wrap: nowrap; text-overflow: clip; }
    HistoryScreen Calendar > .calendar--0 { color: $secondary; }
    HistoryScreen Calendar > .calendar--1 { color: $phase-rest 75%; }
    HistoryScreen Calendar > .calendar--2 { color: $phase-rest 85%; }
    HistoryScreen Calendar > .calendar--3 { color: $phase-rest 95%; }
    HistoryScreen Calendar > .calendar--4 { color: $phase-rest; }
    HistoryScreen #minutes, HistoryScreen #pain { width: 1fr; margin-left: 1; }
    HistoryScreen.-wide #minutes, HistoryScreen.-wide #pain { margin-left: 3; }
    HistoryScreen .plot-title {
        color: $secondary; height: 1; text-wrap: nowrap; text-overflow: ellipsis;
    }
    HistoryScreen DayPlot { height: 1fr; }
    HistoryScreen DayPlot > .plot--axis { color: $secondary 60%; }
    HistoryScreen DayPlot > .plot--tick { color: $secondary; text-style: none; }
    HistoryScreen #summary { height: auto; min-height: 2; margin: 0 2; color: $secondary; }
    HistoryScreen #tables { height: 1fr; margin: 0 2; }
    HistoryScreen DataTable { height: 1fr; width: 1fr; scrollbar-size: 1 1; }
    HistoryScreen #routines { display: none; }
    HistoryScreen.-routines #routines { display: block; }
    HistoryScreen.-routines #done { display: none; }
    HistoryScreen.-widest #done { display: block; }
    HistoryScreen.-widest #routines { display: block; width: 56; margin-left: 4; }
    HistoryScreen.-wide Calendar { width: 40; }
    HistoryScreen.-widest Calendar { width: 52; }
    HistoryScreen.-tall #overview { height: 13; margin: 1 2; }
    HistoryScreen.-tall #tables { margin: 1 2 0 2; }
    HistoryScreen.-narrow #minutes, HistoryScreen.-narrow #pain { display: none; }
    HistoryScreen.-low #overview, HistoryScreen.-low #summary { display: none; }
    HistoryScreen #nothing-yet { height: 1fr; padding: 1 2; }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (72, "-usual"), (110, "-wide"), (150, "-widest")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (22, "-high"), (34, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "dismiss", show=False),
        Binding("r", "routines", show=False),
    ]

    def __init__(
        self, log: ToldLog, goal: int, today: date, formats: Formats, words: Words
    ) -> None:
        """Show a log; `goal` is in minutes a week, `today` the day by the wall."""
        super().__init__()
        self._log = log
        self._goal = goal
        self._today = today
        self._formats = formats
        self._words = words
        self._listed = log.listed(_PAGE)
        self._is_whole = len(self._listed) < _PAGE
        self._first = first_of_weeks(today, formats.first_weekday, WEEKS)
        self._weeks = last_weeks(self._first, WEEKS, log.minutes_by_day(self._first, today))
        done = log.done(today - timedelta(days=DAYS))
        self._planned = planned_line(log.plans(), done, today, formats, words)

    def compose(self) -> ComposeResult:
        """Lay out the overview, and room for tables or a sentence that there is nothing yet."""
        words = self._words
        yield Static(Content(words("What was done")), classes="heading", markup=False)
        with Horizontal(id="overview"):
            yield Calendar(self._weeks, self._today, self._formats, words)
        yield Static(self._summary(in_a_row=0), id="summary", markup=False)
        if self._listed:
            yield Horizontal(id="tables")
        else:
            sentence = words("Nothing yet. The first session will stand here.")
            yield Static(Content(sentence), id="nothing-yet", markup=False)
        back = Key("Esc", words("back"), "screen.dismiss")
        look = Key("Enter", words("look at it"), "screen.look")
        routines = Key("r", words("routines"), "screen.routines")
        yield KeyHelp((look, routines, back) if self._listed else (back,))

    def on_mount(self) -> None:
        """Show the overview at once; the tables, which take longer, follow when it is seen."""
        if self._listed:
            self.call_after_refresh(self._fill)

    def on_resize(self) -> None:
        """Read on where there is room for more."""
        if self.query("#done"):
            self.call_after_refresh(self._read_on)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Read on where the end comes near."""
        event.stop()
        if event.data_table is self._done:
            self._read_on()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Look at what was chosen."""
        event.stop()
        if event.data_table is self._done:
            self.action_look()

    def action_look(self) -> None:
        """Show what the cursor is on, with its steps, and let its note be changed."""
        if not self.query("#done"):
            return
        entry = self._listed[self._done.cursor_row]
        run = None if entry.activity else self._log.run(entry.uuid)
        if run is None and entry.activity is None:
            return
        self.app.push_screen(
            PastScreen(entry, run, lambda felt: self._keep(entry, felt), self._formats, self._words)
        )

    def action_routines(self) -> None:
        """Go from what was done to how often, and back; where there is room both are seen."""
        if not self.query("#routines"):
            return
        self.toggle_class("-routines")
        name = "routines" if self.has_class("-routines") else "done"
        self.query_one(f"#{name}").focus()

    @property
    def _done(self) -> DataTable[Text]:
        return self.query_one("#done", DataTable)

    def _keep(self, entry: Listed, felt: Felt) -> bool:
        kept = self._log.annotate(entry, felt)
        if kept:
            for column, text in _told(felt).items():
                self._done.update_cell(entry.uuid, column, text, update_width=True)
            place = next(at for at, each in enumerate(self._listed) if each.uuid == entry.uuid)
            self._listed[place] = replace(entry, felt=felt)
        return kept

    def _read_on(self) -> None:
        table = self._done
        seen = max(table.cursor_row, round(table.scroll_y) + table.size.height)
        if self._is_whole or seen + _NEAR < len(self._listed):
            return
        more = self._log.listed(_PAGE, self._listed[-1].place)
        self._is_whole = len(more) < _PAGE
        self._listed += more
        self._add(table, more)

    def _add(self, table: DataTable[Text], entries: Sequence[Listed]) -> None:
        for entry in entries:
            table.add_row(*_cells(entry, self._formats, self._words), key=entry.uuid)

    def _summary(self, in_a_row: int) -> Content:
        weeks = summary_lines(self._weeks[-1], in_a_row, self._goal, self._formats, self._words)
        return Content("\n").join(literal(line) for line in (*weeks, self._planned) if line)

    async def _fill(self) -> None:
        words = self._words
        table = DataTable[Text](id="done", cursor_type="row", zebra_stripes=True)
        for key, name in (
            ("when", words("When")),
            ("title", words("Routine")),
            ("length", words("Length")),
            ("outcome", words("Ended")),
            ("pain", words("Pain")),
            ("effort", words("Effort")),
            ("note", words("Note")),
        ):
            table.add_column(name, key=key)
        self._add(table, self._listed)
        await self.query_one("#tables").mount(table)
        table.focus()
        self.watch(table, "scroll_y", self._read_on, init=False)
        self.call_after_refresh(self._complete)

    async def _complete(self) -> None:
        in_a_row = self._log.weeks_in_a_row(self._today, self._formats.first_weekday)
        self.query_one("#summary", Static).update(self._summary(in_a_row))
        words = self._words
        table = DataTable[Text](id="routines", cursor_type="row", zebra_stripes=True)
        table.add_columns(words("Routine"), words("Times"), words("Last"))
        for routine in self._log.routines():
            table.add_row(
                Text(harmless(routine.title)),
                Text(self._formats.number(routine.times), justify="right"),
                Text(self._formats.day(routine.last.date())),
            )
        await self.query_one("#tables").mount(table)
        # Only now is it known how much of the table is seen.
        self._read_on()
        self._plot()

    @work(exclusive=True, group="plots")
    async def _plot(self) -> None:
        # numpy, which plots need, takes a fifth of a second to load.
        await asyncio.to_thread(importlib.import_module, "coach.widgets.plots")
        from coach.widgets.plots import Colours, DayPlot

        variables = self.app.theme_variables
        colours = Colours(
            usual=variables["phase-rest"],
            reached=variables["phase-work"],
            goal=variables["phase-prepare"],
            before=variables["phase-prepare"],
            after=variables["phase-rest"],
        )
        overview, last = self.query_one("#overview"), self._weeks[-1].start
        minutes = DayPlot(self._first, last, self._formats)
        await overview.mount(_titled(self._words("Minutes a week"), minutes, id="minutes"))
        minutes.show_minutes(self._weeks, self._goal, colours)
        days = self._log.pain_by_day(self._first, self._today)
        weeks = [*pain_by_week(days, self._formats.first_weekday).values()]
        if not weeks:
            sentence = Static(Content(self._words("Not told in these weeks.")), markup=False)
            await overview.mount(_titled(self._words("Pain"), sentence, id="pain"))
            return
        pain = DayPlot(self._first, last, self._formats)
        title = self._words("Pain ○ before ● after")
        await overview.mount(_titled(title, pain, id="pain"))
        pain.show_pain(weeks, colours)


def _titled(title: str, widget: Widget, id: str) -> Vertical:  # noqa: A002
    return Vertical(Static(Content(title), classes="plot-title", markup=False), widget, id=id)


def _cells(entry: Listed, formats: Formats, words: Words) -> list[Text]:
    # A table measures rich's texts, which are as literal as contents, and no contents.
    name = entry.title if entry.activity is None else words.say(NAMES[entry.activity])
    return [
        Text(formats.moment(entry.started)),
        Text(harmless(name)),
        Text(length(entry.seconds, words)),
        Text(words.say(outcome_name(entry.outcome)) if entry.activity is None else ""),
        *_told(entry.felt).values(),
    ]


def _told(felt: Felt) -> dict[str, Text]:
    before = "" if felt.pain_before is None else str(felt.pain_before)
    after = "" if felt.pain_after is None else str(felt.pain_after)
    return {
        "pain": Text(f"{before} → {after}".rstrip() if before else after),
        "effort": Text("" if felt.effort is None else str(felt.effort)),
        "note": Text(harmless(" ".join(felt.note.split()))),
    }
