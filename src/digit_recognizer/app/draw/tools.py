"""What one can hold over the canvas: three pens and an eraser."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ERASER", "PENS", "Tool"]


@dataclass(frozen=True)
class Tool:
    """A pen or the eraser.

    Parameters
    ----------
    name
        The name of its button and its icon.
    label
        What people call it.
    width
        Its width, in units of the drawing.
    key
        The key that takes it in hand.
    purpose
        What it is for.
    erases
        Whether it takes ink away.
    """

    name: str
    label: str
    width: float
    key: str
    purpose: str
    erases: bool = False


PENS = (
    Tool(
        "pen-1",
        "Thin pen",
        8.0,
        "1",
        "Draws a thin line. How thick it is changes nothing for the network.",
    ),
    Tool(
        "pen-2",
        "Medium pen",
        16.0,
        "2",
        "Draws a line. A tablet's pen makes it wider where it is pressed.",
    ),
    Tool("pen-3", "Thick pen", 26.0, "3", "Draws a thick line, for big fingers and small screens."),
)

ERASER = Tool("eraser", "Eraser", 28.0, "E", "Takes ink away where it goes.", erases=True)
