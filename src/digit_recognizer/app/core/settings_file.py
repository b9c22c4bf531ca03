"""The settings on disk: JSON with a version, written in one step, set aside where damaged."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, get_args

from digit_recognizer.app.core.settings import Settings, ThemeChoice
from digit_recognizer.app.core.state_file import StateError, StateFile

__all__ = ["MIGRATIONS", "SettingsFile"]

_Stored = dict[str, Any]

MIGRATIONS: list[Callable[[_Stored], _Stored]] = []
"""The first brings what version 1 stored to the form of version 2, and so on.

A new setting needs none: a file without it gives the setting of the first day.
"""
_SIDES = range(100, 20_001)
"""Sides of a window that a screen can have."""
_MOST_FOLDERS = 50


class SettingsFile:
    """One file that holds the settings between two sessions.

    Parameters
    ----------
    file
        Where they are stored. Its folder is made when it is first needed.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._stored = StateFile(file, _from_json)

    def load(self) -> Settings:
        """Return what was stored; the first settings where nothing was.

        Raises
        ------
        ValueError
            If the file cannot be understood, and has been set aside beside its place, or cannot
            be opened, and stays.
        """
        try:
            return self._stored.load() or Settings()
        except StateError as error:
            raise ValueError(
                f"The settings could not be read, so everything is as on the first day. {error}"
            ) from error

    def save(self, settings: Settings) -> None:
        """Write `settings` in one step.

        Raises
        ------
        OSError
            If the file cannot be written. The file that was there before is still whole.
        """
        self._stored.save({"version": _version(), **asdict(settings)})


def _version() -> int:
    return 1 + len(MIGRATIONS)


def _from_json(stored: _Stored) -> Settings:
    version = stored["version"]
    if version not in range(1, _version() + 1):
        raise ValueError("the version of another program")
    for migrate in MIGRATIONS[version - 1 :]:
        stored = migrate(stored)
    known = {field.name: stored[field.name] for field in fields(Settings) if field.name in stored}
    if known.get("window_size") is not None:
        width, height = known["window_size"]
        known["window_size"] = (width, height)
    if "folders" in known:
        known["folders"] = tuple((purpose, folder) for purpose, folder in known["folders"])
    if "recent" in known:
        known["recent"] = tuple(known["recent"])
    settings = Settings(**known)
    _check(settings)
    return settings


def _check(settings: Settings) -> None:
    right = (
        settings.theme in get_args(ThemeChoice),
        all(type(name) is str for name in (settings.pen, settings.network, settings.hand)),
        all(type(flag) is bool for flag in (settings.show_box, settings.welcomed)),
        all(type(purpose) is str and _is_path(folder) for purpose, folder in settings.folders),
        len(settings.folders) <= _MOST_FOLDERS,
        all(_is_path(path) for path in settings.recent),
        all(type(side) is int and side in _SIDES for side in settings.window_size or ()),
    )
    if not all(right):
        raise ValueError("a setting that cannot be")


def _is_path(folder: Any) -> bool:
    if type(folder) is not str or "\0" in folder:
        return False
    os.fsencode(folder)
    return True
