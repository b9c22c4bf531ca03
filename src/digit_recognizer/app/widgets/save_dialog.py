"""Asking where to save, without overwriting what the dialog did not ask about."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import QFileDialog, QWidget

__all__ = ["choose_file_to_save"]


def choose_file_to_save(parent: QWidget, title: str, proposed: str, kinds: str) -> Path | None:
    """Let the user choose a file, which the dialog asks about where it would be overwritten.

    Parameters
    ----------
    parent
        Over what the dialog opens.
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
    name, _ = QFileDialog.getSaveFileName(parent, title, proposed, kinds)
    if not name:
        return None
    chosen = Path(name)
    if chosen.suffix:
        return chosen
    ending = Path(proposed).suffix
    file, number = Path(f"{chosen}{ending}"), 1
    while file.exists():
        number += 1
        file = Path(f"{chosen} {number}{ending}")
    return file
