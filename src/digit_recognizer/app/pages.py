"""The pages of the window, in the order of their tabs. A new page is a line here."""

from __future__ import annotations

from importlib import import_module

from digit_recognizer.app.page import Page

__all__ = ["PAGES", "PURPOSES", "page_class"]

PAGES = {
    "Draw": "digit_recognizer.app.draw.page:DrawPage",
    "Look inside": "digit_recognizer.app.inside.page:InsidePage",
    "Train": "digit_recognizer.app.train.page:TrainPage",
    "Judge": "digit_recognizer.app.judge.page:JudgePage",
}
"""Title and class of each page. A class is imported when its page is first visited."""

PURPOSES = {
    "Draw": "A digit, with mouse, finger or pen. It is read while you draw.",
    "Look inside": "See what every layer makes of it, and how each number comes about.",
    "Train": "Let a network of your own learn to read, in seconds.",
    "Judge": "Find out what a network is worth, and see its mistakes.",
}
"""What each page is for, in a sentence."""


def page_class(title: str) -> type[Page]:
    """Return the class of the page called `title`."""
    module, name = PAGES[title].split(":")
    found: type[Page] = getattr(import_module(module), name)
    assert found.title == title
    return found
