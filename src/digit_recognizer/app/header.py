"""The header: the tabs of the pages, and the network that reads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PyQt6.QtCore import QEvent, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QActionGroup, QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QTabBar, QToolButton

from digit_recognizer.app.core.activity import Activity
from digit_recognizer.app.core.networks import NamedNetwork, Networks
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.app.exporting import KINDS
from digit_recognizer.app.page import PURPOSES
from digit_recognizer.app.settings_menu import SettingsMenu
from digit_recognizer.app.widgets.icons import icon
from digit_recognizer.app.widgets.theme import SPACING, TOUCH, current_theme, margin

__all__ = ["Header", "Tabs"]

_HEIGHT = 48
_WIDEST_NETWORK = 260
_RING = 10.0


class Header(QFrame):
    """Shows where one is and what reads, and lets one change both."""

    def __init__(
        self, titles: Iterable[str], networks: Networks, settings: CurrentSettings
    ) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setFixedHeight(_HEIGHT + 1)
        self.tabs = Tabs(titles)
        self.network = _NetworkButton(networks)
        self.menu = SettingsMenu(settings, self)
        self._settings = _settings_button(self.menu)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(SPACING[1])
        self._row.addWidget(self.tabs)
        self._row.addStretch(1)
        self._row.addWidget(self.network)
        self._row.addWidget(self._settings)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Keep to the edges of what is below."""
        edge = margin(self.width())
        # The tabs' words stand on the edge, not their ground.
        self._row.setContentsMargins(edge - SPACING[2], 0, edge - SPACING[1], 0)


def _settings_button(menu: SettingsMenu) -> QToolButton:
    button = QToolButton()
    button.setObjectName("settings")
    button.setAccessibleName("settings")
    button.setAccessibleDescription("Colours, help and more")
    button.setToolTip("Settings and help")
    button.setWhatsThis("Settings\nColours, the box on the canvas, and help.")
    button.setFixedSize(TOUCH, TOUCH)
    button.setIcon(icon("settings"))
    button.setIconSize(QSize(20, 20))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setMenu(menu)
    return button


class Tabs(QTabBar):
    """A word for each page; the current one is underlined."""

    def __init__(self, titles: Iterable[str]) -> None:
        super().__init__()
        self.setObjectName("pages")
        self.setAccessibleName("pages")
        self.setAccessibleDescription("The pages of the window; arrow keys change between them.")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._hovered = -1
        self._activities: dict[int, Activity] = {}
        for number, title in enumerate(titles):
            self.addTab(title)
            self._name_tab(number)
            self.setTabWhatsThis(number, f"{title}\n{PURPOSES.get(title, '')}")
        for button in self.findChildren(QToolButton):
            button.setToolTip(button.accessibleName())

    def show_activity(self, number: int, activity: Activity | None) -> None:
        """Show beside a page's name what goes on there in the background, or nothing."""
        if activity == self._activities.get(number):
            return
        if activity is None:
            del self._activities[number]
        else:
            self._activities[number] = activity
        self._name_tab(number)
        self.update()

    def activity(self, number: int) -> Activity | None:
        """Return what goes on in a page in the background."""
        return self._activities.get(number)

    def ring_rect(self, number: int) -> QRectF:
        """Return the place of a page's ring, which is always free: nothing moves for it."""
        tab = QRectF(self.tabRect(number))
        middle = tab.center().y()
        return QRectF(tab.right() - SPACING[2] + 3, middle - _RING / 2, _RING, _RING)

    def _name_tab(self, number: int) -> None:
        title, activity = self.tabText(number), self._activities.get(number)
        goes_on = "" if activity is None else f": {activity.words}"
        self.setTabToolTip(number, f"{title} (Ctrl+{number + 1}){goes_on}")
        self.setAccessibleTabName(number, f"{title}{goes_on}")

    def tabSizeHint(self, index: int) -> QSize:
        """Return the size of a tab: its word, and room beside it."""
        words = self.fontMetrics().horizontalAdvance(self.tabText(index))
        return QSize(words + 2 * SPACING[2], _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Return the same size: no word is cut."""
        return self.tabSizeHint(index)

    def event(self, event: QEvent | None) -> bool:
        """Follow the pointer."""
        if event is not None and event.type() in (QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            place = self.mapFromGlobal(self.cursor().pos())
            self._hovered = self.tabAt(place) if self.underMouse() else -1
            self.update()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Draw the words, the line below one of them, and the rings."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        for number in range(self.count()):
            self._paint_tab(painter, number, self.tabRect(number))

    def _paint_tab(self, painter: QPainter, number: int, place: QRect) -> None:
        current = number == self.currentIndex()
        theme = current_theme()
        painter.setPen(QColor(theme.text if current or number == self._hovered else theme.muted))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tabText(number))
        if current:
            line = QRect(place.left() + SPACING[2], place.bottom() - 1, 0, 2)
            line.setRight(place.right() - SPACING[2])
            painter.fillRect(line, QColor(theme.accent))
        activity = self._activities.get(number)
        if activity is not None:
            _paint_ring(painter, self.ring_rect(number), activity)
        if current and self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(place.adjusted(4, 8, -4, -8), 6, 6)


def _paint_ring(painter: QPainter, place: QRectF, activity: Activity) -> None:
    """Paint how far an activity is, clockwise from the top; a quarter where that is not known."""
    theme = current_theme()
    place = place.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(QColor(theme.hairline), 2))
    painter.drawEllipse(place)
    share = 25 if activity.percent is None else max(activity.percent, 4)
    colour = QColor(theme.caution if activity.waits else theme.accent)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(place, 90 * 16, -round(share * 3.6 * 16))


class _NetworkButton(QToolButton):
    """The name of the network that reads, with a menu of the others, and of exporting it."""

    chosen = pyqtSignal(str)
    export_wanted = pyqtSignal(str)
    """The network that reads shall be a file with this ending."""

    def __init__(self, networks: Networks) -> None:
        super().__init__()
        self.setObjectName("network")
        self.setAccessibleName("network")
        self.setFixedHeight(TOUCH)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setWhatsThis(
            "The network that reads\nIts name and the recipe it was trained by. Choose another one "
            "here: networks that come with the program, and those you trained. Export writes it as "
            "a page that reads by itself, or for other programs."
        )
        self._networks = networks
        self._label = ""
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        networks.current_changed.connect(self._show_network)
        self.setToolTip("The network that reads is being loaded")
        self.setEnabled(False)

    def _show_network(self, network: NamedNetwork) -> None:
        self._label = network.label
        self.setEnabled(True)
        explanation = f"The network that reads: {network.label}. Choose another"
        self.setToolTip(explanation)
        self.setAccessibleDescription(explanation)
        self._elide()

    def _elide(self) -> None:
        window = self.window()
        room = _WIDEST_NETWORK if window is None else min(window.width() // 3, _WIDEST_NETWORK)
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self._label, Qt.TextElideMode.ElideMiddle, room))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._elide()

    def _fill(self) -> None:
        menu, current = self.menu(), self._networks.current
        assert menu is not None
        menu.clear()
        group = QActionGroup(menu)
        names = list(self._networks.names)
        if current is not None and current.name not in names:
            names.append(current.name)
        for name in names:
            action = menu.addAction(name)
            assert action is not None
            action.setCheckable(True)
            action.setChecked(current is not None and name == current.name)
            action.triggered.connect(lambda _, name=name: self._choose(name))
            group.addAction(action)
        if current is not None:
            self._add_exports(menu, current.name)

    def _add_exports(self, menu: QMenu, name: str) -> None:
        menu.addSeparator()
        exports = menu.addMenu(f"Export {name}")
        assert exports is not None
        for ending, (title, _) in KINDS.items():
            action = exports.addAction(title)
            assert action is not None
            action.triggered.connect(partial(self.export_wanted.emit, ending))

    def _choose(self, name: str) -> None:
        current = self._networks.current
        if current is None or name != current.name:
            self.chosen.emit(name)
