"""The preview of a routine: what it needs, how it goes, what to mind."""

from __future__ import annotations

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from coach.literal import in_its_language, literal
from coach.shelf import Shelved
from coach.telling import change_text
from coach.widgets.paragraphs import Paragraph, Paragraphs
from coach.widgets.strip import Strip
from sessions.dose import length
from sessions.phrases import Phrases
from sessions.routine import Routine, Suits
from sessions.suitability import GROUPS
from sessions.timeline import Timeline
from sessions.words import Words


class Preview(VerticalScroll, can_focus=False):
    """Shows the routine that is highlighted."""

    DEFAULT_CSS: ClassVar[str] = """
    Preview { padding: 0 1; }
    Preview #preview-strip { margin: 1 0; }
    """

    def __init__(self, words: Words) -> None:
        super().__init__(id="preview")
        self._words: Final = words

    def compose(self) -> ComposeResult:
        """Lay out the head, the strip and the steps."""
        yield Static(id="preview-head", markup=False)
        yield Strip(id="preview-strip")
        yield Paragraphs(id="preview-body")

    def show(self, item: Shelved | None) -> None:
        """Show a routine, or nothing."""
        words = self._words
        head, strip = self.query_one("#preview-head", Static), self.query_one(Strip)
        body = self.query_one("#preview-body", Paragraphs)
        strip.timeline = None if item is None else item.timeline
        strip.display = strip.timeline is not None
        self.scroll_home(animate=False)
        if item is None:
            head.update(Content(""))
            body.paragraphs = ()
        elif item.timeline is None or item.entry.routine is None:
            head.update(literal(item.title.text).stylize("bold"))
            sentences = [Content(words("This routine cannot be used yet:"))]
            sentences += [literal(each) for each in item.mistakes]
            body.paragraphs = [Paragraph(each) for each in sentences]
        else:
            head.update(_head(item.entry.routine, item.timeline, words))
            changes = [literal(change_text(each, words)) for each in item.timeline.changes]
            noted = [Paragraph(each.stylize("$warning")) for each in changes]
            body.paragraphs = [*noted, *_steps(item.timeline, words)]


def _head(routine: Routine, timeline: Timeline, words: Words) -> Content:
    language = words.language
    needs = [text.written_in(language).text for text in routine.equipment]
    lines = [
        in_its_language(timeline.title).stylize("bold"),
        literal(" · ".join([length(timeline.duration, words), *needs])),
        *_suits(routine, words),
    ]
    if routine.summary is not None:
        lines.append(in_its_language(routine.summary.written_in(language)))
    return Content("\n").join(lines)


def _suits(routine: Routine, words: Words) -> list[Content]:
    """Say whom it suits, where the routine says more than nothing in particular."""
    if set(routine.suits) == set(Suits):
        return [Content(words("For everybody, in pregnancy and after birth too."))]
    if set(routine.suits) == set(Suits) - {Suits.EARLY_POSTPARTUM}:
        return [Content(words("For everybody, but not in the first weeks after birth."))]
    if set(routine.suits) == {Suits.GENERAL}:
        return []
    groups = ", ".join(words.say(GROUPS[each]) for each in routine.suits)
    return [Content(words("For: {groups}", groups=groups))]


def _steps(timeline: Timeline, words: Words) -> list[Paragraph]:
    lines: list[Paragraph] = []
    phrases = Phrases(words.language)
    for number, step in enumerate(timeline.steps, 1):
        dose = Content.styled(f"  {step.dose}", "bold")
        title = Content.assemble(in_its_language(step.title), dose)
        lines.append(Paragraph(title, f"{number:>2}  "))
        notes = []
        if step.position is not None:
            notes.append(Content(phrases.position(step.position)))
        notes += [in_its_language(text) for text in step.avoid]
        if step.easier is not None:
            easier = words("Easier: {text}", text=step.easier.text)
            notes.append(literal(easier))
        lines += [Paragraph(note.stylize("dim"), "    ") for note in notes]
    return lines
