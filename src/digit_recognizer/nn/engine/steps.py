"""Whole training steps, and whole batches read, in compiled code that several threads enter."""

from typing import Any

from digit_recognizer.nn.engine.kernels.compile import compiled, run
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

    Their losses and how many were read right are summed up in ``results``.
    """
    load, forward, backward, table, numbers, unused, cleared, criterion = plan
    loss, _, loss_settings, outputs, errors, classes = criterion
    images, labels, targets, order = data
    encoding, settings, seed, first_look = looks
    width = width_of(lanes)
    gradients[:cleared] = 0
    results[:] = 0
    for first in range(start, stop, width):
        count = min(width, stop - first)
        run(
            load,
            lanes,
            images,
            order,
            first,
            count,
            encoding,
            settings,
            seed,
            first_look,
            activations,
        )
        run_all(lanes, forward, table, numbers, parameters, activations, gradients, False)
        run(
            loss,
            lanes,
            activations,
            loss_settings,
            outputs,
            errors,
            classes,
            labels,
            targets,
            order,
            first,
            count,
            share,
            results,
        )
        run_all(lanes, backward, table, numbers, parameters, activations, gradients, first == start)
    for place in unused:
        gradients[place] = 0


@compiled
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
        Number of threads, images in a batch, slots and slices in a step.
    plan, data, looks, optimizer, memory : tuple
        As ``training.py`` makes them.
    activations : ndarray of float32
        This thread's own buffer.
    board : ndarray of int64
        What the threads have in common (``team.py``).
    results : ndarray of float64, (2, steps)
        Where mean loss and number right of each step are written.
    """
    workers, batch, most_slots, slices = sizes
    kind, settings, rates, first_step = optimizer
    parameters, first_moment, second_moment, averages, gradients, sums = memory
    width = width_of(lanes)
    size, seen = len(parameters), len(data[3])
    tasks = most_slots + slices
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
                    kind,
                    settings,
                    rates[step],
                    first_step + step + 1,
                    slots,
                    gradients,
                    parameters,
                    first_moment,
                    second_moment,
                    averages,
                    size // width * part // slices * width,
                    size // width * (part + 1) // slices * width,
                )
                if part == 0:
                    results[0, step] = sums[:slots, 0].sum() / count
                    results[1, step] = sums[:slots, 1].sum()
                finish(board)
    restore_rounding(rounding)


@compiled
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
    load, forward, _, table, numbers, _, _, criterion = plan
    _, probabilities, loss_settings, outputs, errors, classes = criterion
    images, _, _, order = data
    encoding, settings, seed, first_look = looks
    workers, as_probabilities = sizes
    width = width_of(lanes)
    chunks = -(-len(order) // width)
    for turn in range(chunks):
        chunk = (worker * chunks // workers + turn) % chunks
        if not take(board, chunk, 0):
            continue
        start = chunk * width
        count = min(width, len(order) - start)
        run(
            load,
            lanes,
            images,
            order,
            start,
            count,
            encoding,
            settings,
            seed,
            first_look,
            activations,
        )
        run_all(lanes, forward, table, numbers, parameters, activations, parameters, False)
        source = outputs
        if as_probabilities:
            run(
                probabilities,
                lanes,
                activations,
                loss_settings,
                outputs,
                errors,
                classes,
            )
            source = errors
        for lane in range(count):
            for index in range(classes):
                results[start + lane, index] = activations[source + index * width + lane]
