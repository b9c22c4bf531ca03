"""Every value of a network at one moment."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.inspection.posterior import Posterior, posterior_of
from digit_recognizer.inspection.stages import Stage, Unit, stages_of
from digit_recognizer.nn.layers import Array, Parameters
from digit_recognizer.nn.network import Network

__all__ = ["Snapshot", "strongest_unit", "take_snapshot"]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a network made of one image; nothing in it changes any more.

    Attributes
    ----------
    network : Network
        The network, whose weights must stay as they are.
    image : (28, 28) uint8
        The network input, white ink on black.
    stages : tuple of Stage
        Its stages, from the input to the output.
    sums, values : tuple of ndarray, (channels, height, width)
        For each stage what its units summed up, and that squashed; the same where none squashes.
    posterior : Posterior
        How the last values become probabilities.
    """

    network: Network
    image: NDArray[np.uint8]
    stages: tuple[Stage, ...]
    sums: tuple[Array, ...]
    values: tuple[Array, ...]
    posterior: Posterior

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """One for each class, ``(classes,)``."""
        return self.posterior.probabilities

    def value(self, unit: Unit) -> float:
        """Return the value of one unit."""
        return float(self.values[unit.stage][unit.channel, unit.row, unit.column])

    def sum(self, unit: Unit) -> float:
        """Return what one unit summed up, before squashing."""
        return float(self.sums[unit.stage][unit.channel, unit.row, unit.column])

    def parameters(self, stage: Stage) -> Parameters:
        """Return the parameters of a stage's layer by name."""
        views = self.network.views(self.network.parameters)
        return views[stage.layer.name] if stage.layer is not None else {}


def take_snapshot(
    network: Network, image: NDArray[np.uint8], *, temperature: float = 1.0
) -> Snapshot:
    """Run a network on one image and store what every stage made of it.

    Parameters
    ----------
    network : Network
        Any network of this project's layers.
    image : (28, 28) uint8
        White ink on black, prepared as the network expects it.
    temperature : float
        What calibration divided the outputs by, which the network's weights include.
    """
    architecture = network.architecture
    outputs = network.forward(architecture.encoding(image[None]))
    stages = stages_of(architecture)
    scores = outputs[-1].astype(np.float64).ravel()
    return Snapshot(
        network,
        _frozen(image),
        stages,
        tuple(_frozen(outputs[stage.first][..., 0]) for stage in stages),
        tuple(_frozen(outputs[stage.last][..., 0]) for stage in stages),
        posterior_of(architecture.loss, scores, temperature),
    )


def _frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy that cannot be written to."""
    copy = array.copy()
    copy.flags.writeable = False
    return copy


def strongest_unit(snapshot: Snapshot, stage: int) -> Unit:
    """Return the unit of a stage that has the highest value."""
    values = snapshot.values[stage]
    return Unit(stage, *(int(index) for index in np.unravel_index(values.argmax(), values.shape)))
