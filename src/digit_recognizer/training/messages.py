"""What a training tells those who watch it, beside how far it is."""

from dataclasses import dataclass

from digit_recognizer.networks.checkpoint import Checkpoint
from digit_recognizer.training.preparation import Stage
from digit_recognizer.training.watching import Progress, ValidationSnapshot

__all__ = ["Diverged", "Ended", "Message", "MissingData", "Paused", "Remark"]


@dataclass(frozen=True)
class MissingData:
    """A public data set is not on this machine.

    Attributes
    ----------
    dataset : str
        Its name.
    error : str
        Where it was looked for.
    """

    dataset: str
    error: str


@dataclass(frozen=True)
class Remark:
    """Something to know, in plain words; the training goes on."""

    text: str


@dataclass(frozen=True, eq=False)
class Paused:
    """The training waits, and is stored as it stands.

    Attributes
    ----------
    best : Checkpoint or None
        The best network so far, or in the first pass the network as it stands.
    """

    best: Checkpoint | None


@dataclass(frozen=True, eq=False)
class Ended:
    """No more will come.

    Attributes
    ----------
    best : Checkpoint or None
        The network that read the validation images best, of those at the ends of passes; where
        none was completed, the network as it stands. None if no step was made.
    complete : bool
        Whether the last step was made.
    """

    best: Checkpoint | None
    complete: bool


@dataclass(frozen=True)
class Diverged:
    """Loss or weights are no longer numbers after so many passes; what to do, in plain words."""

    passes: float
    text: str


Message = Stage | MissingData | Progress | ValidationSnapshot | Remark | Paused | Diverged | Ended
