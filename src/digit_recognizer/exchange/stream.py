"""What a graph makes of an image, as layers of ours: followed node by node, never run."""

from dataclasses import dataclass, field, replace
from math import isclose, isfinite, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.exchange.onnx_parsing import MOST_VALUES, OnnxError
from digit_recognizer.nn.encoding import Encoding
from digit_recognizer.nn.layers import (
    AverageSubsampling,
    Convolution,
    Dense,
    EuclideanRadialBasis,
    Layer,
    Shape,
    Tanh,
    TrainableSubsampling,
)

__all__ = ["Stream", "in_order"]

Values = NDArray[Any]
MOST_MARGIN = 28
MOST_LAYERS = 100


@dataclass(frozen=True, eq=False)
class Stream:
    """The layers up to one place of a graph, and how their output stands there.

    What the graph has at this place is ``scale * output + offset``: factors that stand between
    layers, such as those of grey levels, of tanh or of a logistic function, are taken up by the
    layer before or the one after.

    Attributes
    ----------
    order : ndarray of int, (1, ...)
        Which value of the last layer's output lies where: a graph may have the channels last, or
        all values in a row.
    output : (channels, height, width)
        The shape of that output.
    layers : tuple of Layer
    weights : tuple of dict of str to ndarray
        The parameters of each layer.
    scale, offset : float
    encoding : Encoding
        How bytes become the first layer's input.
    rubbish : float or None
        The logit of a class that stands beside the others and never changes.
    softmax : bool
        Whether these are probabilities.
    """

    order: Values
    output: Shape
    layers: tuple[Layer, ...] = ()
    weights: tuple[dict[str, Values], ...] = ()
    scale: float = 1.0
    offset: float = 0.0
    encoding: Encoding = field(default_factory=lambda: Encoding(0.0, 1.0, 0))
    rubbish: float | None = None
    softmax: bool = False

    def scaled(self, factor: float, offset: float) -> "Stream":
        """Return ``factor`` times all values plus ``offset``."""
        if not isfinite(factor) or not isfinite(offset) or not factor:
            raise OnnxError(
                f"expected finite factors that are not zero, got {factor:g}, {offset:g}"
            )
        if self.softmax:
            raise OnnxError("expected probabilities as the output, and nothing after them")
        return replace(self, scale=self.scale * factor, offset=self.offset * factor + offset)

    def moved(self, order: Values) -> "Stream":
        """Return the same values in other places."""
        return replace(self, order=order)

    def with_rubbish(self, logit: float) -> "Stream":
        """Return the outputs and beside them a class whose logit is always the same."""
        return replace(self, rubbish=logit)

    def with_softmax(self) -> "Stream":
        """Return the outputs as probabilities."""
        return replace(self, softmax=True)

    def with_margin(self, margin: int, value: float) -> "Stream":
        """Return images with ``margin`` more pixels of ``value`` on each side."""
        self._check_order()
        if self.layers or margin > MOST_MARGIN:
            raise OnnxError(
                f"expected padding around the image alone, of at most {MOST_MARGIN} pixels",
                "take a network whose convolutions have no padding",
            )
        here = self._settled()
        if not isclose(value, here.encoding.background, rel_tol=1e-5, abs_tol=1e-6):
            raise OnnxError(
                f"expected padding with the background, {here.encoding.background:g}, "
                f"got {value:g}",
                "pad the image before its grey levels are scaled, or say what the model is given "
                "for background and ink",
            )
        channels, height, width = self.output
        shape = (channels, height + 2 * margin, width + 2 * margin)
        encoding = replace(here.encoding, margin=here.encoding.margin + margin)
        return replace(here, encoding=encoding, output=shape, order=in_order(shape))

    def convolved(self, name: str, kernels: Values, biases: Values) -> "Stream":
        """Return feature maps; kernels (maps, channels, size, size), zero where not connected."""
        self._check_order()
        maps, channels, size, _ = kernels.shape
        if channels != self.output[0]:
            raise OnnxError(f"expected kernels for {self.output[0]} maps, got them for {channels}")
        here = self._settled()
        biases = biases + here.offset * kernels.sum(axis=(1, 2, 3))
        connected: NDArray[np.bool] = np.any(kernels != 0, axis=(2, 3))
        table = None
        if not connected.all() and connected.any(axis=1).all():
            table = tuple(tuple(np.flatnonzero(row).tolist()) for row in connected)
        layer = Convolution(name, maps, size, table)
        return here._then(layer, kernels=layer.connected(kernels * here.scale), biases=biases)

    def averaged(self, name: str, size: int) -> "Stream":
        """Return maps made smaller by means of squares; a factor and an offset pass through."""
        self._check_order()
        here = self._settled()
        then = here._then(AverageSubsampling(name, size))
        return replace(then, scale=here.scale, offset=here.offset)

    def subsampled(self, name: str, size: int, coefficients: Values, biases: Values) -> "Stream":
        """Return maps made smaller, with a coefficient and a bias for each."""
        self._check_order()
        here = self._settled()
        return here._then(
            TrainableSubsampling(name, size),
            coefficients=coefficients * here.scale,
            biases=biases + here.offset * size**2 * coefficients,
        )

    def connected(self, name: str, weights: Values) -> "Stream":
        """Return units; weights (units, inputs), where the inputs stand as the graph has them."""
        here = self._settled()
        then = here._then(
            Dense(name, len(weights)),
            weights=self._in_our_order(weights) * here.scale,
            biases=here.offset * weights.sum(axis=1),
        )
        return replace(then, order=then.order.reshape(1, -1))

    def distances(self, name: str, centres: Values) -> "Stream":
        """Return the squared distance from each of the patterns (units, inputs)."""
        here = self._settled()
        if here.scale != 1 or here.offset:
            raise OnnxError("expected the distance from a layer's output without a factor")
        rows = tuple(tuple(map(float, row)) for row in self._in_our_order(centres))
        then = here._then(EuclideanRadialBasis(name, rows))
        return replace(then, order=then.order.reshape(1, -1))

    def squashed(self, name: str) -> "Stream":
        """Return tanh of all values."""
        here = self._settled()
        if here.offset:
            here = here._absorbed(1.0, here.offset / here.scale)
        then = here._then(Tanh(name, 1.0, _plain(here.scale)))
        return replace(then, order=self.order)

    def shifted(self, numbers: Values) -> "Stream":
        """Return the last layer's output with a number added for each unit or map."""
        if self.scale != 1 or self.offset:
            raise OnnxError("expected biases that are added before a factor")
        return self._absorbed(1.0, numbers)

    def finished(self) -> "Stream":
        """Return the outputs without a factor, or penalties that are negated."""
        here = self._settled()
        if here.layers and isinstance(here.layers[-1], EuclideanRadialBasis):
            if here.scale != -1 or here.offset:
                raise OnnxError("expected penalties that are negated, and nothing else")
            return here
        if here.scale != 1 or here.offset:
            here = replace(here._absorbed(here.scale, here.offset), scale=1.0, offset=0.0)
        return here

    def _settled(self) -> "Stream":
        """Return the stream with its factor inside the encoding or the last tanh, if it can be."""
        if not self.layers:
            ends = self.encoding.background, self.encoding.ink
            background, ink = (_plain(self.scale * end + self.offset) for end in ends)
            encoding = replace(self.encoding, background=background, ink=ink)
            return replace(self, encoding=encoding, scale=1.0, offset=0.0)
        last = self.layers[-1]
        if isinstance(last, Tanh):
            last = replace(last, amplitude=_plain(last.amplitude * self.scale))
            return replace(self, layers=(*self.layers[:-1], last), scale=1.0)
        return self

    def _absorbed(self, factor: float, numbers: Any) -> "Stream":
        """Return the last layer's weights with a factor and something added to its biases."""
        weights = dict(self.weights[-1]) if self.weights else {}
        shape = np.shape(numbers)
        if "biases" not in weights or shape not in ((), weights["biases"].shape):
            raise OnnxError(
                "expected numbers that are added to a layer of weights, one for each of its units "
                f"or maps, got shape {shape}"
            )
        for parameter in weights:
            weights[parameter] = weights[parameter] * factor
        weights["biases"] = weights["biases"] + numbers
        return replace(self, weights=(*self.weights[:-1], weights), offset=0.0)

    def _then(self, layer: Layer, **weights: Values) -> "Stream":
        """Return the stream after one more layer, its values in our order."""
        shape = layer.output_shape(self.output)
        weights = {name: np.asarray(each, np.float64) for name, each in weights.items()}
        held = sum(each.size for layer in (*self.weights, weights) for each in layer.values())
        if held > MOST_VALUES or len(self.layers) >= MOST_LAYERS or self.softmax:
            raise OnnxError(
                f"expected at most {MOST_VALUES:,} weights in {MOST_LAYERS} layers, "
                "and softmax last"
            )
        return replace(
            self,
            order=in_order(shape),
            output=shape,
            layers=(*self.layers, layer),
            weights=(*self.weights, weights),
            scale=1.0,
            offset=0.0,
        )

    def _check_order(self) -> None:
        expected = in_order(self.output)
        if self.order.shape != expected.shape or (self.order != expected).any():
            raise OnnxError(
                f"expected maps (n, {', '.join(map(str, self.output))}), got shape "
                f"(n, {', '.join(map(str, self.order.shape[1:]))}) or values in another order"
            )

    def _in_our_order(self, weights: Values) -> Values:
        """Return weights (units, inputs) with the inputs as the layers here have them."""
        if self.order.ndim != 2 or weights.shape[1:] != self.order.shape[1:]:
            raise OnnxError(
                f"expected weights for each of {prod(self.output)} values in a row, got them for "
                f"{weights.shape[1]} on values of shape {self.order.shape[1:]}"
            )
        ours = np.empty_like(weights)
        ours[:, self.order[0]] = weights
        return ours


def in_order(shape: Shape) -> Values:
    """Return the places of an output's values, (1, channels, height, width), in our order.

    Raises
    ------
    OnnxError
        If there are too many.
    """
    if prod(shape) > MOST_VALUES:
        raise OnnxError(f"expected at most {MOST_VALUES:,} values of an image, got shape {shape}")
    return np.arange(prod(shape)).reshape(1, *shape)


def _plain(value: float) -> float:
    """Return the shortest decimal that is the same float32: 0.1 where a file has 0.100000001."""
    return float(str(np.float32(value)))
