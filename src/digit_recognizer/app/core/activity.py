"""What a page does in the background, in a form that the header can show."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Activity"]


@dataclass(frozen=True)
class Activity:
    """Something that goes on while the user may be on another page.

    Parameters
    ----------
    name
        What it is, in a word or two: "training".
    percent
        How much of it is done, from 0 to 100; None where that is not known.
    waits
        Whether it is paused.
    """

    name: str
    percent: int | None = None
    waits: bool = False

    @classmethod
    def of(cls, name: str, done: float, total: float, *, waits: bool = False) -> Activity:
        """Return an activity that is as far as ``done`` of ``total``, which is 0 where unknown."""
        percent = min(int(100 * done / total), 100) if total > 0 else None
        return cls(name, percent, waits)

    @property
    def words(self) -> str:
        """What goes on and how far it is, for tooltips and screen readers."""
        share = "" if self.percent is None else f", {self.percent} %"
        return f"{self.name}{share}{', paused' if self.waits else ''}"
