"""The commands ``digit-recognizer export`` and ``import``: networks for and from other programs."""

from pathlib import Path
from typing import Annotated

import typer

from digit_recognizer.cli.streams import printable

__all__ = ["export", "import_"]


def export(
    network: Annotated[
        str, typer.Argument(help="A network's name, a checkpoint, or, of numbers: segments, sweep.")
    ],
    file: Annotated[Path, typer.Argument(help="What to write: its name ends in .onnx or .html.")],
) -> None:
    """Write a network as ONNX, for other programs, or as a page that reads by itself."""
    from digit_recognizer.exchange.files import export_network

    export_network(network, file)
    print(printable(f"{file}: {file.stat().st_size:,} bytes"), flush=True)


def import_(
    file: Annotated[Path, typer.Argument(help="An ONNX file with layers that are known here.")],
    name: Annotated[
        str | None, typer.Option(help="What it is called here. [default: the file's name]")
    ] = None,
    background: Annotated[
        float, typer.Option(help="What the model is given for background, if not bytes.")
    ] = 0.0,
    ink: Annotated[float, typer.Option(help="What it is given for ink, if not bytes.")] = 1.0,
) -> None:
    """Store a network of another program's ONNX file among yours, to read with."""
    from digit_recognizer.exchange.files import import_network
    from digit_recognizer.networks.library import NetworkLibrary

    checkpoint = import_network(file, background=background, ink=ink)
    library = NetworkLibrary()
    if name is None:
        name = library.save_as_new(file.stem, checkpoint)
    else:
        library.save(name, checkpoint)
    print(printable(f"stored as: {name}"), flush=True)
