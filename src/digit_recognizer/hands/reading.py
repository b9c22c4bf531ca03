"""Reading with a hand: the network with what was learned beside it."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.copies import COPIES, distorted_copies
from digit_recognizer.hands.last_layers import LastLayers
from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import Profile
from digit_recognizer.hands.second_look import Examples, looked_again
from digit_recognizer.nn.network import Network
from digit_recognizer.nn.reader import Reader

__all__ = ["hand_reader"]


class _HandReader(Reader):
    """Reads with prototypes beside the outputs, or looks again, on the NumPy layers."""

    def __init__(self, network: Network, teacher: Teacher, profile: Profile) -> None:
        super().__init__(network)
        self._layers = LastLayers(network)
        fit = profile.fit
        assert fit is not None
        self._units = teacher.prototypes_of(profile) if fit.level == "prototypes" else None
        self._far = fit.far
        self._examples = Examples.of(profile.images, profile.labels) if fit.looks_again else None

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class for each image, ``(n, classes)``."""
        outputs = self._outputs(images)
        if (examples := self._examples) is not None:

            def copies_read(which: NDArray[np.bool_]) -> NDArray[np.float32]:
                copies = distorted_copies(images[which])
                return self._outputs(copies.reshape(-1, *images.shape[1:])).reshape(-1, COPIES, 10)

            def distances(
                which: NDArray[np.bool_], wanted: NDArray[np.bool_]
            ) -> NDArray[np.float32]:
                return examples.distances(images[which], wanted)

            outputs = looked_again(outputs, copies_read, distances, self._far)
        loss = self._layers.architecture.loss
        return loss.probabilities(outputs.T[:, None, None]).T

    def _outputs(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        values, outputs = self._layers.read(self._layers.inputs(images))
        return outputs if self._units is None else outputs + self._units.added(values)

    def expect(self, images: int) -> None:
        """Do nothing: the engine knows neither prototypes nor a second look."""

    def warm_up(self, *, compiles: bool = True) -> bool:
        """Do nothing, as ``expect`` does; return False."""
        return False


def hand_reader(teacher: Teacher, profile: Profile) -> Reader:
    """Return what reads with a profile.

    Parameters
    ----------
    teacher : Teacher
        Of the network that the profile was learned for.
    profile : Profile
        Where it has no fit yet, level one is learned at once.

    Raises
    ------
    HandError
        If the profile is another network's.
    """
    taught = profile if profile.fit is not None else teacher.at_once(profile)
    assert taught.fit is not None
    network = teacher.layers.network
    if taught.fit.refined is not None:
        network = teacher.layers.with_parameters(taught.fit.refined)
    if taught.fit.level == "prototypes" or taught.fit.looks_again:
        return _HandReader(network, teacher, taught)
    return Reader(network)
