"""The start screen: the voice gets ready, and the session begins by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Middle
from textual.content import Content
from textual.screen import Screen
from textual.widgets import ProgressBar, Static
from textual.worker import get_current_worker

from coach.literal import literal
from coach.studio import Progress
from sessions.compile import SessionError
from sessions.session import Session
from sessions.words import Message, Words

if TYPE_CHECKING:
    from coach.prepared import Prepared


class StartScreen(Screen["Prepared | Message | None"]):
    """Gives the session when it can be played, why it cannot, or None if it is not wanted."""

    DEFAULT_CSS: ClassVar[str] = """
    StartScreen { align: center middle; }
    StartScreen Middle { width: auto; height: auto; max-width: 100%; }
    StartScreen Static { width: auto; }
    StartScreen #start-title { text-style: bold; color: $primary; margin-bottom: 1; }
    StartScreen ProgressBar { margin-top: 1; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", show=False)]

    def __init__(
        self, session: Session, make: Callable[[Session, Progress], Prepared], words: Words
    ) -> None:
        """Have `make` give `session` its sound, in a thread."""
        super().__init__()
        self._session = session
        self._make = make
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the title and the progress."""
        title = self._session.routine.title.written_in(self._session.language)
        with Middle():
            yield Static(literal(title.text), id="start-title", markup=False)
            yield Static(Content(self._words("The voice is getting ready.")), markup=False)
            yield ProgressBar(total=1.0, show_eta=False)

    def on_mount(self) -> None:
        """Begin at once."""
        self._prepare()

    @work(thread=True, group="prepare")
    def _prepare(self) -> None:
        worker, bar = get_current_worker(), self.query_one(ProgressBar)

        def tell(done: float) -> None:
            if not worker.is_cancelled:
                self.app.call_from_thread(bar.update, progress=done)

        ready: Prepared | Message
        try:
            ready = self._make(self._session, tell)
        except SessionError as error:
            ready = error.message
        if not worker.is_cancelled:
            self.app.call_from_thread(self.dismiss, ready)
