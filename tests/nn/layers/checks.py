"""How a layer is checked: its gradients against finite differences, in float64."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.layers import Layer, Shape

Array = NDArray[np.floating[Any]]

STEP = 1e-5


def numerical_gradient(function: Callable[[], float], values: Array) -> Array:
    """Central differences of ``function`` in every entry of ``values``, which it reads."""
    gradient = np.zeros_like(values)
    for index in np.ndindex(values.shape):
        kept = values[index]
        values[index] = kept + STEP
        above = function()
        values[index] = kept - STEP
        below = function()
        values[index] = kept
        gradient[index] = (above - below) / (2 * STEP)
    return gradient


def random_parameters(
    layer: Layer, input_shape: Shape, generator: np.random.Generator
) -> dict[str, Array]:
    specs = layer.parameter_specs(input_shape)
    return {name: generator.normal(size=spec.shape) for name, spec in specs.items()}


def check_gradients(layer: Layer, input_shape: Shape, batch: int = 3, seed: int = 0) -> None:
    """Compare ``layer.backward`` with finite differences, for inputs and parameters."""
    generator = np.random.default_rng(seed)
    parameters = random_parameters(layer, input_shape, generator)
    inputs = generator.normal(size=(*input_shape, batch))
    weights = generator.normal(size=(*layer.output_shape(input_shape), batch))

    def weighted_sum() -> float:
        return float((layer.forward(parameters, inputs) * weights).sum())

    gradients = {name: np.full_like(value, np.nan) for name, value in parameters.items()}
    outputs = layer.forward(parameters, inputs)
    input_gradient = layer.backward(parameters, gradients, inputs, outputs, weights)

    np.testing.assert_allclose(
        input_gradient, numerical_gradient(weighted_sum, inputs), rtol=1e-6, atol=1e-7
    )
    for name, value in parameters.items():
        expected = numerical_gradient(weighted_sum, value)
        np.testing.assert_allclose(gradients[name], expected, rtol=1e-6, atol=1e-7, err_msg=name)


def check_curvatures(layer: Layer, input_shape: Shape, *, slope: float, seed: int = 0) -> None:
    """Compare ``layer.curvature`` with second differences, for inputs and parameters.

    The loss is ``slope * outputs + weights / 2 * (outputs - outputs now)**2``, so its gradient and
    its curvature at this point are known.
    """
    generator = np.random.default_rng(seed)
    parameters = random_parameters(layer, input_shape, generator)
    inputs = generator.normal(size=(*input_shape, 2))
    outputs = layer.forward(parameters, inputs)
    weights = generator.uniform(0.5, 2, outputs.shape)

    def loss() -> float:
        moved = layer.forward(parameters, inputs)
        return float((slope * moved + weights / 2 * np.square(moved - outputs)).sum())

    curvatures = {name: np.full_like(value, np.nan) for name, value in parameters.items()}
    slopes = np.full_like(outputs, slope)
    found = layer.curvature(parameters, curvatures, inputs, outputs, slopes, weights)
    np.testing.assert_allclose(found, second_differences(loss, inputs), rtol=1e-4, atol=1e-4)
    for name, value in parameters.items():
        expected = second_differences(loss, value)
        np.testing.assert_allclose(curvatures[name], expected, rtol=1e-4, atol=1e-4, err_msg=name)


def second_differences(function: Callable[[], float], values: Array) -> Array:
    """Second central differences of ``function`` in every entry of ``values``."""
    step = 1e-3
    result = np.zeros_like(values)
    for index in np.ndindex(values.shape):
        kept = values[index]
        here = function()
        values[index] = kept + step
        above = function()
        values[index] = kept - step
        below = function()
        values[index] = kept
        result[index] = (above - 2 * here + below) / step**2
    return result
