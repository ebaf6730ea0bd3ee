"""Where the program keeps its files; nothing is created until something is to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOME_VARIABLE: Final = "COACH_HOME"
"""The variable that puts everything under one folder."""

_APP: Final = "mat-coach"
_SHARED_VOICES: Final = Path("/usr/share/piper-voices")
"""Where Linux distributions put the voices that they package."""


@dataclass(frozen=True)
class Places:
    """The three folders, and what stands in them."""

    data: Path
    config: Path
    cache: Path

    @property
    def routines(self) -> Path:
        """The user's own routines."""
        return self.data / "routines"

    @property
    def voices(self) -> Path:
        """Voices for Piper that were fetched."""
        return self.data / "voices"

    @property
    def voice_folders(self) -> tuple[Path, ...]:
        """Where there may be voices for Piper."""
        return self.voices, _SHARED_VOICES

    @property
    def bells(self) -> Path:
        """The user's own bells."""
        return self.data / "bells"

    @property
    def log(self) -> Path:
        """What was done."""
        return self.data / "log.db"

    @property
    def settings(self) -> Path:
        """What was chosen."""
        return self.config / "settings.toml"

    @property
    def clips(self) -> Path:
        """Spoken clips; safe to delete."""
        return self.cache / "clips"


def places(environ: Mapping[str, str]) -> Places:
    """Find the folders of this user, or those under `COACH_HOME`."""
    home = environ.get(HOME_VARIABLE)
    if home:
        root = Path(home).expanduser().absolute()
        return Places(root / "data", root / "config", root / "cache")
    import platformdirs

    return Places(
        data=platformdirs.user_data_path(_APP, appauthor=False),
        config=platformdirs.user_config_path(_APP, appauthor=False),
        cache=platformdirs.user_cache_path(_APP, appauthor=False),
    )
