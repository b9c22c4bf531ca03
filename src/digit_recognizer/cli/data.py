"""The command ``digit-recognizer data``: list, fetch and show data sets."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from digit_recognizer.data.catalogue import PublicDataset
    from digit_recognizer.nn.augmentation import Augmentation

__all__ = ["data_commands"]

MOST_SHOWN = 10_000
USUALLY_SHOWN = 100
SIDE_BY_SIDE = 10
"""Images in a row of --augment: the original and nine distorted."""

data_commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FOLDER",
        help="The data folder; otherwise DIGIT_RECOGNIZER_DATA, added folders, the cache.",
    ),
]


class Half(StrEnum):
    """The two halves of a data set."""

    TRAIN = "train"
    TEST = "test"


@data_commands.command("list")
def list_datasets(data: DataFolder = None) -> None:
    """List the public data sets, and where on this machine they are."""
    from digit_recognizer.data.catalogue import CATALOGUE

    rows = [("NAME", "TRAIN", "TEST", "LICENCE", "WHERE")]
    for dataset in CATALOGUE:
        training = f"{len(dataset.training):,}" if dataset.training else "measure only"
        test = f"{len(dataset.test):,}"
        rows.append((dataset.name, training, test, dataset.licence, _whereabouts(dataset, data)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


@data_commands.command("fetch")
def fetch_dataset(
    name: Annotated[str, typer.Argument(help="A name that `data list` shows.")],
    data: DataFolder = None,
) -> None:
    """Fetch a public data set into the cache, or into the folder that --data names."""
    from digit_recognizer.data.catalogue import find_public_dataset
    from digit_recognizer.data.download import fetch
    from digit_recognizer.data.locations import cache_folder, search_folders

    if data is not None and data.exists():
        search_folders(data)  # a file is refused before anything is fetched
    folder = data if data is not None else cache_folder()
    dataset = find_public_dataset(name)
    fetch(dataset, folder)
    typer.echo(f"{name} is complete in {folder}")
    typer.echo(f"Licence: {dataset.licence}. Cite as: {dataset.citation}")


@data_commands.command("show")
def show_dataset(
    name: Annotated[
        str, typer.Argument(metavar="NAME|FILE", help="A public data set, or a CSV or IDX file.")
    ],
    split: Annotated[Half, typer.Option(help="Which half of the data set.")] = Half.TRAIN,
    count: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=MOST_SHOWN,
            show_default=f"{USUALLY_SHOWN}, or {SIDE_BY_SIDE} with --augment",
            help="How many digits.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Draws which digits.")] = 0,
    augment: Annotated[
        str | None,
        typer.Option(
            metavar="PRESET",
            help="Show each digit and nine distorted: paper-1998 or everyday.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option(metavar="PNG", help="Where to write.")] = Path("digits.png"),
    data: DataFolder = None,
) -> None:
    """Draw digits of a data set, with their labels, into a PNG file."""
    import numpy as np

    from digit_recognizer.data.contact_sheet import contact_sheet, save_sheet
    from digit_recognizer.data.dataset import load_dataset

    if out.suffix.lower() != ".png":
        raise typer.BadParameter(f"expected a name ending in .png, got {out}", param_hint="--out")
    preset = _preset(augment) if augment is not None else None
    dataset = load_dataset(name, split.value, data)
    shown = min(count or (SIDE_BY_SIDE if preset else USUALLY_SHOWN), len(dataset))
    chosen = np.random.default_rng(seed).permutation(len(dataset))[:shown]
    images = dataset.images[chosen]
    captions = [str(label) for label in dataset.labels[chosen]]
    if preset:
        images = _with_distorted(images, preset, seed)
        captions = [text for label in captions for text in [label, *[""] * (SIDE_BY_SIDE - 1)]]
    save_sheet(contact_sheet(images, captions, SIDE_BY_SIDE if preset else None), out)
    typer.echo(f"{out}: {shown:,} of {len(dataset):,} digits of {dataset.name}")


def _preset(name: str) -> "Augmentation":
    """Return the augmentation of that name."""
    from digit_recognizer.nn.augmentation import augmentation

    try:
        return augmentation(name)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--augment") from error


def _with_distorted(
    images: "NDArray[np.uint8]", preset: "Augmentation", seed: int
) -> "NDArray[np.uint8]":
    """Return each image followed by nine distorted copies of it."""
    from digit_recognizer.extras import require

    require("train", "Distorting images")
    from digit_recognizer.nn.engine.distortion import distorted

    rows = distorted(images.repeat(SIDE_BY_SIDE, axis=0), preset, seed)
    rows[::SIDE_BY_SIDE] = images
    return rows


def _whereabouts(dataset: "PublicDataset", data: Path | None) -> str:
    """Name the folder that has the data set, or say what is missing."""
    from digit_recognizer.data.locations import find_file, search_folders

    for each in search_folders(data):
        found = [find_file(dataset, file, each) for file in dataset.files]
        present = [path for path in found if path is not None]
        if len(present) == len(found):
            return str(present[0].parent)
        if present:
            return f"{present[0].parent} (only {len(present)} of {len(found)} files)"
    return f"not here; digit-recognizer data fetch {dataset.name}"
