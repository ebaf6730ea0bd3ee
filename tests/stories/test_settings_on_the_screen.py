"""Changing the settings while the program runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stage import Stage, coach_app, stage, until
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import OptionList

from coach.messages import Changed
from coach.screens.library import LibraryScreen
from coach.screens.settings import SettingsScreen
from coach.settings import SettingsFile
from sessions.words import Language


@pytest.fixture
def on_stage(tmp_path: Path) -> Iterator[Stage]:
    made = stage(tmp_path, Language.EN)
    yield made
    made.log.close()


def heading(pilot: Pilot[None]) -> str:
    title = pilot.app.screen.query_one("#shelf").border_title
    return title.plain if isinstance(title, Content) else str(title)


async def test_another_language_holds_at_once_on_every_screen(
    on_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr("coach.audition.audition", lambda text, *_: heard.append(text))
    async with coach_app(on_stage.context).run_test(size=(100, 40)) as pilot:
        await until(pilot, LibraryScreen)
        assert heading(pilot) == "Routines"
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        pilot.app.screen.post_message(Changed({"language": Language.DE}))
        await pilot.pause(0.3)
        await until(pilot, SettingsScreen)
        await pilot.press("escape")
        await until(pilot, LibraryScreen)
        await pilot.pause(0.1)
        assert heading(pilot) == "Übungsprogramme"
        assert pilot.app.screen.query_one(OptionList).option_count == 2
    assert heard == ["So klinge ich."]
    kept = SettingsFile(on_stage.context.places.settings).read()
    assert kept.language is Language.DE


async def test_another_theme_is_seen_and_kept(on_stage: Stage) -> None:
    async with coach_app(on_stage.context).run_test() as pilot:
        await until(pilot, LibraryScreen)
        await pilot.press("s")
        await until(pilot, SettingsScreen)
        pilot.app.screen.post_message(Changed({"theme": "mat-light"}))
        await pilot.pause()
        assert pilot.app.theme == "mat-light"
    assert SettingsFile(on_stage.context.places.settings).read().theme == "mat-light"
