"""What there is to see of a training: values that stay as they were when they were taken."""

import numpy as np
import pytest

from digit_recognizer.data.dataset import Dataset
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Network
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.training import watching
from digit_recognizer.training.trainer import StepDone
from digit_recognizer.training.watching import Observer, Stopwatch, worst_mistakes
from tests.training.digits import patterns


@pytest.fixture
def network() -> Network:
    network = Network(architecture("lenet5"))
    network.initialize(fan_in_uniform, np.random.default_rng(3))
    return network


def test_a_snapshot_stays_as_it_was_when_the_network_learns_on(network: Network) -> None:
    observer = Observer(patterns(40), compiled=False)
    snapshot = observer.look(network, 1.5)
    kernels = snapshot.kernels.copy()
    assert kernels.shape == (6, 5, 5)
    network.parameters[...] = 0
    np.testing.assert_array_equal(snapshot.kernels, kernels)
    assert not snapshot.kernels.flags.writeable
    assert snapshot.passes == 1.5
    assert snapshot.validation.count == 40


def test_the_engine_sees_what_the_layers_see(network: Network) -> None:
    digits = patterns(60)
    by_layers = Observer(digits, compiled=False).look(network, 0)
    by_engine = Observer(digits).look(network, 0)
    assert by_engine.validation.correct == by_layers.validation.correct
    assert by_engine.validation.loss == pytest.approx(by_layers.validation.loss, rel=1e-5)


def test_the_worst_mistakes_come_first_and_what_is_right_is_none() -> None:
    digits = Dataset(
        "four", np.arange(4 * 784).reshape(4, 28, 28).astype(np.uint8), labels(0, 1, 2, 3)
    )
    probabilities = np.zeros((4, 10), np.float32)
    probabilities[0, [0, 5]] = 0.4, 0.6
    probabilities[1, 1] = 1
    probabilities[2, [2, 7]] = 0.1, 0.9
    probabilities[3, [3, 8]] = 0.3, 0.7
    mistakes = worst_mistakes(digits, probabilities)
    assert [(mistake.truth, mistake.guess) for mistake in mistakes] == [(2, 7), (3, 8), (0, 5)]
    assert mistakes[0].confidence == pytest.approx(0.9)
    np.testing.assert_array_equal(mistakes[0].image, digits.images[2])
    assert len(worst_mistakes(digits, probabilities, most=2)) == 2


def labels(*digits: int) -> np.ndarray:
    return np.array(digits, np.uint8)


def test_speed_and_time_left_come_of_the_time_that_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(watching, "perf_counter", lambda: now[0])
    stopwatch = Stopwatch(first_step=10)
    now[0] += 2
    progress = stopwatch.progress(StepDone(20, 50, 0.5, 0.75, 300), steps_per_epoch=10)
    assert progress.images_a_second == pytest.approx(150)
    assert progress.seconds_left == pytest.approx(6)
    assert (progress.passes, progress.loss, progress.error) == (2, 0.5, 0.25)


def test_neither_a_pause_nor_a_measurement_counts_as_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(watching, "perf_counter", lambda: now[0])
    stopwatch = Stopwatch(first_step=0)
    now[0] += 60
    stopwatch.leave_out(60)
    now[0] += 1
    stopwatch.measured()
    now[0] += 1
    progress = stopwatch.progress(StepDone(10, 20, 0.5, 0.75, 300), steps_per_epoch=10)
    assert progress.images_a_second == pytest.approx(300)
    assert progress.seconds_left == pytest.approx(2)
