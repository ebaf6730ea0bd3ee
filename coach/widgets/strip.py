"""The strip: a whole session in one line, phases by colour and by height."""

from __future__ import annotations

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
    cell: reactive[int | None] = reactive(None)
    """The column of the moment that is heard; None shows the session as a plan."""

    def cell_at(self, seconds: float) -> int:
        """Give the column of a moment of the session."""
        if self.timeline is None:
            return 0
        share = seconds / self.timeline.duration
        return min(int(share * self.size.width), max(0, self.size.width - 1))

    def render(self) -> Content:
        """Draw one column for each equal part of the session."""
        timeline, width = self.timeline, self.size.width
        if timeline is None or not width:
            return Content("")
        return Content.assemble(*(self._column(timeline, at, width) for at in range(width)))

    def _column(self, timeline: Timeline, at: int, width: int) -> Content:
        phase = timeline.segment_at((at + 0.5) / width * timeline.duration).phase
        style = self.get_visual_style(f"strip--{phase}", partial=True)
        column = Content.styled(_HEIGHTS[phase], style)
        if self.cell is None or at < self.cell:
            return column
        return column.stylize("reverse" if at == self.cell else "dim")
