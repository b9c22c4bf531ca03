"""Whole training steps, and whole batches read, in compiled code that several threads enter."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, entry, run
from digit_recognizer.nn.engine.kernels.orthogonalize import BLOCK_FIELDS
from digit_recognizer.nn.engine.kernels.update import update
from digit_recognizer.nn.engine.operations import FIELDS
from digit_recognizer.nn.engine.rounding import drop_tiny_numbers, restore_rounding
from digit_recognizer.nn.engine.team import finish, take, wait_for
from digit_recognizer.nn.engine.vectors import width_of

__all__ = ["MOST_SLOTS", "learn", "read", "slots_for"]

MOST_SLOTS = 8


@compiled
def slots_for(chunks: int) -> int:
    """Return into how many sums the gradients of so many chunks are added.

    It depends on nothing else, least of all on the number of threads, so that the same numbers are
    always added in the same order.
    """
    return min(chunks, max(2, min(chunks // 2, MOST_SLOTS)))


@compiled
def run_all(
    lanes: Any,
    calls: Any,
    table: Any,
    numbers: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    first_chunk: bool,
) -> None:
    """Run kernels one after another, on one chunk of images."""
    for index in range(len(calls)):
        run(
            calls[index, 0],
            lanes,
            table[calls[index, 1] * FIELDS :],
            numbers,
            parameters,
            activations,
            gradients,
            int(first_chunk),
        )


@compiled
def load(
    lanes: Any, plan: Any, data: Any, looks: Any, first: int, count: int, activations: Any
) -> None:
    """Write ``count`` images, from number ``first`` of the order on, as the network's input."""
    run(
        plan.load,
        lanes,
        data.images,
        data.order,
        first,
        count,
        looks.encoding,
        looks.settings,
        looks.seed,
        looks.first_look,
        activations,
    )


@compiled
def learn_slot(
    lanes: Any,
    plan: Any,
    data: Any,
    looks: Any,
    parameters: Any,
    activations: Any,
    gradients: Any,
    start: int,
    stop: int,
    share: Any,
    results: Any,
) -> None:
    """Sum up the gradients of images ``start`` to ``stop`` of the order, chunk by chunk.

    Their losses and how many were read correctly are summed up in ``results``.
    """
    loss, table, numbers = plan.loss, plan.table, plan.numbers
    width = width_of(lanes)
    gradients[: plan.cleared] = 0
    results[:] = 0
    for first in range(start, stop, width):
        count = min(width, stop - first)
        load(lanes, plan, data, looks, first, count, activations)
        run_all(lanes, plan.forward, table, numbers, parameters, activations, gradients, False)
        run(
            loss.loss,
            lanes,
            activations,
            loss.settings,
            loss.outputs,
            loss.errors,
            loss.classes,
            data.labels,
            data.targets,
            data.order,
            first,
            count,
            share,
            results,
        )
        begins = first == start
        run_all(lanes, plan.backward, table, numbers, parameters, activations, gradients, begins)
    for position in plan.unused:
        gradients[position] = 0


@entry
def learn(
    lanes: Any,
    worker: int,
    sizes: Any,
    plan: Any,
    data: Any,
    looks: Any,
    optimizer: Any,
    memory: Any,
    activations: Any,
    board: Any,
    results: Any,
) -> None:
    """Do a share of the work of many steps; as many threads as ``sizes`` says may call this.

    Parameters
    ----------
    worker : int
        Which thread this is.
    sizes : tuple of int
        Number of threads, images in a batch, slots, slices and blocks in a step.
    plan, data, looks, optimizer, memory : CompiledNetwork, Data, Looks, Steps, Memory
        See ``inputs.py``.
    activations : ndarray of float32
        This thread's own buffer.
    board : ndarray of int64
        What the threads have in common (``team.py``).
    results : ndarray of float64, (2, steps)
        Where the mean loss of each step and the number read correctly are written.
    """
    workers, batch, most_slots, slices, blocks = sizes
    parameters, gradients, sums = memory.parameters, memory.gradients, memory.sums
    rates = optimizer.learning_rates
    width = width_of(lanes)
    size, seen = len(parameters), len(data.order)
    tasks = most_slots + slices + blocks
    rounding = drop_tiny_numbers()
    for step in range(len(rates)):
        begin = step * batch
        count = min(batch, seen - begin)
        chunks = -(-count // width)
        slots = slots_for(chunks)
        share = parameters.dtype.type(1) / parameters.dtype.type(count)
        wait_for(board, step * tasks)
        for turn in range(most_slots):
            slot = (worker * most_slots // workers + turn) % most_slots
            if take(board, slot, step):
                if slot < slots:
                    learn_slot(
                        lanes,
                        plan,
                        data,
                        looks,
                        parameters,
                        activations,
                        gradients[slot * size : (slot + 1) * size],
                        begin + chunks * slot // slots * width,
                        begin + min(count, chunks * (slot + 1) // slots * width),
                        share,
                        sums[slot],
                    )
                finish(board)
        wait_for(board, step * tasks + most_slots)
        for turn in range(slices):
            part = (worker * slices // workers + turn) % slices
            if take(board, most_slots + part, step):
                update(
                    lanes,
                    optimizer.kind,
                    optimizer.settings,
                    rates[step],
                    optimizer.first_step + step + 1,
                    slots,
                    gradients,
                    parameters,
                    memory.first_moment,
                    memory.second_moment,
                    memory.averages,
                    size // width * part // slices * width,
                    size // width * (part + 1) // slices * width,
                )
                if part == 0:
                    results[0, step] = sums[:slots, 0].sum() / count
                    results[1, step] = sums[:slots, 1].sum()
                finish(board)
        if blocks > 0:
            wait_for(board, step * tasks + most_slots + slices)
        for turn in range(blocks):
            part = (worker + turn) % blocks
            if take(board, most_slots + slices + part, step):
                run(
                    optimizer.blocks.kernel,
                    lanes,
                    optimizer.blocks.table[part * BLOCK_FIELDS :],
                    optimizer.blocks.positions,
                    rates[step],
                    optimizer.settings[4],
                    gradients,
                    parameters,
                    memory.averages,
                    optimizer.blocks.room,
                )
                finish(board)
    restore_rounding(rounding)


@entry
def read(
    lanes: Any,
    worker: int,
    sizes: Any,
    plan: Any,
    data: Any,
    looks: Any,
    parameters: Any,
    activations: Any,
    board: Any,
    results: Any,
) -> None:
    """Do a share of reading images: ``sizes`` is (threads, 1 for probabilities, 0 for outputs).

    ``results`` is float32, (images, classes).
    """
    loss, table, numbers = plan.loss, plan.table, plan.numbers
    workers, as_probabilities = sizes
    width, seen = width_of(lanes), len(data.order)
    chunks = -(-seen // width)
    for turn in range(chunks):
        chunk = (worker * chunks // workers + turn) % chunks
        if not take(board, chunk, 0):
            continue
        start = chunk * width
        count = min(width, seen - start)
        load(lanes, plan, data, looks, start, count, activations)
        run_all(lanes, plan.forward, table, numbers, parameters, activations, parameters, False)
        source = loss.outputs
        if as_probabilities:
            run(
                loss.probabilities,
                lanes,
                activations,
                loss.settings,
                loss.outputs,
                loss.errors,
                loss.classes,
            )
            source = loss.errors
        for lane in range(count):
            for index in range(loss.classes):
                results[start + lane, index] = activations[source + index * width + lane]
