"""The keys that the window knows, read off its actions, so that the list is never out of date."""

from __future__ import annotations

from html import escape

from PyQt6.QtGui import QAction, QKeySequence, QShortcut
from PyQt6.QtWidgets import QWidget

__all__ = ["Shortcut", "shortcuts_of", "shortcuts_text"]

Shortcut = tuple[str, str]
"""The keys and what they do."""


def shortcuts_of(widget: QWidget, without: QWidget | None = None) -> list[Shortcut]:
    """Return the keys of a widget and of all in it, in the order in which these were made.

    Parameters
    ----------
    widget
        The window, or a page of it.
    without
        A part whose keys are left out.
    """
    found: dict[Shortcut, None] = {}
    known: list[QAction | QShortcut] = [*widget.findChildren(QAction)]
    known += widget.findChildren(QShortcut)
    for each in known:
        if without is not None and _is_in(each, without):
            continue
        keys, words = _described(each)
        if keys and words:
            found[keys, words] = None
    return list(found)


def shortcuts_text(groups: dict[str, list[Shortcut]]) -> str:
    """Return groups of shortcuts as HTML, a heading and a table each."""
    return "".join(
        f"<h3>{escape(title)}</h3><table cellpadding='3'>{_rows(shortcuts)}</table>"
        for title, shortcuts in groups.items()
        if shortcuts
    )


def _rows(shortcuts: list[Shortcut]) -> str:
    return "".join(
        f"<tr><td width='170'><b>{escape(keys)}</b></td><td>{escape(words)}</td></tr>"
        for keys, words in shortcuts
    )


def _described(each: QAction | QShortcut) -> Shortcut:
    if isinstance(each, QAction):
        sequences, words = each.shortcuts(), each.text().removesuffix(" …")
    else:
        sequences, words = each.keys(), each.whatsThis()
    text = " or ".join(
        sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences
    )
    return text, words


def _is_in(each: QAction | QShortcut, part: QWidget) -> bool:
    parent = each.parent()
    while parent is not None and parent is not part:
        parent = parent.parent()
    return parent is part
