"""Text from files is shown as it reads: no markup, no actions, no control sequences."""

from __future__ import annotations

from pathlib import Path

import pytest
from stage import coach_app, stage

from coach.app import CoachApp
from coach.screens.player import PlayerScreen
from coach.widgets.line import Line
from sessions.routine import Routine, Seconds, Stretch, Text
from sessions.words import Language

TITLES = ["[bold]x[/]", "[@click=app.quit]x[/]", "[/nonsense", "$x [$y]"]


def named(title: str) -> Routine:
    hostile = Text(title)
    step = Stretch(title=hostile, hold=Seconds(20), avoid=(hostile,), easier=hostile, say=hostile)
    return Routine(
        format=1, title=hostile, summary=hostile, equipment=(hostile,), steps=(step, step)
    )


@pytest.mark.parametrize("title", TITLES)
async def test_markup_in_a_title_is_shown_as_it_reads(tmp_path: Path, title: str) -> None:
    made = stage(tmp_path, Language.EN, {"hostile": named(title)})
    app = coach_app(made.context)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert picture(app).count(title) >= 4
        await pilot.press("enter")
        for _ in range(200):
            if isinstance(app.screen, PlayerScreen):
                break
            await pilot.pause(0.01)
        await pilot.pause()
        assert app.screen.query_one("#title", Line).content.plain == title
        assert title in app.screen.query_one("#next", Line).content.plain
    made.log.close()


async def test_control_sequences_and_reversed_text_never_reach_the_terminal(
    tmp_path: Path,
) -> None:
    made = stage(tmp_path, Language.EN, {"hostile": named("a\x1b[31mb\u202ec\x07d")})
    app = coach_app(made.context)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        drawn = "".join(s.text for line in app.screen._compositor.render_strips() for s in line)
        assert not {"\x1b", "\u202e", "\x07"} & set(drawn)
        assert "[31mb" in drawn
    made.log.close()


def picture(app: CoachApp) -> str:
    from html import unescape

    return unescape(app.export_screenshot(simplify=True)).replace("\xa0", " ")
