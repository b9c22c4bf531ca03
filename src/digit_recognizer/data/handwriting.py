"""Handwriting that is no set of 28×28 images: pen strokes, scans and other people's pictures.

Each set is in a form of its own and has a reader of its own; here is what they have in common:
what they are, what their licences allow, and where their files lie.
"""

from dataclasses import dataclass
from pathlib import Path

from digit_recognizer.data.locations import DataNotFoundError, search_folders

__all__ = [
    "HANDWRITING",
    "ORAND",
    "PENDIGITS",
    "SWISS_NUMBERS",
    "UNIPEN",
    "USPS",
    "HandwritingSet",
    "find_handwriting",
]


@dataclass(frozen=True)
class HandwritingSet:
    """A public set of handwritten digits.

    Attributes
    ----------
    name : str
        What it is called on the command line.
    description, licence, citation : str
        For people.
    may_train : bool
        Whether its licence allows to train on it; otherwise it is measured on and no more.
    folder : str
        Subfolder of a data folder in which its file is looked for, besides the folder itself.
    patterns : tuple of str
        What its file is called, in the order of preference; ``*`` stands for anything.
    """

    name: str
    description: str
    licence: str
    citation: str
    may_train: bool
    folder: str
    patterns: tuple[str, ...]


PENDIGITS = HandwritingSet(
    name="pendigits",
    description="pen strokes of 7,494 digits by 30 writers, on a tablet",
    licence="CC BY 4.0",
    citation=(
        "E. Alpaydin, F. Alimoglu: Pen-Based Recognition of Handwritten Digits. UCI Machine "
        "Learning Repository, 1996. doi:10.24432/C5MG6K."
    ),
    may_train=True,
    folder="pendigits",
    patterns=("pendigits-orig.tra.gz", "pendigits-orig.tra"),
)

SWISS_NUMBERS = HandwritingSet(
    name="swiss",
    description="scans of 6,277 digits on paper by 11 writers, with flagged 1 and crossed 7",
    licence="CC0",
    citation="Swiss numbers: scans of handwritten digits, published as CC0.",
    may_train=True,
    folder="swiss-numbers",
    patterns=("swiss-numbers*.zip",),
)

UNIPEN = HandwritingSet(
    name="unipen",
    description="pen strokes of 8,009 digits by 122 writers of seven laboratories, with letters",
    licence="CC BY 4.0",
    citation=(
        "I. Guyon et al.: UNIPEN project of on-line data exchange and recognizer benchmarks. "
        "International Conference on Pattern Recognition, 1994. Cut out of the release "
        "train_r01_v07, doi:10.5281/zenodo.1195803, which is larger and of another form."
    ),
    may_train=True,
    folder="unipen",
    patterns=("digits.jsonl.gz", "digits.jsonl"),
)

USPS = HandwritingSet(
    name="usps",
    description="7,291 digits of 16×16 pixels from envelopes of the US Postal Service",
    licence="none stated",
    citation=(
        "Y. LeCun et al.: Handwritten digit recognition with a back-propagation network. "
        "Advances in Neural Information Processing Systems 2, 1990."
    ),
    may_train=False,
    folder="usps",
    patterns=("zip.train.gz", "zip.train"),
)

EMNIST_DIGITS = HandwritingSet(
    name="emnist-digits",
    description="digits of EMNIST's test half, or the part of them that is there",
    licence="public (NIST Special Database 19)",
    citation="G. Cohen et al.: EMNIST: an extension of MNIST to handwritten letters, 2017.",
    may_train=False,
    folder="emnist",
    patterns=("emnist-digits-test-images-idx3-ubyte*", "emnist-digits-test*-images-idx3-ubyte*"),
)

ORAND = HandwritingSet(
    name="orand",
    description="3,542 digits of 780 amounts on bank cheques, on patterned paper",
    licence="CC BY-NC-ND",
    citation=(
        "M. Diem et al.: ICFHR 2014 Competition on Handwritten Digit String Recognition in "
        "Challenging Datasets (HDSRC 2014), 2014."
    ),
    may_train=False,
    folder="orand-car-a",
    patterns=("orand-car-a*.zip",),
)

HANDWRITING: tuple[HandwritingSet, ...] = (
    PENDIGITS,
    SWISS_NUMBERS,
    UNIPEN,
    USPS,
    EMNIST_DIGITS,
    ORAND,
)


def find_handwriting(handwriting: HandwritingSet, folder: Path | None = None) -> Path:
    """Find the file of a set.

    Parameters
    ----------
    handwriting : HandwritingSet
        One of ``HANDWRITING``.
    folder : Path or None
        The data folder, searched alone when it is given; otherwise the folder that
        ``DIGIT_RECOGNIZER_DATA`` names, added folders, and the cache.

    Raises
    ------
    DataNotFoundError
        If it is in none of them.
    """
    looked_in = search_folders(folder)
    for base in looked_in:
        for inside in (base / handwriting.folder, base):
            for pattern in handwriting.patterns:
                found = sorted(path for path in inside.glob(pattern) if path.is_file())
                if found:
                    return found[0]
    raise DataNotFoundError(
        f"{' and '.join(map(str, looked_in))}: expected {handwriting.patterns[0]} there or in the "
        f"subfolder {handwriting.folder}, got none",
        "copy the file there, or name the folder that has it",
    )
