"""From the outputs of a network to probabilities, with every number on the way."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.nn.losses import Loss, MaximumAPosteriori, SoftmaxCrossEntropy

__all__ = ["Posterior", "PosteriorRule", "posterior_of"]

PosteriorRule = Literal["softmax", "penalties", "penalties and rubbish"]


@dataclass(frozen=True, eq=False)
class Posterior:
    """How each class came by its probability: ``exp(exponent)``, divided by a sum of such powers.

    Attributes
    ----------
    rule : str
        ``"softmax"`` raises e to each score; ``"penalties"`` to minus each penalty;
        ``"penalties and rubbish"`` also adds the power of a rubbish class with a constant penalty
        to the sum: LeCun et al. 1998, equation 9.
    exponents : (classes,) float64
        What e is raised to, one for each class.
    rubbish_exponent : float or None
        The same for the rubbish class; None where there is none.
    temperature : float
        What the scores were divided by so that the probabilities are calibrated; the exponents
        include it. 1 for a network that was not calibrated.
    probabilities : (classes,) float64
        The share of each class.
    """

    rule: PosteriorRule
    exponents: NDArray[np.float64]
    rubbish_exponent: float | None
    temperature: float
    probabilities: NDArray[np.float64]

    @property
    def exponent_of_sum(self) -> float:
        """The logarithm of the sum of all powers, without overflow."""
        exponents = self.exponents
        if self.rubbish_exponent is not None:
            exponents = np.append(exponents, self.rubbish_exponent)
        highest = exponents.max()
        return float(highest + np.log(np.exp(exponents - highest).sum()))

    @property
    def rubbish_probability(self) -> float:
        """The share of the rubbish class; 0 where there is none."""
        if self.rubbish_exponent is None:
            return 0.0
        return float(np.exp(self.rubbish_exponent - self.exponent_of_sum))


def posterior_of(
    loss: Loss, outputs: NDArray[np.floating[Any]], temperature: float = 1.0
) -> Posterior:
    """Return how a loss makes probabilities of the outputs for one image.

    Parameters
    ----------
    loss : Loss
        What the network was trained with.
    outputs : (classes,) floating
        What the last layer gives.
    temperature : float
        What the outputs were divided by when the network was calibrated.
    """
    scores = np.asarray(outputs, np.float64)
    shares = loss.probabilities(scores.reshape(-1, 1, 1, 1))[:, 0]
    probabilities: NDArray[np.float64] = shares.astype(np.float64)
    probabilities.flags.writeable = False
    match loss:
        case SoftmaxCrossEntropy():
            return Posterior("softmax", scores, None, temperature, probabilities)
        case MaximumAPosteriori(rubbish_penalty=penalty):
            rule: PosteriorRule = "penalties and rubbish"
            return Posterior(rule, -scores, -penalty, temperature, probabilities)
        case _:
            return Posterior("penalties", -scores, None, temperature, probabilities)
