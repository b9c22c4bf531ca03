import numpy as np
import pytest
from numpy.typing import NDArray

from digit_recognizer.evaluation.corruptions import CORRUPTIONS, Corruption

EACH = pytest.mark.parametrize("corruption", CORRUPTIONS.values(), ids=CORRUPTIONS.keys())
Images = NDArray[np.uint8]


@pytest.fixture
def images() -> Images:
    """Six noughts."""
    across, down = np.meshgrid(np.arange(28) - 13.5, np.arange(28) - 13.5)
    ring = np.abs(np.hypot(across / 0.7, down) - 8.5) < 1.5
    return np.tile(np.where(ring, np.uint8(255), np.uint8(0)), (6, 1, 1))


def corrupted(corruption: Corruption, images: Images, severity: float, seed: int = 0) -> Images:
    return corruption(images, severity, np.random.default_rng(seed))


@EACH
def test_it_gives_new_images_of_the_same_kind_and_spares_the_old(
    corruption: Corruption, images: Images
) -> None:
    before = images.copy()
    images.flags.writeable = False
    worse = corrupted(corruption, images, 1.0)
    assert (worse.shape, worse.dtype) == (images.shape, np.dtype(np.uint8))
    assert (images == before).all()
    assert (worse != images).any(axis=(1, 2)).all()


@EACH
def test_severity_nought_changes_nothing(corruption: Corruption, images: Images) -> None:
    assert (corrupted(corruption, images, 0.0) == images).all()


@EACH
def test_more_severe_is_farther_off(corruption: Corruption, images: Images) -> None:
    distances = [
        np.abs(corrupted(corruption, images, severity).astype(int) - images).sum()
        for severity in (0.4, 1.0)
    ]
    assert 0 < distances[0] < distances[1]


@EACH
def test_the_same_seed_gives_the_same_images(corruption: Corruption, images: Images) -> None:
    first, second = (corrupted(corruption, images, 0.7, seed=4) for _ in range(2))
    assert (first == second).all()


def test_names_keep_their_word(images: Images) -> None:
    ink = images.sum(dtype=int)

    def of(name: str) -> int:
        return int(corrupted(CORRUPTIONS[name], images, 1.0).sum(dtype=int))

    assert of("thinner") < 0.8 * ink
    assert of("thicker") > 1.2 * ink
    assert of("smaller") == pytest.approx(0.36 * ink, rel=0.1)
    assert of("larger") > 1.3 * ink
    assert of("faintness") == pytest.approx(0.3 * ink, rel=0.02)
    assert of("occlusion") < ink
    assert of("rotation") == pytest.approx(ink, rel=0.05)
    assert corrupted(CORRUPTIONS["brightness"], images, 1.0).min() == 128
