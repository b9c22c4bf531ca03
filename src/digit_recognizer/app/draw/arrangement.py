"""Where canvas and answer stand, for a place of any size."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.widgets.theme import SPACING, margin

__all__ = ["arrange"]

_ANSWER_NARROWEST = 156
_ANSWER_ROOMY = 224
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
    top = edge if size.height() - 2 * edge >= _ANSWER_LOWEST else SPACING[2]
    width, height = size.width() - 2 * edge, size.height() - 2 * top
    if height - width - gap >= _ANSWER_LOWEST:
        answer_height = min(height - width - gap, _ANSWER_TALLEST)
        return (
            QRect(edge, top, width, width),
            QRect(edge, top + width + gap, width, answer_height),
        )
    side = min(height, width - gap - (_ANSWER_ROOMY if roomy else _ANSWER_NARROWEST))
    answer_width = min(width - gap - side, _ANSWER_WIDEST)
    answer_height = min(height, max(side, _ANSWER_LOWEST), _ANSWER_TALLEST)
    left = edge + (width - side - gap - answer_width) // 2
    return (
        QRect(left, top + (height - side) // 2, side, side),
        QRect(
            left + side + gap,
            top + (height - max(side, answer_height)) // 2,
            answer_width,
            answer_height,
        ),
    )
