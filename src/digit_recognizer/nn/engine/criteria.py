"""Which kernels compute a loss, and the probabilities that its outputs mean."""

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.engine.kernels.losses import SOFTMAX, SOFTMAX_CROSS_ENTROPY
from digit_recognizer.nn.engine.kernels.penalties import (
    MAXIMUM_A_POSTERIORI,
    RIGHT_PENALTY,
    SHARES,
)
from digit_recognizer.nn.engine.memory import zeros
from digit_recognizer.nn.engine.plan import Criterion, EngineError
from digit_recognizer.nn.losses import (
    Loss,
    MaximumAPosteriori,
    RightPenalty,
    SoftmaxCrossEntropy,
)

__all__ = ["choose_criterion"]


def choose_criterion(loss: Loss) -> Criterion:
    """Return the kernels of exactly this class of loss: another may compute something else.

    Raises
    ------
    EngineError
        If the engine has none for it.
    """
    if type(loss) is SoftmaxCrossEntropy:
        return Criterion(SOFTMAX_CROSS_ENTROPY, SOFTMAX, zeros(0))
    if type(loss) is MaximumAPosteriori:
        return Criterion(MAXIMUM_A_POSTERIORI, SHARES, _number(loss.rubbish_penalty))
    if type(loss) is RightPenalty:
        return Criterion(RIGHT_PENALTY, SHARES, _number(np.inf))
    raise EngineError(f"the engine has no {type(loss).__name__}; use the NumPy layers")


def _number(value: float) -> NDArray[np.float32]:
    settings = zeros(1)
    settings[0] = value
    return settings
