"""The sound of what may be started soon, made ahead of time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from coach.settings import Settings
from sessions.session import Session

if TYPE_CHECKING:
    from coach.studio import Studio


def warm(
    studio: Studio, session: Session, settings: Settings, is_wanted: Callable[[], bool]
) -> None:
    """Make a session's sound, until it is no longer wanted."""
    from sessions.compile import SessionError

    def go_on(_: float) -> None:
        if not is_wanted():
            raise _NotWanted

    try:
        studio.prepare(session, settings, go_on)
    except (_NotWanted, SessionError):
        # What is wrong with a session is told when it is started.
        return


class _NotWanted(Exception):  # noqa: N818
    """Something else is highlighted now."""
