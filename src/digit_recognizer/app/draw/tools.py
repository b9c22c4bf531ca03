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
    erases
        Whether it takes ink away.
    """

    name: str
    label: str
    width: float
    key: str
    erases: bool = False


PENS = (
    Tool("pen-1", "Thin pen", 8.0, "1"),
    Tool("pen-2", "Medium pen", 16.0, "2"),
    Tool("pen-3", "Thick pen", 26.0, "3"),
)

ERASER = Tool("eraser", "Eraser", 28.0, "E", erases=True)
