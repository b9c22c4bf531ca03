"""Where canvas and answer stand, on a page of any size."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.widgets.theme import SPACING, margin

__all__ = ["arrange"]

_ANSWER_NARROWEST = 156
_ANSWER_ROOMY = 224
_ANSWER_WIDEST = 560
_ANSWER_LOWEST = 288
_ANSWER_TALLEST = 760
_LOW = 340
"""A lower page is in a window that has no room for an empty line of messages."""


def arrange(size: QSize) -> tuple[QRect, QRect]:
    """Return where canvas and answer stand on a page of ``size``.

    The canvas is a square as high as the page, and the answer stands at its right. Both are
    together in the middle of a very wide page. In a tall one the answer stands below. The line of
    messages is above them, but in a low window.
    """
    edge = margin(size.width())
    roomy = edge > SPACING[2]
    gap = SPACING[5] if roomy else SPACING[2]
    width = size.width() - 2 * edge
    top = SPACING[2] if size.height() < _LOW else 0
    height = size.height() - top - (top or edge)
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
