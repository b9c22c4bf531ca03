"""The arithmetic of one unit: what it sees, times its weights, plus its bias, squashed."""

from dataclasses import dataclass

import numpy as np

from digit_recognizer.inspection.receptive_field import Patch, receptive_patch
from digit_recognizer.inspection.snapshot import Snapshot
from digit_recognizer.inspection.stages import Kind, Stage, Unit
from digit_recognizer.nn.layers import (
    Array,
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Tanh,
    TrainableSubsampling,
)

__all__ = ["Sum", "Term", "has_templates", "patterns", "sum_of", "templates"]


@dataclass(frozen=True, eq=False)
class Term:
    """What one map of the stage below adds to a unit's sum.

    Attributes
    ----------
    channels : tuple of int
        The map; or all maps, where each is a single value.
    inputs, weights, products : ndarray, (height, width) or (channels,)
        What is seen, what it is weighed with, and what comes of it entry by entry: the product,
        or for a radial basis function the squared difference.
    """

    channels: tuple[int, ...]
    inputs: Array
    weights: Array
    products: Array

    @property
    def total(self) -> float:
        """The sum of its products."""
        return float(self.products.sum())


@dataclass(frozen=True, eq=False)
class Sum:
    """How a unit came by its value.

    Attributes
    ----------
    unit : Unit
        The unit.
    kind : str
        What kind of stage it stands in.
    patch : Patch or None
        What it sees of the stage below; None for the input.
    terms : tuple of Term
        What it adds up, a term a map that it sees.
    bias : float or None
        What is added to them; None where there is none.
    total : float
        Their sum.
    squashing : Tanh or None
        What squashes it.
    value : float
        What the unit says.
    """

    unit: Unit
    kind: Kind
    patch: Patch | None
    terms: tuple[Term, ...]
    bias: float | None
    total: float
    squashing: Tanh | None
    value: float


def sum_of(snapshot: Snapshot, unit: Unit) -> Sum:
    """Return how a unit came by its value; no terms for the input and for unknown layers.

    Raises
    ------
    IndexError
        If the network has no such unit.
    """
    stage = snapshot.stages[unit.stage]
    patch = receptive_patch(snapshot.stages, unit)
    terms: tuple[Term, ...] = ()
    bias = None
    if patch is not None:
        inputs = _inputs(snapshot.values[unit.stage - 1], patch)
        weights, bias = _weights_and_bias(snapshot, stage, unit, patch)
        if weights is not None:
            terms = _terms(stage.kind, patch, inputs, weights)
    return Sum(
        unit,
        stage.kind,
        patch,
        terms,
        bias,
        snapshot.sum(unit),
        stage.squashing,
        snapshot.value(unit),
    )


def patterns(snapshot: Snapshot) -> Array | None:
    """Return the pattern of each class, ``(classes, inputs)``, if the output measures distances."""
    stage = snapshot.stages[-1]
    return _centres(snapshot, stage) if stage.kind == "distance" else None


def has_templates(stages: tuple[Stage, ...]) -> bool:
    """Whether each class weighs the image itself, so that its weights are an image, too."""
    last = stages[-1]
    one_map = last.input_shape[0] == 1 and not stages[-2].is_vector
    return last.kind == "full connection" and stages[-2].kind == "input" and one_map


def templates(snapshot: Snapshot) -> Array | None:
    """Return what each class weighs the image with, ``(classes, height, width)``.

    None if layers lie between the image and the classes.
    """
    if not has_templates(snapshot.stages):
        return None
    stage = snapshot.stages[-1]
    height, width = stage.input_shape[1:]
    return snapshot.parameters(stage)["weights"].reshape(-1, height, width)


def _inputs(below: Array, patch: Patch) -> Array:
    return below[list(patch.channels), patch.rows, patch.columns]


def _terms(kind: Kind, patch: Patch, inputs: Array, weights: Array) -> tuple[Term, ...]:
    """Return a term a map, or a single one where maps are single values."""
    products = np.square(inputs - weights) if kind == "distance" else inputs * weights
    if len(patch.channels) > 1 and inputs.shape[1:] == (1, 1):
        return (Term(patch.channels, inputs.ravel(), weights.ravel(), products.ravel()),)
    return tuple(
        Term((channel,), *parts)
        for channel, *parts in zip(patch.channels, inputs, weights, products, strict=True)
    )


def _weights_and_bias(
    snapshot: Snapshot, stage: Stage, unit: Unit, patch: Patch
) -> tuple[Array | None, float | None]:
    """Return what the patch is weighed with, in its shape, and what is added."""
    parameters = snapshot.parameters(stage)
    shape = (len(patch.channels), patch.height, patch.width)
    match stage.layer:
        case None:
            return np.ones(shape, np.float32), None
        case Convolution() as layer:
            kernels = layer.dense_kernels(parameters["kernels"], stage.input_shape[0])
            weights = kernels[unit.channel, list(patch.channels)]
            return weights, float(parameters["biases"][unit.channel])
        case AverageSubsampling(size=size):
            return np.full(shape, 1 / size**2, np.float32), None
        case TrainableSubsampling():
            coefficient = parameters["coefficients"][unit.channel]
            return np.full(shape, coefficient), float(parameters["biases"][unit.channel])
        case Dense():
            weights = parameters["weights"][unit.channel].reshape(shape)
            return weights, float(parameters["biases"][unit.channel])
        case EuclideanRadialBasis():
            return _centres(snapshot, stage)[unit.channel].reshape(shape), None
        case _:
            return None, None


def _centres(snapshot: Snapshot, stage: Stage) -> Array:
    layer = stage.layer
    assert isinstance(layer, EuclideanRadialBasis)
    if layer.trainable:
        return snapshot.parameters(stage)["centres"]
    return np.array(layer.centres, np.float32)
