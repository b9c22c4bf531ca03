"""Where canvas and answer stand, on a page of any size."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QSize

from digit_recognizer.app.widgets.theme import SPACING, margin

__all__ = ["arrange"]

_ANSWER_NARROWEST = 156
_ANSWER_ROOMY = 224
_ANSWER_COMFORTABLE = 300
"""Beside a wide canvas, where it has a long number to show."""
_ANSWER_WIDEST = 560
_ANSWER_LOWEST = 288
_ANSWER_TALLEST = 760
_LOW = 340
"""A lower page is in a window that has no room for an empty line of messages."""


def arrange(size: QSize, shape: int = 1) -> tuple[QRect, QRect]:
    """Return where canvas and answer stand on a page of ``size``.

    A square canvas is as high as the page, and the answer stands at its right. Both are
    together in the middle of a very wide page. Where there is room below the canvas, as in a tall
    page or below a canvas ``shape`` times as wide as high, the answer stands there. The line of
    messages is above them, but in a low window.
    """
    edge = margin(size.width())
    roomy = edge > SPACING[2]
    gap = SPACING[5] if roomy else SPACING[2]
    width = size.width() - 2 * edge
    top = SPACING[2] if size.height() < _LOW else 0
    height = size.height() - top - (top or edge)
    least = _ANSWER_NARROWEST if not roomy else _ANSWER_ROOMY if shape == 1 else _ANSWER_COMFORTABLE
    side = min(height, (width - gap - least) // shape)
    # A wide canvas above its answer may be lower than the page is wide.
    low = min(width // shape, height - gap - _ANSWER_LOWEST)
    if low == width // shape or (shape > 1 and low > side):
        answer_height = min(height - low - gap, _ANSWER_TALLEST)
        left = edge + (width - low * shape) // 2
        return (
            QRect(left, top, low * shape, low),
            QRect(left, top + low + gap, low * shape, answer_height),
        )
    wide = side * shape
    answer_width = min(width - gap - wide, _ANSWER_WIDEST)
    answer_height = min(height, max(side, _ANSWER_LOWEST), _ANSWER_TALLEST)
    left = edge + (width - wide - gap - answer_width) // 2
    return (
        QRect(left, top + (height - side) // 2, wide, side),
        QRect(
            left + wide + gap,
            top + (height - max(side, answer_height)) // 2,
            answer_width,
            answer_height,
        ),
    )
