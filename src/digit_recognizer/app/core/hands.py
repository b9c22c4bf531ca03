"""Whose hand is read, and what is learned of it: observed by all pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QObject, pyqtSignal

from digit_recognizer.app.core.drawing import Point
from digit_recognizer.app.core.jobs import Worker
from digit_recognizer.app.core.reading import Reader, Reads
from digit_recognizer.app.core.settings import CurrentSettings
from digit_recognizer.errors import DigitRecognizerError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.hands.library import HandLibrary
    from digit_recognizer.hands.profile import LearnedDigit, Profile

__all__ = ["FIRST_NAME", "Hands"]

FIRST_NAME = "My hand"
"""What the first profile is called."""


@dataclass(frozen=True, eq=False)
class _Taught:
    profile: Profile
    recognizer: Reads
    is_final: bool


@dataclass(frozen=True, eq=False)
class _Loaded:
    profile: Profile


class Hands(QObject):
    """The profile that the window reads with, if any.

    Learning takes milliseconds and then some seconds, in a thread; what was found reads as soon as
    it is there. Every change is stored at once.

    Parameters
    ----------
    reader
        Reads the drawing.
    settings
        Remember whose hand is read.
    """

    changed = pyqtSignal()
    """Another profile, another fit of it, or the profile is used or not any more."""
    failed = pyqtSignal(str)
    """Something could not be done; why and what to do, in plain words."""

    def __init__(
        self, reader: Reader, settings: CurrentSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader, self._settings = reader, settings
        self.profile: Profile | None = None
        """Whose digits are learned; None for nobody's."""
        self.is_used = True
        """Whether it is read with the profile."""
        self.is_learning = False
        """Whether a better fit is being looked for."""
        self._made: Reads | None = None
        self._worker = Worker("hands", self, gives_way=True)
        self._worker.reported.connect(self._take)
        self._worker.failed.connect(self._fail)
        self._files = Worker("hand files", self, finishes=True)
        self._files.reported.connect(self._take)
        self._files.failed.connect(self.failed)
        reader.ready.connect(self._follow_reader)

    @property
    def name_read(self) -> str | None:
        """The name of the stored profile that is read; None where none is."""
        return None if self.profile is None or not self.is_used else self.profile.name

    @property
    def reads(self) -> Reads | None:
        """What reads with the profile; None while the shipped network reads."""
        return self._made if self._made is self._reader.recognizer else None

    @cached_property
    def library(self) -> HandLibrary:
        """The stored profiles; made when it is first needed, as it brings NumPy along."""
        from digit_recognizer.hands.library import HandLibrary

        return HandLibrary()

    def choose(self, name: str) -> None:
        """Read the hand of that name, a new one where nobody has it; none where it is empty."""
        if not name:
            self._show(None)
        elif name in self.library.names():
            self._files.submit(partial(_load, self.library, name), "load")
        else:
            from digit_recognizer.hands.profile import Profile

            self._keep(Profile(name))

    def learn(self, image: NDArray[np.uint8], digit: int, origin: str) -> None:
        """Learn that an image, (28, 28) uint8, shows a digit."""
        self._learn(lambda profile: profile.learn_input(image, digit, origin=origin))

    def learn_strokes(self, strokes: Sequence[Sequence[Point]], digit: int, origin: str) -> None:
        """Learn that strokes, all of them together, show a digit."""
        self._learn(lambda profile: profile.learn_strokes(strokes, digit, origin=origin))

    def learn_digits(self, digits: Sequence[LearnedDigit]) -> bool:
        """Learn digits that were found elsewhere; return whether that could be."""
        return self._learn(lambda profile: profile.with_digits(digits))

    def _learn(self, learn: Callable[[Profile], Profile]) -> bool:
        from digit_recognizer.hands.profile import Profile

        try:
            self._keep(learn(self.profile or Profile(FIRST_NAME)))
        except DigitRecognizerError as error:
            self.failed.emit(str(error))
            return False
        return True

    def forget(self, places: list[int]) -> None:
        """Erase learned digits, by their places."""
        profile = self.profile
        if profile is not None:
            for place in sorted(places, reverse=True):
                profile = profile.forget(place)
            self._keep(profile)

    def restore(self, profile: Profile) -> None:
        """Let a profile be as it was, also one that was erased."""
        self._keep(replace(profile, fit=None))

    def erase(self) -> None:
        """Erase all that is known of the person."""
        if self.profile is not None:
            self._files.submit(partial(self.library.delete, self.profile.name), "save")
            self._show(None)

    def use(self, used: bool) -> None:
        """Read with the profile, or without it to compare."""
        self.is_used = used
        self._apply()
        self.changed.emit()

    def close(self) -> None:
        """End; what was learned is on the disk then."""
        self._worker.close()
        self._files.close()

    def _keep(self, profile: Profile) -> None:
        """Store a profile that has changed, and learn it."""
        self._save(profile)
        self.is_used = True
        self._show(profile)

    def _save(self, profile: Profile) -> None:
        self._files.submit(partial(self.library.save, profile), f"save {profile.name}")

    def _show(self, profile: Profile | None) -> None:
        self.profile = profile
        self._settings.change(hand="" if profile is None else profile.name)
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        """Let the reader read with what is used now."""
        self._worker.cancel("teach")
        self.is_learning = False
        recognizer = self._reader.recognizer
        if recognizer is None:
            return  # it follows when it is ready
        if self.profile is None or not self.is_used:
            if self._made is not None:
                self._read_with(recognizer.reading(None))
                self._made = None
        else:
            self.is_learning = self.profile.fit is None
            self._worker.submit(partial(_teach, recognizer, self.profile), "teach")

    def _read_with(self, recognizer: Reads) -> None:
        self._made = recognizer
        self._reader.use(lambda: recognizer)

    def _follow_reader(self) -> None:
        """Teach another network that reads now, or bring back the hand of the session before."""
        if self._reader.recognizer is self._made:
            return
        if self.profile is not None:
            self._apply()
        elif self._made is None and (name := self._settings.now.hand):
            if name in self.library.names():
                self.choose(name)
            else:
                self._settings.change(hand="")

    def _take(self, message: object) -> None:
        match message:
            case _Loaded(profile):
                self.is_used = True
                self._show(profile)
            case _Taught(profile, recognizer, is_final):
                self.profile, self.is_learning = profile, not is_final
                if is_final:
                    self._save(profile)
                self._read_with(recognizer)
                self.changed.emit()

    def _fail(self, reason: str) -> None:
        self.is_learning = False
        self.failed.emit(reason)
        self.changed.emit()


def _load(library: HandLibrary, name: str) -> Iterator[_Loaded]:
    yield _Loaded(library.load(name))


def _teach(recognizer: Reads, profile: Profile) -> Iterator[_Taught]:
    teacher = recognizer.teacher
    if profile.fit is not None:
        teacher.check(profile)
        yield _Taught(profile, recognizer.reading(profile), True)
        return
    first = teacher.at_once(profile)
    yield _Taught(first, recognizer.reading(first), False)
    best = teacher.at_leisure(profile)
    yield _Taught(best, recognizer.reading(best), True)
