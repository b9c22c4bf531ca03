"""Where canvas and answer stand, for a place of any size."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.theme import SPACING, margin

__all__ = ["arrange"]

_ANSWER_NARROWEST = 148
_ANSWER_WIDEST = 560
_ANSWER_LOWEST = 288
_ANSWER_TALLEST = 760


def arrange(size: QSize) -> tuple[QRect, QRect]:
    """Return the places of canvas and answer in a place of `size`.

    The canvas is a square as high as the place, and the answer stands at its right. Both are
    kept together in the middle of a very wide place. In a tall one the answer stands below.
    """
    edge = margin(size.width())
    roomy = edge > SPACING[2]
    gap = SPACING[5] if roomy else SPACING[2]
    width, height = size.width() - 2 * edge, size.height() - 2 * edge
    if height - width - gap >= _ANSWER_LOWEST:
        return (
            QRect(edge, edge, width, width),
            QRect(edge, edge + width + gap, width, min(height - width - gap, _ANSWER_TALLEST)),
        )
    side = min(height, width - gap - _ANSWER_NARROWEST)
    if roomy:
        side = min(side, width - gap - min(320, width // 3))
    answer = min(width - gap - side, _ANSWER_WIDEST)
    left = edge + (width - side - gap - answer) // 2
    top = edge + (height - side) // 2
    answer_height = min(height, max(side, _ANSWER_LOWEST), _ANSWER_TALLEST)
    return (
        QRect(left, top, side, side),
        QRect(left + side + gap, min(top, edge + height - answer_height), answer, answer_height),
    )
