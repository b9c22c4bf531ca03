"""Every public set of digits that we know, in one list: what it is, and where it is here."""

from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.data.catalogue import CATALOGUE, find_public_dataset, is_public
from digit_recognizer.data.handwriting import HANDWRITING, HandwritingSet, find_handwriting
from digit_recognizer.data.locations import DataNotFoundError, find_file, search_folders

__all__ = ["KNOWN_SETS", "KnownSet", "find_known_set"]


@dataclass(frozen=True)
class KnownSet:
    """A public set of digits.

    Attributes
    ----------
    name, title : str
        What commands call it, and what people do.
    description, licence, citation : str
        For people.
    megabytes : float
        How much comes over the net, or how large its files are.
    can_be_fetched : bool
        Whether it is published where it can be fetched from.
    may_train : bool
        Whether its licence allows to train on it.
    """

    name: str
    title: str
    description: str
    licence: str
    citation: str
    megabytes: float
    can_be_fetched: bool
    may_train: bool

    def find(self, folder: Path | None = None) -> Path | None:
        """Return the folder on this machine that has all of it; None if there is none.

        Parameters
        ----------
        folder : Path or None
            The data folder; see ``search_folders``.
        """
        if not is_public(self.name):
            return self.find_to_measure(folder)
        public = find_public_dataset(self.name)
        for place in search_folders(folder):
            found = [find_file(public, file, place) for file in public.files]
            if found[0] is not None and all(found):
                return found[0].parent
        return None

    def find_to_measure(self, folder: Path | None = None) -> Path | None:
        """Return the folder that has what is needed to measure on it; None if there is none."""
        for handwriting in HANDWRITING:
            if handwriting.name == self.name:
                try:
                    return find_handwriting(handwriting, folder).parent
                except DataNotFoundError:
                    return None
        return self.find(folder)


_TITLES = {
    "mnist": "MNIST",
    "emnist-digits": "EMNIST digits",
    "pendigits": "Pen strokes (pendigits)",
    "swiss": "Swiss numbers",
    "unipen": "UNIPEN digits",
    "usps": "USPS envelopes",
    "orand": "Bank cheques (ORAND)",
}
_MEGABYTES = {
    "mnist": 11.4,
    "emnist-digits": 536.0,
    "pendigits": 1.0,
    "swiss": 28.2,
    "unipen": 3.2,
    "usps": 1.8,
    "orand": 2.2,
}


def _known_handwriting(known: HandwritingSet) -> KnownSet:
    return KnownSet(
        known.name,
        _TITLES[known.name],
        known.description,
        known.licence,
        known.citation,
        _MEGABYTES[known.name],
        can_be_fetched=False,
        may_train=known.may_train,
    )


KNOWN_SETS: tuple[KnownSet, ...] = (
    *(
        KnownSet(
            public.name,
            _TITLES[public.name],
            public.description,
            public.licence,
            public.citation,
            _MEGABYTES[public.name],
            can_be_fetched=True,
            may_train=public.training is not None,
        )
        for public in CATALOGUE
    ),
    *(_known_handwriting(known) for known in HANDWRITING if not is_public(known.name)),
)
"""Those that can be trained on first."""


def find_known_set(name: str) -> KnownSet:
    """Return the set of that name, which must be one of ``KNOWN_SETS``."""
    return next(known for known in KNOWN_SETS if known.name == name)
