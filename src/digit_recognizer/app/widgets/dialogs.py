"""Dialogs for files and folders: they begin where the last one of their purpose ended."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QWidget

from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.widgets.theme import current_theme, system_theme

__all__ = ["choose_file", "choose_file_to_save", "choose_files", "choose_folder"]


def choose_files(
    parent: QWidget, settings: CurrentSettings, purpose: str, title: str, kinds: str
) -> list[Path]:
    """Let the user choose files to open; none where the dialog was left.

    Parameters
    ----------
    parent
        Over what the dialog opens.
    settings
        Remember the folder.
    purpose
        Of the dialog: each has a folder of its own.
    title
        What the dialog says.
    kinds
        The dialog's filter.
    """
    folder = _folder(settings, purpose)
    names, _ = QFileDialog.getOpenFileNames(parent, title, folder, kinds, "", _options())
    files = [Path(name) for name in names]
    if files:
        _remember(settings, purpose, files[0].parent)
    return files


def choose_file(
    parent: QWidget, settings: CurrentSettings, purpose: str, title: str, kinds: str
) -> Path | None:
    """Let the user choose one file to open, as ``choose_files`` does several."""
    folder = _folder(settings, purpose)
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds, "", _options())
    if not name:
        return None
    _remember(settings, purpose, Path(name).parent)
    return Path(name)


def choose_folder(
    parent: QWidget, settings: CurrentSettings, purpose: str, title: str
) -> Path | None:
    """Let the user choose a folder; the next dialog of that purpose begins in it."""
    options = _options() | QFileDialog.Option.ShowDirsOnly
    name = QFileDialog.getExistingDirectory(parent, title, _folder(settings, purpose), options)
    if not name:
        return None
    _remember(settings, purpose, Path(name))
    return Path(name)


def choose_file_to_save(
    parent: QWidget, settings: CurrentSettings, title: str, proposed: str, kinds: str
) -> Path | None:
    """Let the user choose a file, which the dialog asks about where it would be overwritten.

    Parameters
    ----------
    parent
        Over what the dialog opens.
    settings
        Remember the folder; all files that are saved have one.
    title
        What the dialog says.
    proposed
        A name, with the ending that a name without one is given.
    kinds
        The dialog's filter.

    Returns
    -------
    The file; None where none was chosen. A name that had to be given its ending has a number too
    where it is taken, as the dialog asked about the name without it.
    """
    start = str(Path(_folder(settings, "save"), proposed))
    name, _ = QFileDialog.getSaveFileName(parent, title, start, kinds, "", _options())
    if not name:
        return None
    chosen = Path(name)
    _remember(settings, "save", chosen.parent)
    if chosen.suffix:
        return chosen
    ending = Path(proposed).suffix
    file, number = Path(f"{chosen}{ending}"), 1
    while file.exists():
        number += 1
        file = Path(f"{chosen} {number}{ending}")
    return file


def _folder(settings: CurrentSettings, purpose: str) -> str:
    return dict(settings.now.folders).get(purpose, "")


def _remember(settings: CurrentSettings, purpose: str, folder: Path) -> None:
    folders = dict(settings.now.folders) | {purpose: str(folder)}
    settings.change(folders=tuple(sorted(folders.items())))


def _options() -> QFileDialog.Option:
    """Let Qt draw the dialog where the system's own would have other colours than the window."""
    if current_theme() is system_theme():
        return QFileDialog.Option(0)
    return QFileDialog.Option.DontUseNativeDialog
