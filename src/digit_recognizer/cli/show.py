"""The command ``digit-recognizer show``."""

from typing import Annotated

import typer

__all__ = ["show"]


def show(
    network: Annotated[
        str,
        typer.Argument(help="Name of an architecture, such as lenet5, or of a stored network."),
    ],
) -> None:
    """Print a network's layers: output shape, parameters, connections; beside the paper's."""
    from digit_recognizer.lenet.architectures import ARCHITECTURES, PAPER_COUNTS, architecture
    from digit_recognizer.networks.checkpoint import Network

    named = network in ARCHITECTURES
    described = architecture(network) if named else Network.load(network).architecture
    paper = PAPER_COUNTS if described == architecture("lenet5-1998") else None
    typer.echo(described.table(paper))
