"""Which kernels compute a loss, and the probabilities that its outputs mean."""

from digit_recognizer.nn.engine.kernels.losses import SOFTMAX, SOFTMAX_CROSS_ENTROPY
from digit_recognizer.nn.engine.memory import zeros
from digit_recognizer.nn.engine.plan import Criterion, EngineError
from digit_recognizer.nn.losses import Loss, SoftmaxCrossEntropy

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
    raise EngineError(f"the engine has no {type(loss).__name__}; use the NumPy layers")
