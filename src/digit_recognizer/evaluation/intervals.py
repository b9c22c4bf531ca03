"""How far a measured share can be trusted.

Source: E. B. Wilson: Probable inference, the law of succession, and statistical inference.
Journal of the American Statistical Association 22, 1927.
"""

from dataclasses import dataclass
from math import sqrt

__all__ = ["Share", "percent"]

NORMAL_QUANTILE = 1.959963984540054
"""The normal distribution has 95 % within so many standard deviations of its middle."""


@dataclass(frozen=True)
class Share:
    """So many out of so many, and the interval that holds the true share 95 times in 100.

    Attributes
    ----------
    part, whole : int
        ``0 <= part <= whole``, ``whole`` at least 1.

    Raises
    ------
    ValueError
        If they are not so.
    """

    part: int
    whole: int

    def __post_init__(self) -> None:
        if not 0 <= self.part <= self.whole or self.whole < 1:
            raise ValueError(
                f"a share: expected a part of at least one thing, got {self.part} of {self.whole}"
            )

    @property
    def value(self) -> float:
        """The share itself, 0 to 1."""
        return self.part / self.whole

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end of Wilson's 95 % interval, within 0 to 1."""
        squared = NORMAL_QUANTILE**2 / self.whole
        middle = self.value + squared / 2
        spread = sqrt(self.value * (1 - self.value) * squared + squared**2 / 4)
        low, high = ((middle + sign * spread) / (1 + squared) for sign in (-1, 1))
        return max(0.0, low), min(1.0, high)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{percent(self.value)} % ({percent(low)} to {percent(high)})"


def percent(share: float) -> str:
    """Return a share in percent, with two digits after the point, without the sign."""
    return f"{100 * share:.2f}"
