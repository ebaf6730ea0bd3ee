"""The strip: a whole session in one line, phases by colour and by height."""

from __future__ import annotations

from itertools import groupby
from typing import ClassVar, Final

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from sessions.timeline import Phase, Timeline

_HEIGHTS: Final = {
    Phase.PREPARE: "▃",
    Phase.WORK: "▇",
    Phase.REST: "▁",
    Phase.SWITCH: "▂",
    Phase.WAIT: "▁",
    Phase.FINISH: "▁",
}


class Strip(Widget):
    """A session from left to right; what has been heard stands bright, the moment reversed."""

    DEFAULT_CSS: ClassVar[str] = """
    Strip { height: 1; width: 1fr; }
    Strip > .strip--prepare { color: $phase-prepare; }
    Strip > .strip--work { color: $phase-work; }
    Strip > .strip--rest { color: $phase-rest; }
    Strip > .strip--switch { color: $phase-switch; }
    Strip > .strip--wait { color: $phase-wait; }
    Strip > .strip--finish { color: $phase-finish; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"strip--{phase}" for phase in Phase}

    timeline: reactive[Timeline | None] = reactive(None)
    moment: reactive[float | None] = reactive(None)
    """The seconds that have been heard; None shows the session as a plan."""

    def render(self) -> Content:
        """Draw one column for each equal part of the session."""
        timeline, width = self.timeline, self.size.width
        if timeline is None or not width:
            return Content("")
        column = timeline.duration / width
        now = None if self.moment is None else min(int(self.moment / column), width - 1)
        looks = [
            (timeline.segment_at((at + 0.5) * column).phase, _tense(at, now)) for at in range(width)
        ]
        # A run of columns that look alike is drawn as one.
        return Content.assemble(*(self._run(*look, len([*run])) for look, run in groupby(looks)))

    def _run(self, phase: Phase, tense: str, columns: int) -> Content:
        style = self.get_visual_style(f"strip--{phase}", partial=True)
        run = Content.styled(_HEIGHTS[phase] * columns, style)
        return run.stylize(tense) if tense else run


def _tense(column: int, now: int | None) -> str:
    """Give the style of a column by whether it has been heard, is being heard, or comes."""
    if now is None or column < now:
        return ""
    return "reverse" if column == now else "dim"
