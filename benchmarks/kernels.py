"""The engine's kernels one by one, as LeNet-5 calls them for one chunk of images."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from benchmarks.rounds import Contestant
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.engine.kernels.compile import Kernel, entry, run
from digit_recognizer.nn.engine.kernels.convolution import (
    convolve,
    convolve_back,
    convolve_weights,
)
from digit_recognizer.nn.engine.kernels.dense import dense, dense_back, dense_weights
from digit_recognizer.nn.engine.lanes import Lanes
from digit_recognizer.nn.engine.memory import zeros
from digit_recognizer.nn.engine.operations import (
    AVERAGED,
    BREADTH,
    CHANNELS,
    FIELDS,
    HEIGHT,
    MAPS,
    SIZE,
)
from digit_recognizer.nn.engine.plan import BatchPlan
from digit_recognizer.nn.engine.program import Program

__all__ = ["kernels", "multiply_adds_of_lenet5"]

REPETITIONS = 200
CONVOLUTIONS = {
    convolve: "forward",
    convolve_weights: "gradient of weights",
    convolve_back: "gradient of inputs",
}
DENSE = {
    dense: "forward",
    dense_weights: "gradient of weights",
    dense_back: "gradient of inputs",
}


@entry
def again(
    lanes: Any,
    address: int,
    row: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    times: int,
) -> None:
    """Call a kernel so many times."""
    for _ in range(times):
        run(address, lanes, row, numbers, parameters, activations, gradients, 1)


def multiply_adds(kernel: Kernel, row: Any) -> int:
    """Return the multiply-adds of a kernel for one image; 0 if it is none that multiplies."""
    channels, height, breadth, maps = (int(row[k]) for k in (CHANNELS, HEIGHT, BREADTH, MAPS))
    if kernel in DENSE:
        return channels * height * breadth * maps
    if kernel in CONVOLUTIONS:
        size = int(row[SIZE])
        return channels * size**2 * maps * (height - size + 1) * (breadth - size + 1)
    return 0


def multiply_adds_of_lenet5() -> int:
    """Return the multiply-adds of training, forward and backward, for one image."""
    plan = Program(lenet5(), threads=1).plan
    rows = plan.table.reshape(-1, FIELDS)
    calls = plan.forward + plan.backward
    return sum(multiply_adds(kernel, rows[index]) for kernel, index in calls)


def kernels(task: str) -> Iterator[Contestant]:
    """Yield each kernel that multiplies, on one core, its work counted in operations."""
    program = Program(lenet5(), threads=1)
    plan, lanes = program.plan, program.lanes
    layers = [slot.layer for slot in program.architecture.slots if "biases" in slot.parameter]
    rows = plan.table.reshape(-1, FIELDS)
    places = sorted({index for kernel, index in plan.forward if multiply_adds(kernel, rows[index])})
    for kernel, index in plan.forward + plan.backward:
        work = multiply_adds(kernel, rows[index])
        if work:
            name = f"{layers[places.index(index)]} {(CONVOLUTIONS | DENSE)[kernel]}"
            call = _call(plan, lanes, kernel, rows[index].copy())
            yield Contestant(name, task, call, 2.0 * work * lanes.width * REPETITIONS)


def _call(plan: BatchPlan, lanes: Lanes, kernel: Kernel, row: Any) -> Callable[[], None]:
    generator = np.random.default_rng(0)
    parameters, gradients = zeros(plan.size), zeros(plan.size)
    activations = zeros(plan.buffer_size)
    parameters[:] = generator.normal(size=plan.size) / 10
    activations[:] = generator.normal(size=plan.buffer_size) / 10
    if kernel is convolve:
        row[AVERAGED] = 0  # the convolution alone, without the pooling that follows at once
    address = kernel.address(lanes)

    def call() -> None:
        again(lanes, address, row, plan.numbers, parameters, activations, gradients, REPETITIONS)

    return call
