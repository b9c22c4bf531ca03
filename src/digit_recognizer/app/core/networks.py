"""The networks to choose from, and the one that reads: observed by all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    from digit_recognizer.networks.checkpoint import Checkpoint
    from digit_recognizer.networks.library import Deleted, NetworkLibrary

__all__ = ["DEFAULT", "NamedNetwork", "Networks"]

DEFAULT = "lenet5"


@dataclass(frozen=True, eq=False)
class NamedNetwork:
    """A network and what it is called.

    Parameters
    ----------
    name
        Its name in the library, or any words for one that is not stored.
    checkpoint
        Weights and the story of their training.
    """

    name: str
    checkpoint: Checkpoint

    @property
    def label(self) -> str:
        """Name and recipe, as the header shows them."""
        return f"{self.name} · {self.checkpoint.recipe_name}"


@dataclass(frozen=True)
class _NotLoaded:
    name: str
    reason: str


class Networks(QObject):
    """Knows the names in the library and the network that reads, and tells when either changes.

    Files are read in a thread; of several that are asked for, the last one counts.
    """

    current_changed = pyqtSignal(object)
    """Another ``NamedNetwork`` reads from now on."""
    listed = pyqtSignal()
    """The names in the library changed."""
    renamed = pyqtSignal(str, str)
    """A stored network has another name: its old name and its new one."""
    failed = pyqtSignal(str)
    """A network could not be used; why and what to do, in plain words."""

    def __init__(
        self, library: NetworkLibrary | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        if library is not None:
            self.library = library
        self.current: NamedNetwork | None = None
        self.names: tuple[str, ...] = ()
        self._worker = Worker("network loader", self)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(self.failed)

    @cached_property
    def library(self) -> NetworkLibrary:
        """The library, made when it is first needed: it brings NumPy along."""
        from digit_recognizer.networks.library import NetworkLibrary

        return NetworkLibrary()

    def use(self, network: str | NamedNetwork = DEFAULT) -> None:
        """Read with `network` from now on: one at hand at once, a name's when it is loaded."""
        if isinstance(network, NamedNetwork):
            self._worker.cancel("use")
            self._make_current(network)
        else:
            self._worker.submit(partial(self._names, self.current is None), "names")
            self._worker.submit(partial(self._load, network), "use")

    def save(self, name: str, checkpoint: Checkpoint) -> None:
        """Put a network in the library.

        Raises
        ------
        NetworkLibraryError
            If that cannot be; the message says why.
        """
        self.library.save(name, checkpoint)
        self._list(self.library.names())
        if self.current is not None and self.current.checkpoint is checkpoint:
            self._make_current(NamedNetwork(name, checkpoint))

    def save_as_new(self, wanted: str, checkpoint: Checkpoint) -> str:
        """Put a network in the library under a name that is free, like the wanted one; return it.

        Raises
        ------
        NetworkLibraryError
            If that cannot be; the message says why.
        """
        name = self.library.save_as_new(wanted, checkpoint)
        self._list(self.library.names())
        return name

    def look_again(self) -> None:
        """List the names in the library as they are now."""
        self._list(self.library.names())

    def rename(self, name: str, new_name: str) -> Callable[[], None]:
        """Give a stored network another name, and return what gives it the old one again.

        Raises
        ------
        NetworkLibraryError
            If that cannot be; the message says why. So does what is returned.
        """
        self.library.rename(name, new_name)
        self._list(self.library.names())
        if self.current is not None and self.current.name == name:
            self._make_current(NamedNetwork(new_name, self.current.checkpoint))
        self.renamed.emit(name, new_name)
        return partial(self._rename_back, new_name, name)

    def delete(self, name: str) -> Callable[[], None]:
        """Delete a stored network, and return what brings it back.

        If it is the one that reads, it does so until another does.

        Raises
        ------
        NetworkLibraryError
            If that cannot be; the message says why. So does what is returned.
        """
        deleted = self.library.delete(name)
        self._list(self.library.names())
        return partial(self._bring_back, deleted)

    def close(self) -> None:
        """Wait until nothing is being loaded any more."""
        self._worker.close()

    def _rename_back(self, name: str, old_name: str) -> None:
        self.rename(name, old_name)

    def _bring_back(self, deleted: Deleted) -> None:
        self.library.bring_back(deleted)
        self._list(self.library.names())

    def _names(self, is_first: bool) -> Iterator[tuple[str, ...]]:
        if is_first:
            self.library.clear_deleted()
        yield self.library.names()

    def _load(self, name: str) -> Iterator[NamedNetwork | _NotLoaded]:
        try:
            yield NamedNetwork(name, self.library.load(name))
        except DigitRecognizerError as error:
            yield _NotLoaded(name, str(error))

    def _take(self, message: object) -> None:
        match message:
            case tuple():
                self._list(message)
            case NamedNetwork():
                self._make_current(message)
            case _NotLoaded(name, reason) if self.current is not None or name == DEFAULT:
                self.failed.emit(reason)
            case _NotLoaded(_, reason):
                until_then = f"Until then {DEFAULT} reads, which comes with the program."
                self.failed.emit(f"{reason} {until_then}")
                self.use(DEFAULT)

    def _make_current(self, network: NamedNetwork) -> None:
        self.current = network
        self.current_changed.emit(network)

    def _list(self, names: tuple[str, ...]) -> None:
        if names != self.names:
            self.names = names
            self.listed.emit()
