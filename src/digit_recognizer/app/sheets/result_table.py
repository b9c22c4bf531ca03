"""The table as it will be saved: the rows of the file of results."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import QAbstractTableModel, QModelIndex, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QBrush, QColor, QFont, QFontMetrics, QShowEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from digit_recognizer.app.widgets.theme import current_theme, font
from digit_recognizer.sheets.layout import GridCell, GridRow, ReadFile, layout_rows
from digit_recognizer.sheets.sheet import Sheet
from digit_recognizer.sheets.table import Cell, Place

__all__ = ["ResultTable", "ResultView"]

_WIDEST, _NARROWEST = 160, 36
_HEADER = 26
"""Height of a line of letters."""
_BESIDE, _BELOW = 2, 4
"""Room around the words of a header."""
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop


class ResultTable(QAbstractTableModel):
    """The rows that a sheet becomes, as CSV and Excel will have them."""

    def __init__(self) -> None:
        super().__init__()
        self._sheet: Sheet | None = None
        self._rows: list[GridRow] = []
        self._places: dict[Place, tuple[int, int]] = {}
        self._formats: dict[int, str] = {}

    def show_formats(self, formats: dict[int, str]) -> None:
        """Show, below the letters of columns, what these hold."""
        if formats != self._formats:
            self._formats = formats
            last = max(0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def headers(self) -> list[str]:
        """Return what stands above each column."""
        return [self.headerData(at, Qt.Orientation.Horizontal) for at in range(self.columnCount())]

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet, or the same with an answer more."""
        rows = [] if sheet is None else layout_rows([ReadFile(str(sheet.path), sheet.pages)])
        same = [len(row) for row in rows] == [len(row) for row in self._rows]
        if same and rows:
            self._rows = rows
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        self._places = {
            entry.place: (row, column)
            for row, entries in enumerate(rows)
            for column, entry in enumerate(entries)
            if isinstance(entry, GridCell)
        }

    @property
    def rows(self) -> list[GridRow]:
        """The rows that are shown."""
        return self._rows

    def index_of(self, place: Place) -> QModelIndex:
        """Return where a cell stands."""
        row, column = self._places.get(place, (-1, -1))
        return self.index(row, column)

    def place_at(self, index: QModelIndex) -> Place | None:
        """Return which cell stands somewhere; None where none does."""
        entry = self._entry(index)
        return entry.place if isinstance(entry, GridCell) else None

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        """Return how many columns the longest row has."""
        none = parent is not None and parent.isValid()
        return 0 if none else max(map(len, self._rows), default=0)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name rows and columns as spreadsheets do, and say what a column holds."""
        is_row = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            return (
                str(section + 1)
                if is_row
                else f"{_letters(section)}\n{self._held(section)}".strip()
            )
        if role == Qt.ItemDataRole.ToolTipRole and not is_row:
            held = self._held(section)
            return f"Choose what the column holds{f': now {held}' if held else ''}"
        return None

    def _held(self, column: int) -> str:
        return self._formats.get(column, "")

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        entry = self._entry(index)
        cell = entry.cell if isinstance(entry, GridCell) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry if isinstance(entry, str) else _shown(entry.cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = cell is not None and cell.state in ("number", "doubtful")
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            # Words may be longer than their column is wide.
            return entry or None if isinstance(entry, str) else _explained(entry.cell)
        if cell is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole and cell.state in ("doubtful", "other"):
            theme = current_theme()
            return QColor(theme.caution if cell.state == "doubtful" else theme.muted)
        if role == Qt.ItemDataRole.BackgroundRole and cell.state == "doubtful":
            colour = QColor(current_theme().caution)
            colour.setAlpha(40)
            return QBrush(colour)
        if role == Qt.ItemDataRole.FontRole and cell.state == "doubtful":
            return font(13, QFont.Weight.DemiBold)
        return None

    def _entry(self, index: QModelIndex) -> GridCell | str:
        row = self._rows[index.row()]
        return row[index.column()] if index.column() < len(row) else ""


class ResultView(QTableView):
    """Shows the rows; the cell under review is selected, a click reviews another."""

    chosen = pyqtSignal(object)
    """The ``Place`` of a cell that was clicked."""
    format_wanted = pyqtSignal(int)
    """The column whose header was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sheet-table")
        self.setAccessibleName("table")
        self.table = ResultTable()
        self.setModel(self.table)
        self.setFont(font(13))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            assert header is not None
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        columns = self.horizontalHeader()
        assert columns is not None
        columns.setSectionsClickable(True)
        columns.setFixedHeight(_HEADER)
        columns.setFont(font(11))
        # Narrow columns have their words below each other.
        columns.setDefaultAlignment(Qt.AlignmentFlag(int(_WRAPPED)))
        columns.setAccessibleName("columns and their formats")
        columns.sectionClicked.connect(self.format_wanted)
        rows = self.verticalHeader()
        assert rows is not None
        rows.setDefaultSectionSize(28)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.table.headerDataChanged.connect(self._fit_header)
        self.clicked.connect(self._choose)

    def show_sheet(self, sheet: Sheet | None) -> None:
        """Show another sheet, or the same with an answer more."""
        before = self.table.columnCount()
        self.table.show_sheet(sheet)
        if before != self.table.columnCount():
            self.fit_columns()

    def showEvent(self, event: QShowEvent | None) -> None:
        """Fit the columns anew: what came back before it was shown had no style yet."""
        super().showEvent(event)
        self.fit_columns()

    def show_current(self, place: Place | None) -> None:
        """Select the cell under review, and bring it into view."""
        if place is None:
            self.clearSelection()
            return
        index = self.table.index_of(place)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def fit_columns(self) -> None:
        """Make columns as wide as what stands in them, within bounds."""
        self.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            wanted = self.columnWidth(column)
            self.setColumnWidth(column, max(_NARROWEST, min(_WIDEST, wanted)))
        header = self.horizontalHeader()
        assert header is not None
        header.setFixedHeight(_HEADER)
        self._fit_header()

    def _fit_header(self) -> None:
        """Let every column be as wide as each word above it, and the header as high as all."""
        header = self.horizontalHeader()
        assert header is not None
        metrics, highest = QFontMetrics(header.font()), header.height()
        for column, text in enumerate(self.table.headers()):
            longest = max(map(metrics.horizontalAdvance, text.split()), default=0)
            width = max(self.columnWidth(column), min(_WIDEST, longest + 2 * _BESIDE + 2))
            self.setColumnWidth(column, width)
            room = QRect(0, 0, width - 2 * _BESIDE - 1, 1000)
            needed = metrics.boundingRect(room, int(_WRAPPED), text).height()
            highest = max(highest, needed + 2 * _BELOW)
        header.setFixedHeight(highest)

    def _choose(self, index: QModelIndex) -> None:
        place = self.table.place_at(index)
        if place is not None:
            self.chosen.emit(place)


def _shown(cell: Cell) -> str:
    if cell.state == "doubtful":
        return f"{cell.text} ?".strip()
    return cell.text or ("···" if cell.state == "other" else "")


def _explained(cell: Cell) -> str | None:
    if cell.state == "doubtful":
        others = [f"{text or 'empty'} ({100 * sure:.0f} %)" for text, sure in cell.alternatives]
        read = f"Not sure: {', '.join(others) or 'no reading'}"
        return f"{read}; {cell.doubt}" if cell.doubt else read
    if cell.repair:
        return cell.repair if cell.was_answered else f"Repaired: {cell.repair}"
    return cell.text if cell.state == "other" and cell.text else None


def _letters(column: int) -> str:
    """Return a column's name in a spreadsheet: A to Z, then AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
