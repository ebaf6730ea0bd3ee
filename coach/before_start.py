"""What the screen asks before a session: the phase once, how somebody is once a day, the pain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from textual.app import App

from coach.checks import is_checked, keep_check
from coach.context import Program
from coach.log import Log
from coach.stages import stage_on, told
from sessions.session import Session
from sessions.timeline import Timeline
from sessions.words import message

_NOT_TODAY: Final = message("Not today. Please ask somebody who knows you first.")
_MUCH_PAIN: Final = message("That is a lot of pain. Better not today, or only after asking.")


@dataclass(frozen=True)
class Asked:
    """A session that may begin."""

    session: Session | None
    pain: int | None = None
    """Before it, 0 to 10; None where it was not told."""


class BeforeStart:
    """Asks, by screens of its own."""

    def __init__(
        self, app: App[Any], log: Log | None, change: Callable[[Mapping[str, object]], None]
    ) -> None:
        """Show screens on `app`; `change` keeps settings."""
        self._app = app
        self._log = log
        self._change = change

    async def knows_phase(self, program: Program) -> bool:
        """Ask for the phase where it is not known; False where it was not told."""
        if stage_on(program.now().date(), program.settings) is not None:
            return True
        return await self.ask_phase(program)

    async def ask_phase(self, program: Program) -> bool:
        """Ask for the phase; gives whether it was told."""
        from coach.screens.phase import PhaseScreen

        stage = await self._app.push_screen_wait(PhaseScreen(program.words))
        if stage is None:
            return False
        self._change(told(stage, program.now().date()))
        return True

    async def asked(self, session: Session, timeline: Timeline, program: Program) -> Asked | None:
        """Ask how somebody is; None where the session is not to begin."""
        from coach.screens.check import CheckScreen
        from coach.screens.help_now import HelpNowScreen

        safety = program.safety()
        questions = () if is_checked(self._log, session.stage) else safety.questions()
        checked = await self._app.push_screen_wait(CheckScreen(timeline, questions, program.words))
        if checked is None:
            return None
        if not checked.well:
            await self._app.push_screen_wait(HelpNowScreen(_NOT_TODAY, None, safety, program.words))
            return None
        keep_check(self._log, session.stage)
        if checked.pain is not None and checked.pain > program.settings.most_pain:
            all_the_same = message("begin all the same")
            advice = HelpNowScreen(_MUCH_PAIN, all_the_same, safety, program.words)
            if not await self._app.push_screen_wait(advice):
                return None
        return Asked(session, checked.pain)
