"""The screens at every size of terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import coach_app, stage
from textual.widgets import OptionList

from coach.screens.player import PlayerScreen
from coach.widgets.big_text import BigText
from sessions.words import Language

SIZES = [(20, 5), (80, 24), (120, 40), (200, 60), (400, 100)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_number_and_the_phase_are_seen_at_every_size(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    made = stage(tmp_path, Language.DE)
    app = coach_app(made.context)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert app.screen.query_one(OptionList).size.height >= 1
        await pilot.press("enter")
        for _ in range(200):
            if isinstance(app.screen, PlayerScreen):
                break
            await pilot.pause(0.01)
        await pilot.pause()
        number, phase = app.screen.query_one("#number", BigText), app.screen.query_one("#phase")
        assert number.size.height >= 3
        assert phase.region.height == 1
        assert app.screen.region.contains_region(number.region)
        assert app.screen.region.contains_region(phase.region)
    made.log.close()


async def test_the_number_fills_a_large_terminal(tmp_path: Path) -> None:
    made = stage(tmp_path, Language.EN)
    app = coach_app(made.context)
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        for _ in range(200):
            if isinstance(app.screen, PlayerScreen):
                break
            await pilot.pause(0.01)
        await pilot.pause()
        assert app.screen.query_one("#number", BigText).size.height >= 20
    made.log.close()
