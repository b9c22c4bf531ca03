"""Train in one thread while others read digits, for a minute; see that nobody notices.

``python -m benchmarks.together`` trains and reads at the same time, then makes the same steps again
with nobody reading. It fails unless the weights are the same, bit for bit, and every answer was the
one given before. ``--seconds`` says how long.
"""

import argparse
import sys
import time
from collections.abc import Callable
from threading import Event, Thread

import numpy as np
from numpy.typing import NDArray

from benchmarks.ours import images_and_labels
from benchmarks.ours import network as first_network
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.augmentation import EVERYDAY
from digit_recognizer.nn.engine import Program, Training
from digit_recognizer.nn.optimizers import Adam

IMAGES, BATCH = 4096, 64
READ_AT_ONCE = 100


class Learning:
    """Passes over the same images, distorted, one after another."""

    def __init__(self, program: Program) -> None:
        images, labels = images_and_labels(IMAGES)
        self.training = Training(
            program, images, labels, optimizer=Adam(), batch_size=BATCH, augmentation=EVERYDAY
        )
        self.parameters = first_network(1).parameters
        self.state = self.training.initial_state(self.parameters)
        self.passes = 0

    def learn(self) -> None:
        """Make one pass."""
        order = np.random.default_rng(self.passes).permutation(IMAGES)
        steps = IMAGES // BATCH
        rates = np.full(steps, 1e-3)
        self.training.run(self.parameters, self.state, order, rates, self.passes * steps)
        self.passes += 1


class Reader(Thread):
    """Reads the same images again and again, and counts answers that differ from the first."""

    def __init__(self, name: str, read: Callable[[], NDArray[np.float32]], stop: Event) -> None:
        super().__init__(name=name)
        self._read, self._stop_asked = read, stop
        self._expected = read()
        self.times: list[float] = []
        self.wrong = 0

    def run(self) -> None:
        """Read until asked to stop."""
        while not self._stop_asked.is_set():
            begun = time.perf_counter()
            answer = self._read()
            self.times.append(time.perf_counter() - begun)
            self.wrong += not np.array_equal(answer, self._expected)
            time.sleep(0.01)

    def told(self) -> str:
        """Return what happened, in words."""
        half, most = np.quantile(self.times, (0.5, 0.99)) * 1e3
        return (
            f"{self.name}: {len(self.times):,} answers, {self.wrong} of them wrong; "
            f"{half:.1f} ms in the median, 99 of 100 under {most:.1f} ms"
        )


def main() -> None:
    """Train and read, compare, and exit with status 1 if anything differs."""
    parser = argparse.ArgumentParser(description="Train and read at the same time.")
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    program, network = Program(lenet5()), first_network(1)
    program.warm_up(distorts=True)
    images, _ = images_and_labels(READ_AT_ONCE)
    stop = Event()
    readers = [
        Reader("one picture", lambda: network.probabilities(images[:1]), stop),
        Reader("a batch", lambda: program.probabilities(network.parameters, images), stop),
    ]
    for reader in readers:
        reader.start()
    busy, begun = Learning(program), time.perf_counter()
    while time.perf_counter() - begun < seconds:
        busy.learn()
    took = time.perf_counter() - begun
    stop.set()
    for reader in readers:
        reader.join()
        print(reader.told())
    alone = Learning(program)
    for _ in range(busy.passes):
        alone.learn()
    same = alone.parameters.tobytes() == busy.parameters.tobytes()
    print(
        f"training: {busy.passes * IMAGES:,} images in {took:.0f} s beside them; alone it comes to "
        f"{'the same' if same else 'OTHER'} weights"
    )
    sys.exit(not same or any(reader.wrong for reader in readers))


if __name__ == "__main__":
    main()
