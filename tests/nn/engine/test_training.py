import threading
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.augmentation import EVERYDAY
from digit_recognizer.nn.engine import EngineError, Program, Training
from digit_recognizer.nn.engine.lanes import WIDTHS
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.nn.layers import AverageSubsampling, Convolution, Dense, Tanh
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.numpy_training import NumpyTraining
from digit_recognizer.nn.optimizers import Adam, AdamW, GradientDescent, Muon, Optimizer

SMALL = Architecture(
    "small",
    (
        Convolution("C1", 3, 5, ((0,), (0,), (0,))),
        Tanh("C1 squashed", 1.7159, 2 / 3),
        AverageSubsampling("S2", 4),
        Convolution("C3", 5, 3, ((0, 1), (1, 2), (0, 2), (0, 1, 2), (1,))),
        Tanh("C3 squashed", 1.7159, 2 / 3),
        Dense("output", 10),
    ),
)
OPTIMIZERS = [
    GradientDescent(),
    GradientDescent(momentum=0.9, weight_decay=0.01),
    Adam(),
    AdamW(mean_decay=0.8, square_decay=0.9, weight_decay=0.1),
    Muon(),
]
BATCH = 40
STEPS = 7


@pytest.fixture(scope="module")
def digits() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Images that can be told apart, a little."""
    generator = np.random.default_rng(0)
    labels = generator.integers(0, 10, 300)
    patterns = generator.integers(0, 200, (10, 28, 28))
    noise = generator.integers(0, 56, (300, 28, 28))
    return (patterns[labels] + noise).astype(np.uint8), labels


def weights_of(architecture: Architecture) -> NDArray[np.float32]:
    network = Network(architecture)
    network.initialize(fan_in_uniform, np.random.default_rng(1))
    return network.parameters.astype(np.float32)


ORDER = np.random.default_rng(2).integers(0, 300, BATCH * STEPS - 13)
RATES = np.linspace(0.03, 0.01, STEPS)


def trained(training: Training, cuts: tuple[int, ...] = ()) -> dict[str, NDArray[np.float32]]:
    """Weights and state after all steps, made in one call or in several."""
    weights = weights_of(SMALL)
    state = training.initial_state(weights)
    for first, last in zip((0, *cuts), (*cuts, STEPS), strict=True):
        order = ORDER[first * BATCH : last * BATCH]
        training.run(weights, state, order, RATES[first:last], first)
    return {"weights": weights, **state}


def assert_same_bytes(
    one: dict[str, NDArray[np.float32]], other: dict[str, NDArray[np.float32]]
) -> None:
    assert {name: vector.tobytes() for name, vector in one.items()} == {
        name: vector.tobytes() for name, vector in other.items()
    }


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
@pytest.mark.parametrize("width", WIDTHS)
def test_makes_the_same_steps_as_the_numpy_layers(
    width: int, optimizer: Optimizer, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    program = Program(SMALL, lanes=width, threads=2)
    training = Training(program, *digits, optimizer=optimizer, batch_size=BATCH)
    weights, expected = weights_of(SMALL), weights_of(SMALL)
    state, expected_state = training.initial_state(weights), optimizer.initial_state(SMALL.size)
    losses, right = training.run(weights, state, ORDER, RATES)
    plain = NumpyTraining(SMALL, *digits, optimizer=optimizer, batch_size=BATCH)
    expected_losses, expected_right = plain.run(expected, expected_state, ORDER, RATES)
    np.testing.assert_allclose(losses, expected_losses, rtol=1e-3)
    np.testing.assert_array_less(np.abs(right - expected_right), 2)
    # Adam divides by the root of the mean square, so it magnifies the last digits of gradients
    # near zero: of few weights.
    moved = np.abs(expected - weights_of(SMALL)).max()
    assert np.quantile(np.abs(weights - expected), 0.98) < 1e-3 * moved
    assert state.keys() == expected_state.keys()
    for name, vector in state.items():
        np.testing.assert_allclose(
            vector, expected_state[name], rtol=0.01, atol=1e-3 * np.abs(vector).max()
        )


@pytest.mark.parametrize("width", WIDTHS)
def test_learns_soft_targets_as_the_numpy_layers_do(
    width: int, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    targets = np.random.default_rng(4).dirichlet(np.ones(10), 300).astype(np.float32)
    optimizer, weights, expected = GradientDescent(), weights_of(SMALL), weights_of(SMALL)
    program = Program(SMALL, lanes=width, threads=2)
    training = Training(program, *digits, optimizer=optimizer, batch_size=BATCH, targets=targets)
    plain = NumpyTraining(SMALL, *digits, optimizer=optimizer, batch_size=BATCH, targets=targets)
    losses, right = training.run(weights, {}, ORDER, RATES)
    expected_losses, expected_right = plain.run(expected, {}, ORDER, RATES)
    np.testing.assert_allclose(losses, expected_losses, rtol=1e-4)
    np.testing.assert_array_less(np.abs(right - expected_right), 2)
    np.testing.assert_allclose(weights, expected, atol=1e-5)


@pytest.mark.parametrize("width", WIDTHS)
def test_makes_wide_layers_orthogonal_as_the_numpy_layers_do(
    width: int, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    """Two blocks of 60 units that 400 inputs each reach, and two of 42."""
    architecture, optimizer = lenet5(), Muon()
    weights, expected = weights_of(architecture), weights_of(architecture)
    program = Program(architecture, lanes=width, threads=2)
    training = Training(program, *digits, optimizer=optimizer, batch_size=BATCH)
    training.run(weights, training.initial_state(weights), ORDER[: 2 * BATCH], RATES[:2])
    plain = NumpyTraining(architecture, *digits, optimizer=optimizer, batch_size=BATCH)
    state = optimizer.initial_state(architecture.size)
    plain.run(expected, state, ORDER[: 2 * BATCH], RATES[:2])
    np.testing.assert_allclose(weights, expected, atol=1e-3 * RATES[0])


def test_labels_are_soft_targets_of_one(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    images, labels = digits
    results = []
    for targets in (None, np.eye(10, dtype=np.float32)[labels]):
        training = Training(
            Program(SMALL),
            images,
            labels,
            optimizer=GradientDescent(),
            batch_size=BATCH,
            targets=targets,
        )
        results.append(trained(training)["weights"])
    np.testing.assert_allclose(results[0], results[1], atol=1e-7)


@pytest.mark.parametrize("optimizer", [Adam(), Muon()], ids=repr)
def test_same_bytes_with_one_thread_and_with_more(
    optimizer: Optimizer, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    results = [
        trained(
            Training(
                Program(SMALL, threads=threads),
                *digits,
                optimizer=optimizer,
                batch_size=BATCH,
                augmentation=EVERYDAY,
                averaging=0.9,
            )
        )
        for threads in (1, 2, 3)
    ]
    assert_same_bytes(results[0], results[1])
    assert_same_bytes(results[0], results[2])


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_same_bytes_when_resumed(
    optimizer: Optimizer, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    def training() -> Training:
        return Training(
            Program(SMALL, threads=2),
            *digits,
            optimizer=optimizer,
            batch_size=BATCH,
            augmentation=EVERYDAY,
            seed=5,
            averaging=0.5,
        )

    assert_same_bytes(trained(training()), trained(training(), cuts=(1, 4)))


def test_distortions_depend_on_the_seed(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    program = Program(SMALL)
    results = [
        trained(
            Training(
                program,
                *digits,
                optimizer=GradientDescent(),
                batch_size=BATCH,
                augmentation=EVERYDAY,
                seed=seed,
            )
        )["weights"]
        for seed in (1, 1, 2)
    ]
    assert results[0].tobytes() == results[1].tobytes()
    assert results[0].tobytes() != results[2].tobytes()


@pytest.mark.parametrize("optimizer", [GradientDescent(), Muon()], ids=repr)
def test_keeps_a_moving_average_of_the_weights(
    optimizer: Optimizer, digits: tuple[NDArray[np.uint8], NDArray[np.int64]]
) -> None:
    training = Training(
        Program(SMALL), *digits, optimizer=optimizer, batch_size=BATCH, averaging=0.75
    )
    weights = weights_of(SMALL)
    state = training.initial_state(weights)
    average = weights.copy()
    for step in range(3):
        training.run(weights, state, ORDER[:BATCH], np.array([0.1]), step)
        average = 0.75 * average + 0.25 * weights
    np.testing.assert_allclose(state["average"], average, atol=1e-6)


def test_connections_left_out_of_a_table_stay_out(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    program = Program(SMALL)
    result = trained(Training(program, *digits, optimizer=Adam(), batch_size=BATCH))
    images = digits[0][:50]
    np.testing.assert_allclose(
        program.probabilities(result["weights"], images),
        Network(SMALL, result["weights"]).probabilities(images),
        atol=1e-5,
    )


def test_leaves_everything_as_it_was_when_interrupted(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(SMALL)
    training = Training(program, *digits, optimizer=Adam(), batch_size=BATCH)
    weights = weights_of(SMALL)
    state = training.initial_state(weights)
    before = {name: vector.tobytes() for name, vector in {"weights": weights, **state}.items()}
    steps = 300
    learn, calls = program.learn, iter(range(2))

    def interrupted(*arguments: object) -> object:
        if next(calls):
            raise KeyboardInterrupt
        return learn(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(program, "learn", interrupted)
    order = np.resize(ORDER, BATCH * steps)
    with pytest.raises(KeyboardInterrupt):
        training.run(weights, state, order, np.full(steps, 0.01))
    after = {name: vector.tobytes() for name, vector in {"weights": weights, **state}.items()}
    assert after == before


@pytest.fixture
def reading() -> Iterator[None]:
    """Two threads that read digits all the while, and must always get the same answer."""
    program = Program(lenet5(), threads=2)
    weights = weights_of(lenet5())
    images = np.random.default_rng(3).integers(0, 256, (150, 28, 28), np.uint8)
    expected = program.probabilities(weights, images).tobytes()
    ended = threading.Event()
    wrong: list[int] = []

    def read() -> None:
        while not ended.is_set():
            if program.probabilities(weights, images).tobytes() != expected:
                wrong.append(1)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    yield
    ended.set()
    for reader in readers:
        reader.join()
    assert not wrong


@pytest.mark.usefixtures("reading")
def test_trains_while_others_read(digits: tuple[NDArray[np.uint8], NDArray[np.int64]]) -> None:
    results = [
        trained(
            Training(
                Program(SMALL, threads=2), *digits, optimizer=GradientDescent(), batch_size=BATCH
            )
        )["weights"].tobytes()
        for _ in range(20)
    ]
    assert len(set(results)) == 1


def test_refuses_an_order_that_does_not_fit(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    training = Training(Program(SMALL), *digits, optimizer=GradientDescent(), batch_size=BATCH)
    weights = weights_of(SMALL)
    with pytest.raises(EngineError, match="order: expected int64, 3 batches of 40"):
        training.run(weights, {}, ORDER[:40], np.ones(3))
    with pytest.raises(EngineError, match="order: expected numbers of images from 0 to 299"):
        training.run(weights, {}, np.array([5, 300]), np.ones(1))


def test_refuses_settings_it_cannot_use(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
) -> None:
    class Other:
        pass

    with pytest.raises(
        EngineError, match="expected GradientDescent, Adam, AdamW or Muon, got Other"
    ):
        Training(Program(SMALL), *digits, optimizer=Other(), batch_size=4)  # type: ignore[arg-type]
    with pytest.raises(EngineError, match="averaging: expected a number from 0 to below 1"):
        Training(Program(SMALL), *digits, optimizer=Adam(), batch_size=4, averaging=1.0)
    for targets in (np.ones((299, 10), np.float32), np.ones((300, 10))):
        with pytest.raises(EngineError, match=r"targets: expected float32 of shape \(300, 10\)"):
            Training(
                Program(SMALL),
                *digits,
                optimizer=Adam(),
                batch_size=4,
                targets=targets,
            )
    with pytest.raises(EngineError, match="a batch size from 1 and a seed from 0, got 0 and 0"):
        Training(Program(SMALL), *digits, optimizer=Adam(), batch_size=0)
    tiny = Program(Architecture("tiny", (Dense("output", 10),), (1, 9, 9)))
    with pytest.raises(EngineError, match="augmentation: expected images of 28×28 pixels"):
        Training(
            tiny,
            np.zeros((1, 5, 5), np.uint8),
            np.zeros(1, np.int64),
            optimizer=Adam(),
            batch_size=1,
            augmentation=EVERYDAY,
        )
