"""Reading with a hand: the network with what was learned beside it."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.learning import Teacher
from digit_recognizer.hands.profile import Profile
from digit_recognizer.nn.reader import Reader

__all__ = ["hand_reader"]


class _PrototypeReader(Reader):
    """Reads with prototypes beside the outputs, on the NumPy layers."""

    def __init__(self, teacher: Teacher, profile: Profile) -> None:
        super().__init__(teacher.layers.network)
        self._layers = teacher.layers
        self._units = teacher.prototypes_of(profile)

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the probability of each class for each image, ``(n, classes)``."""
        values, outputs = self._layers.read(self._layers.inputs(images))
        outputs = outputs + self._units.added(values)
        loss = self._layers.architecture.loss
        return loss.probabilities(outputs.T[:, None, None]).T

    def expect(self, images: int) -> None:
        """Do nothing: the engine does not know prototypes."""

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
    if taught.fit.refined is not None:
        return Reader(teacher.layers.with_parameters(taught.fit.refined))
    if taught.fit.level == "prototypes":
        return _PrototypeReader(teacher, taught)
    return Reader(teacher.layers.network)
