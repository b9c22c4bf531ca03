"""Architectures as plain JSON values, so that a file holds the layers of its network."""

from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from math import prod
from typing import Any

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.networks.typed import typed
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    ShapeError,
    Tanh,
    TrainableSubsampling,
)
from digit_recognizer.nn.losses import MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy

__all__ = ["ArchitectureError", "described", "rebuilt"]

LAYERS = {
    kind.__name__: kind
    for kind in (
        AverageSubsampling,
        Convolution,
        Dense,
        EuclideanRadialBasis,
        Tanh,
        TrainableSubsampling,
    )
}
LOSSES = {kind.__name__: kind for kind in (MaximumAPosteriori, RightPenalty, SoftmaxCrossEntropy)}
DIGITS, SIDE = 10, 28
LONGEST_NAME = 60
MOST_LAYERS = 100
MOST_UNITS = 10_000
"""Feature maps or units of a layer, and pixels of a side."""
MOST_VALUES = 20_000_000
"""Parameters of a network, and values of a layer's output for one image."""


class ArchitectureError(DigitRecognizerError):
    """An architecture that cannot be stored, or values that describe none."""


def described(architecture: Architecture) -> dict[str, Any]:
    """Return an architecture as plain JSON values.

    Raises
    ------
    ArchitectureError
        If ``rebuilt`` could not make the same architecture of them: a layer is of an unknown kind,
        it is too large, or it does not lead from images of digits to ten outputs.
    """
    values = {
        "name": architecture.name,
        "layers": [_part(layer) for layer in architecture.layers],
        "input_shape": list(architecture.input_shape),
        "encoding": asdict(architecture.encoding),
        "loss": _part(architecture.loss),
    }
    if rebuilt(values) != architecture:
        raise ArchitectureError(
            f"network {quoted(architecture.name)}: expected an architecture that plain values "
            "describe, got one that comes back as another",
            "use the layers of digit_recognizer.nn",
        )
    return values


def rebuilt(values: Any) -> Architecture:
    """Return the architecture that ``described`` gave as values.

    Raises
    ------
    ArchitectureError
        If they describe none, or one that is too large.
    """
    try:
        return _rebuilt(values)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ArchitectureError(
            f"expected the description of a network's layers, got something else ({quoted(error)})",
            "use the version of the program that wrote it",
        ) from error


def _part(part: Any) -> dict[str, Any]:
    """Return a layer or a loss by its kind and settings."""
    settings = asdict(part) if is_dataclass(part) and not isinstance(part, type) else {}
    return {
        "kind": type(part).__name__,
        **{name: _plain(value) for name, value in settings.items()},
    }


def _plain(value: Any) -> Any:
    """Return lists for tuples, as JSON has them."""
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _frozen(value: Any) -> Any:
    """Return tuples for lists, as immutable layers have them."""
    return tuple(_frozen(each) for each in value) if isinstance(value, list | tuple) else value


def _kind_of(kinds: Mapping[str, Any], values: Any) -> Any:
    """Return the layer or loss that a mapping with a ``kind`` describes."""
    settings = {name: _frozen(value) for name, value in dict(values).items()}
    kind = settings.pop("kind")
    if not isinstance(kind, str) or kind not in kinds:
        raise ValueError(f"expected one of {', '.join(kinds)}, got {quoted(kind)}")
    return typed(kinds[kind], settings)


def _rebuilt(values: Any) -> Architecture:
    if not isinstance(values, Mapping):
        raise TypeError(f"expected an architecture's fields, got {quoted(values)}")
    listed = values["layers"]
    if not isinstance(listed, list) or not 1 <= len(listed) <= MOST_LAYERS:
        raise ValueError(f"expected 1 to {MOST_LAYERS} layers")
    layers: tuple[Layer, ...] = tuple(_kind_of(LAYERS, layer) for layer in listed)
    encoding = typed(Encoding, values["encoding"])
    for name in (values["name"], *(layer.name for layer in layers)):
        _check_name(name)
    for part in (*layers, encoding):
        _check_numbers(part)
    side = SIDE + 2 * encoding.margin
    if _frozen(values["input_shape"]) != (1, side, side):
        raise ValueError(
            f"input_shape: expected 1, {side}, {side} for a margin of "
            f"{encoding.margin}, got {quoted(values['input_shape'])}"
        )
    _check_size(layers, (1, side, side))
    return Architecture(
        values["name"], layers, (1, side, side), encoding, _kind_of(LOSSES, values["loss"])
    )


def _check_name(name: Any) -> None:
    # A tensor is called "layer.parameter"; what an optimizer remembers is "optimizer.vector".
    good = isinstance(name, str) and 1 <= len(name) <= LONGEST_NAME and name.isprintable()
    if not good or name == "optimizer":
        raise ValueError(
            f"name: expected 1 to {LONGEST_NAME} printable characters and not 'optimizer', "
            f"got {quoted(name)}"
        )


def _check_numbers(part: Any) -> None:
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, int) and not 0 <= value <= MOST_UNITS:
            raise ValueError(f"{field.name}: expected 0 to {MOST_UNITS:,}, got {quoted(value)}")


def _check_size(layers: tuple[Layer, ...], shape: tuple[int, int, int]) -> None:
    """Follow the shapes of the layers, and stop at the first that is too large."""
    parameters = 0
    for layer in layers:
        output_shape = layer.output_shape(shape)
        parameters += sum(prod(spec.shape) for spec in layer.parameter_specs(shape).values())
        shape = output_shape
        if parameters > MOST_VALUES or prod(shape) > MOST_VALUES:
            raise ShapeError(
                f"layer {layer.name}: expected at most {MOST_VALUES:,} parameters and outputs, got "
                f"{parameters:,} parameters and an output of {shape}"
            )
    if shape != (DIGITS, 1, 1):
        raise ShapeError(f"expected an output of {DIGITS} values, one a digit, got {shape}")
