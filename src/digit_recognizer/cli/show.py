"""The command ``digit-recognizer show``."""

from typing import Annotated

import typer

__all__ = ["show"]


def show(
    network: Annotated[str, typer.Argument(help="Name of a network, such as lenet5.")],
) -> None:
    """Print a network's layers: output shape, parameters, connections."""
    from digit_recognizer.lenet5 import architecture

    described = architecture(network)
    typer.echo(f"{'layer':<14}{'output':>14}{'parameters':>13}{'connections':>14}")
    shapes = described.shapes
    typer.echo(f"{'input':<14}{_at(shapes[0]):>14}")
    connections = 0
    for layer, given, made in zip(described.layers, shapes, shapes[1:], strict=False):
        connections += layer.connections(given)
        typer.echo(
            f"{layer.name:<14}{_at(made):>14}{_number(described.parameters_of(layer)):>13}"
            f"{_number(layer.connections(given)):>14}"
        )
    typer.echo(f"{'total':<14}{'':>14}{described.size:>13,}{connections:>14,}")


def _at(shape: tuple[int, int, int]) -> str:
    """Return a shape as the paper writes it: 6@28×28."""
    maps, height, width = shape
    return f"{maps}@{height}×{width}" if height * width > 1 else f"{maps}"


def _number(count: int) -> str:
    return f"{count:,}" if count else "·"
