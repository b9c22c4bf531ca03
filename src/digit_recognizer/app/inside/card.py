"""The card below the layers: the chosen unit in words, and the sum that made it."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from digit_recognizer.app.inside.equation import Result, paint_equation
from digit_recognizer.app.inside.evidence import EVIDENCE_WIDTH, paint_evidence
from digit_recognizer.app.inside.posterior import TABLE_WIDTH, paint_table
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.app.inside.tiles import value_limit
from digit_recognizer.app.inside.words import (
    caption,
    evidence_told,
    idea,
    outcome,
    unit_name,
)
from digit_recognizer.app.widgets.card import Card
from digit_recognizer.app.widgets.theme import SPACING, current_theme, font
from digit_recognizer.inspection import Snapshot, Sum, sum_of

__all__ = ["UnitCard"]

_HELP = """The chosen unit
What it sees, times its weights, makes the products; they and the bias add up to the sum. \
Squashing brings the sum between the two ends of the scale. \
The weights and the products have scales of their own, so that small ones show as well."""
_PINNED = "pinned · Esc releases it"
_LINE = 19.0
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_TOP_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


class UnitCard(Card):
    """Explains the unit that is looked at."""

    def __init__(self, state: InsideState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unit-card")
        self.setAccessibleName("the chosen unit")
        self.setWhatsThis(_HELP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._state = state
        for changed in (
            state.snapshot_changed,
            state.unit_changed,
            state.digit_changed,
            state.evidence_changed,
        ):
            changed.connect(self._follow)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(900, 224)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the card."""
        super().paintEvent(event)
        painter = QPainter(self)
        theme, state = current_theme(), self._state
        inner = QRectF(self.rect()).adjusted(SPACING[3], SPACING[2], -SPACING[3], -SPACING[2])
        if state.snapshot is None or state.is_blank or state.unit is None:
            painter.setFont(font(13))
            painter.setPen(QColor(theme.muted))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, _invitation(state))
            return
        focus = sum_of(state.snapshot, state.unit)
        name = unit_name(state.snapshot, state.unit)
        self._paint_title(painter, inner, name, outcome(state.snapshot, focus))
        asked = state.digit is not None
        told = evidence_told(state) if asked else _sentences(idea(state.snapshot, state.unit))
        second = QRectF(inner.left(), inner.top() + _LINE, inner.width(), _LINE)
        painter.setFont(font(13))
        painter.setPen(QColor(theme.accent if asked else theme.muted))
        painter.drawText(second, _TOP_LEFT, _as_much_as_fits(told, " ", second.width()))
        sum_place = inner.adjusted(0, 2 * _LINE + SPACING[1], 0, 0)
        result = _result(state.snapshot, focus, state)
        edge = paint_equation(painter, sum_place, focus, result, theme)
        sum_place.setLeft(edge + SPACING[5])
        shows_evidence = state.evidence is not None and result.map is None
        if result.posterior is not None:
            table = QRectF(sum_place)
            if shows_evidence:
                table.setRight(table.right() - EVIDENCE_WIDTH)
            if paint_table(painter, table, result.posterior, focus.unit.channel, theme):
                sum_place.setLeft(sum_place.left() + TABLE_WIDTH + SPACING[5])
        if state.evidence is not None and shows_evidence:
            paint_evidence(painter, sum_place, state.snapshot, state.evidence, theme)

    def _paint_title(
        self, painter: QPainter, inner: QRectF, name: str, told: tuple[str, ...]
    ) -> None:
        theme = current_theme()
        bold = font(13, QFont.Weight.DemiBold)
        line = QRectF(inner.left(), inner.top(), inner.width(), _LINE)
        painter.setFont(bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(line, _TOP_LEFT, name)
        line.setLeft(line.left() + QFontMetricsF(bold).horizontalAdvance(name) + SPACING[2])
        painter.setFont(font(13))
        if self._state.is_pinned:
            painter.setPen(QColor(theme.muted))
            painter.drawText(line, _TOP_RIGHT, _PINNED)
            painter.setPen(QColor(theme.text))
            line.setRight(line.right() - QFontMetricsF(font(13)).horizontalAdvance(_PINNED) - 16)
        painter.drawText(line, _TOP_LEFT, _as_much_as_fits(told, "; ", line.width()))

    def _follow(self) -> None:
        self.setAccessibleDescription(caption(self._state))
        self.update()


def _invitation(state: InsideState) -> str:
    if state.snapshot is None:
        return "The network is being loaded …"
    if state.is_blank:
        return "Here you will see how each number in the network is made."
    return "Point at any square above to see how its number is made."


def _result(snapshot: Snapshot, focus: Sum, state: InsideState) -> Result:
    """Return what becomes of a unit's value."""
    unit, stage = focus.unit, snapshot.stages[focus.unit.stage]
    limit = value_limit(snapshot)
    if not stage.is_vector:
        values = snapshot.values[unit.stage][unit.channel]
        if state.is_sweeping:
            later = np.arange(values.size) > unit.row * values.shape[1] + unit.column
            values = np.where(later.reshape(values.shape), np.nan, values)
        return Result("value", limit, values if unit.stage else None)
    if unit.stage < len(snapshot.stages) - 1:
        return Result("value", limit)
    name = "distance" if focus.kind == "distance" else "score"
    return Result(name, limit, posterior=snapshot.posterior)


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(f"{sentence}." for sentence in text.removesuffix(".").split(". "))


def _as_much_as_fits(parts: tuple[str, ...], between: str, width: float) -> str:
    """Return the parts that there is room for on a line, at least the beginning of the first."""
    metrics = QFontMetricsF(font(13))
    while len(parts) > 1 and metrics.horizontalAdvance(between.join(parts)) > width:
        parts = parts[:-1]
    return metrics.elidedText(between.join(parts), Qt.TextElideMode.ElideRight, width)
