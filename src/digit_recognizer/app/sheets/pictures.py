"""The pages of files as pictures to show, opened beside the window."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.pictures import image_of_grey
from digit_recognizer.sheets.table import Corners, Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.sheets.crops import FlatPage

__all__ = ["PagePicture", "PagePictures"]

_MOST = 6
"""Pages that are held: the one that is shown, and some to go back to."""
_CROP_HEIGHT = 160


@dataclass(frozen=True, eq=False)
class PagePicture:
    """A page of a file.

    Parameters
    ----------
    path, number
        Which; numbers count from 1.
    picture
        (height, width) uint8, as it lies in the file.
    flat
        The page made flat.
    image
        The same, to be shown.
    """

    path: Path
    number: int
    picture: NDArray[np.uint8]
    flat: FlatPage
    image: QImage

    def crop(self, page: Page, box: Corners) -> QImage:
        """Return what a cell looks like, with some of what is around it."""
        from digit_recognizer.sheets.crops import cut_out, scaled

        corners = scaled(box, self.picture, page)
        return image_of_grey(cut_out(self.picture, corners, _CROP_HEIGHT, around=0.15))


class PagePictures(QObject):
    """Opens pages beside the window; the last ones stay."""

    opened = pyqtSignal(object)
    """A page that was asked for: a ``PagePicture``."""
    failed = pyqtSignal(str)
    """A page cannot be opened any more; why, in a sentence."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: OrderedDict[tuple[Path, int], PagePicture] = OrderedDict()
        self._worker = Worker("page pictures", self)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(self.failed)

    def get(self, path: Path, page: Page) -> PagePicture | None:
        """Return a page that is held; else None, and it is opened."""
        held = self._held.get((path, page.number))
        if held is None:
            self._worker.submit(partial(_opened, path, page))
        else:
            self._held.move_to_end((path, page.number))
        return held

    def _take(self, page: PagePicture) -> None:
        self._held[page.path, page.number] = page
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        self.opened.emit(page)


def _opened(path: Path, page: Page) -> Iterator[PagePicture]:
    from digit_recognizer.sheets.crops import flat_page, page_picture

    picture = page_picture(path, page.number)
    flat = flat_page(picture, page)
    yield PagePicture(path, page.number, picture, flat, image_of_grey(flat.grey))
