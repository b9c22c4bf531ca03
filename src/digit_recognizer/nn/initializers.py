"""Initializers: what the weights are before the first step."""

from collections.abc import Callable

import numpy as np

from digit_recognizer.nn.layers import Array
from digit_recognizer.nn.layers.layer import ParameterSpec

__all__ = [
    "INITIALIZERS",
    "Initializer",
    "fan_in_root_uniform",
    "fan_in_uniform",
    "fan_in_variance_uniform",
    "normal",
]

Initializer = Callable[[ParameterSpec, np.random.Generator], Array]


def fan_in_uniform(spec: ParameterSpec, generator: np.random.Generator) -> Array:
    """Draw uniformly from ±2.4 / Fᵢ, Fᵢ the fan-in of the unit (LeCun et al. 1998, Appendix A).

    Keeps the weighted sums small enough that no unit starts saturated.
    """
    return generator.uniform(-2.4, 2.4, spec.shape) / spec.fan_in


def fan_in_root_uniform(spec: ParameterSpec, generator: np.random.Generator) -> Array:
    """Draw uniformly from ±1 / √Fᵢ, so that signals keep their size from layer to layer.

    The 1998 paper's text has ±2.4 / Fᵢ; but with these weights, and not with those, the first
    rates of its stochastic diagonal Levenberg-Marquardt come out as it reports them.
    """
    return generator.uniform(-1, 1, spec.shape) / np.sqrt(spec.fan_in)


def fan_in_variance_uniform(spec: ParameterSpec, generator: np.random.Generator) -> Array:
    """Draw uniformly from ±√3 / √Fᵢ: a variance of 1 / Fᵢ, which keeps that of signals.

    LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, equation 16, made for the squashing
    function 1.7159 tanh(2/3 x).
    """
    return generator.uniform(-1, 1, spec.shape) * np.sqrt(3 / spec.fan_in)


def normal(spec: ParameterSpec, generator: np.random.Generator) -> Array:
    """Draw from the standard normal distribution, whatever the fan-in.

    Here for comparison: units start saturated and learning is much slower.
    """
    return generator.standard_normal(spec.shape)


INITIALIZERS: dict[str, Initializer] = {
    "fan-in": fan_in_uniform,
    "fan-in-root": fan_in_root_uniform,
    "fan-in-variance": fan_in_variance_uniform,
    "normal": normal,
}
