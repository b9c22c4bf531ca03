"""What a training used of a data set, as its checkpoint records it."""

from dataclasses import dataclass

__all__ = ["DataRecord", "earlier_record"]

WRITTEN = ("pendigits", "swiss")
"""The collections that the first versions of the program trained on."""


@dataclass(frozen=True)
class DataRecord:
    """A data set that played a part in a training.

    Attributes
    ----------
    sha256 : str
        Of the images and labels that were used; see ``Dataset.sha256``.
    collection : str
        Whose digits they are: sets of one collection have their writers in common. Empty where
        no writers are known.
    left_out : tuple of str
        The writers of the collection whose digits were not used.
    """

    sha256: str
    collection: str = ""
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "left_out", tuple(self.left_out))  # JSON has lists only


def earlier_record(name: str, sha256: str) -> tuple[str, DataRecord]:
    """Return name and record of a set that was stored as a hash and a name alone.

    The name held the rest: ``"pendigits pictures 0 (without 03, 07)"`` are pictures of the digits
    of all writers of ``pendigits`` but two.
    """
    title, _, writers = name.removesuffix(")").partition(" (without ")
    title = "negatives" if title == "marks" else title
    collection = title.partition(" ")[0]
    left_out = tuple(writers.split(", ")) if writers else ()
    return title, DataRecord(sha256, collection if collection in WRITTEN else "", left_out)
