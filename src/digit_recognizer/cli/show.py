"""The command ``digit-recognizer show``."""

from typing import Annotated

import typer

__all__ = ["show"]


def show(
    network: Annotated[str, typer.Argument(help="Name of a network, such as lenet5.")],
) -> None:
    """Print a network's layers: output shape, parameters, connections; beside the paper's."""
    from digit_recognizer.lenet.architectures import PAPER_COUNTS, architecture

    described = architecture(network)
    paper = PAPER_COUNTS if network == "lenet5-1998" else {}
    header = f"{'layer':<14}{'output':>14}{'parameters':>13}{'connections':>14}"
    typer.echo(header + (f"{'paper: parameters':>20}{'connections':>14}" if paper else ""))
    shapes = described.shapes
    typer.echo(f"{'input':<14}{_at(shapes[0]):>14}")
    connections = 0
    for layer, given, made in zip(described.layers, shapes, shapes[1:], strict=False):
        connections += layer.connections(given)
        typer.echo(
            f"{layer.name:<14}{_at(made):>14}{_number(described.parameters_of(layer)):>13}"
            f"{_number(layer.connections(given)):>14}{_paper(paper.get(layer.name))}"
        )
    sums = tuple(map(sum, zip(*paper.values(), strict=True)))
    typer.echo(f"{'total':<14}{'':>14}{described.size:>13,}{connections:>14,}{_paper(sums)}")


def _at(shape: tuple[int, int, int]) -> str:
    """Return a shape as the paper writes it: 6@28×28."""
    maps, height, width = shape
    return f"{maps}@{height}×{width}" if height * width > 1 else f"{maps}"


def _number(count: int) -> str:
    return f"{count:,}" if count else "·"


def _paper(counts: tuple[int, ...] | None) -> str:
    """Return the paper's parameters and connections, nothing where it gives none."""
    return f"{_number(counts[0]):>20}{_number(counts[1]):>14}" if counts else ""
