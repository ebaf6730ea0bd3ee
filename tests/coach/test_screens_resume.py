"""The offer to go on with a session that broke off, as a picture."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Protocol

import pytest
from stage import Stage, coach_app, stage, until
from textual.app import App
from textual.pilot import Pilot

from coach.log import Log
from coach.runs import Start, content_sha256
from coach.screens.resume import ResumeScreen
from sessions.sore import Sore
from sessions.words import Language

EVENING = datetime(2026, 3, 1, 18, 3, tzinfo=timezone(timedelta(hours=1)))
TITLES = {Language.DE: "Abend auf der Matte", Language.EN: "Evening on the mat"}


class Compare(Protocol):
    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


@pytest.fixture(params=list(Language))
def on_stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, request.param)
    yield made
    made.log.close()


def test_resume(snap_compare: Compare, on_stage: Stage) -> None:
    language = on_stage.context.words.language
    log = Log.open(on_stage.places.log, lambda: EVENING)
    title, nothing = TITLES[language], content_sha256(Path("no such file"))
    log.begin(Start("evening", title, nothing, language, Sore.BOTH, ()))
    log._connection.execute("UPDATE runs SET process = 0")
    log.close()

    async def show(pilot: Pilot[None]) -> None:
        await until(pilot, ResumeScreen)

    app = coach_app(on_stage.context)
    assert snap_compare(app, terminal_size=(80, 24), run_before=show)
