"""Which kernels compute a loss, and the probabilities that its outputs mean."""

import numpy as np

from digit_recognizer.nn.engine.kernels.compile import Kernel
from digit_recognizer.nn.engine.kernels.losses import (
    MAXIMUM_A_POSTERIORI,
    RIGHT_PENALTY,
    SHARES,
    SOFTMAX,
    SOFTMAX_CROSS_ENTROPY,
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
        return _criterion(SOFTMAX_CROSS_ENTROPY, SOFTMAX, 1, -np.inf)
    if type(loss) is MaximumAPosteriori:
        return _criterion(MAXIMUM_A_POSTERIORI, SHARES, -1, -loss.rubbish_penalty)
    if type(loss) is RightPenalty:
        return _criterion(RIGHT_PENALTY, SHARES, -1, -np.inf)
    raise EngineError(f"the engine has no {type(loss).__name__}; use the NumPy layers")


def _criterion(loss: Kernel, probabilities: Kernel, sign: float, rubbish: float) -> Criterion:
    settings = zeros(2)
    settings[:] = sign, rubbish
    return Criterion(loss, probabilities, settings)
