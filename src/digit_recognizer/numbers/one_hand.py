"""One writer's digits on one page: those that are sure tell of the others, without a correction.

On each page a digit looks a little different: the hand, the pen and the focus are its own. What a
network makes of digits of one class, its hidden layer, is normal around a mean of the page, and
the means of pages around one of all (S. Ioffe, "Probabilistic linear discriminant analysis", ECCV
2006). What is sure tells the means of a page; from them follows how much more probable each of its
segments is as each digit than it would be on a page of which nothing is known.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.numbers.patterns import DIGITS, without_marks
from digit_recognizer.numbers.reading import Alternative, NumberRecognition

__all__ = ["PageDigits", "SureDigits", "in_one_hand", "learn_page_digits"]

_Values = NDArray[np.float64]

# What a page says of a digit is divided by this before the ten classes are weighed against each
# other, as the values of a layer are less independent than the model takes them for; then it counts
# so much, in logarithms, and no more than that.
_TEMPERATURE, _WEIGHT, _MOST = 8.0, 0.5, 4.0
# Of a covariance within pages: so much of its mean variance is added to each.
_RIDGE = 1e-3
# What is between pages, beside what is within them, is at least so much.
_LEAST = 1e-6
# A less probable reading is not looked at.
_RARE = 0.001
# Of readings that are not listed together.
_UNLISTED = 1e-6
# What has characters that are no digits by themselves, as they are cut by a rule or out of focus,
# is asked for so much, if so many are no digits at most, and the swept network reads the same. Of
# 404 words in simulated cells two are sure then, and of 2,640 numbers of pages 40 more, all right.
_THOUGH_STRUCK, _MOST_STRUCK = 0.99, 1 / 3
# Of digits of one class on a page: the mean of so many says how far the means of pages are apart.
_FEWEST = 3


class SureDigits(NamedTuple):
    """How many digits of each class a page has that are sure, (10,), and their sums, (10, axes)."""

    counts: _Values
    sums: _Values

    @classmethod
    def of(cls, values: _Values, labels: NDArray[np.intp]) -> "SureDigits":
        """Return those of digits, (n, axes), that are known, (n,)."""
        which = np.eye(len(DIGITS))[labels]
        return cls(which.sum(axis=0), which.T @ values)

    def without(self, others: "SureDigits") -> "SureDigits":
        """Return them without some of them."""
        return SureDigits(self.counts - others.counts, self.sums - others.sums)


@dataclass(frozen=True, eq=False)
class PageDigits:
    """What the digits of pages look like.

    Attributes
    ----------
    axes : (units, axes) floating
        From the hidden layer to axes along which digits of a page have a variance of one.
    means : (10, axes) floating
        Of each class.
    between : (axes,) floating
        Along each axis, the variance of a class's means on different pages.
    """

    axes: NDArray[np.floating]
    means: NDArray[np.floating]
    between: NDArray[np.floating]

    def on_axes(self, values: NDArray[np.floating]) -> _Values:
        """Return values of the hidden layer, (n, units), along the axes."""
        return np.asarray(values @ self.axes, np.float64)

    def gains(self, values: _Values, known: SureDigits) -> _Values:
        """Return how much more probable digits are as each class on a page, in logarithms.

        Parameters
        ----------
        values : (n, axes) float64
        known : SureDigits
            Of the page, without these.

        Returns
        -------
        (n, 10) float64
        """
        nobody = SureDigits(np.zeros_like(known.counts), np.zeros_like(known.sums))
        here, anywhere = (self._posteriors(values, each) for each in (known, nobody))
        return np.clip(_WEIGHT * (here - anywhere), -_MOST, _MOST)

    def _posteriors(self, values: _Values, known: SureDigits) -> _Values:
        """Return the logarithm of the probability of each class, (n, 10), beside sure digits."""
        counts = known.counts[:, None]
        unsure = 1 / (1 / self.between + counts)
        means = self.means + unsure * (known.sums - counts * self.means)
        variances = 1 + unsure
        off = (values[:, None] - means) ** 2 / variances
        logs = -0.5 * (off + np.log(variances)).sum(axis=2) / _TEMPERATURE
        return np.asarray(logs - np.logaddexp.reduce(logs, axis=1, keepdims=True))


def learn_page_digits(
    values: NDArray[np.floating], labels: NDArray[np.integer], pages: NDArray[np.integer]
) -> PageDigits:
    """Return what the digits of pages look like.

    Parameters
    ----------
    values : (n, units) floating
        Of the hidden layer.
    labels : (n,) integers
        What the digits are.
    pages : (n,) integers
        On which page each is.
    """
    classes = [labels == label for label in range(len(DIGITS))]
    means = np.stack([values[those].mean(axis=0, dtype=np.float64) for those in classes])
    units = values.shape[1]
    within, between = np.zeros((units, units)), np.zeros((units, units))
    groups = [
        values[those & (pages == page)].astype(np.float64) - mean
        for those, mean in zip(classes, means, strict=True)
        for page in np.unique(pages[those])
    ]
    for group in groups:
        off = group - group.mean(axis=0)
        within += off.T @ off
    within /= sum(len(group) - 1 for group in groups)
    large = [group for group in groups if len(group) >= _FEWEST]
    for group in large:
        mean = group.mean(axis=0)
        between += (np.outer(mean, mean) - within / len(group)) / len(large)
    within += _RIDGE * within.trace() / units * np.eye(units)
    # Along the axes of both, the one is one and the other diagonal.
    whiten = np.linalg.inv(np.linalg.cholesky(within))
    variances, turned = np.linalg.eigh(whiten @ between @ whiten.T)
    axes = whiten.T @ turned
    return PageDigits(axes, means @ axes, np.maximum(variances, _LEAST))


class _Digit(NamedTuple):
    """A digit of a text: which it is, and the row of its segment among all values of the page."""

    label: int
    row: int


_Texts = dict[str, list[_Digit]]
"""The digits of each reading that is weighed."""


def in_one_hand(
    reads: Sequence[NumberRecognition],
    hidden: Callable[[NDArray[np.uint8]], NDArray[np.floating]],
    page_digits: PageDigits,
    sure_from: float,
) -> list[NumberRecognition]:
    """Return what was read on a page, weighed anew by how its digits are written there.

    Parameters
    ----------
    reads : sequence of NumberRecognition
        Each by itself; those without a segmentation stay as they are.
    hidden : callable
        From images (n, 28, 28) uint8 to the values of a network's hidden layer, (n, units).
    page_digits : PageDigits
        Of that network.
    sure_from : float
        An answer has at least this posterior then.
    """
    images: list[NDArray[np.uint8]] = []
    weighed = [_texts(read, images) for read in reads]
    if not images:
        return list(reads)
    values = page_digits.on_axes(hidden(np.stack(images)))
    own = [
        texts.get(read.text, []) if read.verdict == "number" else []
        for read, texts in zip(reads, weighed, strict=True)
    ]
    known = _sure(values, [digit for digits in own for digit in digits])
    return [
        _weighed(read, texts, page_digits, values, known.without(_sure(values, digits)), sure_from)
        if texts
        else read
        for read, texts, digits in zip(reads, weighed, own, strict=True)
    ]


def _asked(read: NumberRecognition, text: str, sure_from: float) -> float:
    """Return which posterior a text must have to be sure."""
    if read.verdict != "not a number":
        return sure_from
    struck = sum(each.is_struck for each in read.characters)
    agrees = read.second is not None and without_marks(read.second.text) == without_marks(text)
    is_likely = agrees and struck <= _MOST_STRUCK * len(read.characters)
    return max(sure_from, _THOUGH_STRUCK) if is_likely else np.inf


def _sure(values: _Values, digits: Sequence[_Digit]) -> SureDigits:
    rows, labels = (
        np.array([getattr(digit, name) for digit in digits], np.intp) for name in ("row", "label")
    )
    return SureDigits.of(values[rows], labels)


def _texts(read: NumberRecognition, images: list[NDArray[np.uint8]]) -> _Texts:
    """Return the readings of a number, and add the images of their digits to others."""
    cut = read.segmentation
    if cut is None:
        return {}
    rows: dict[int, int] = {}
    texts: _Texts = {}
    for text, posterior in read.alternatives:
        if posterior < _RARE and text != read.text:
            continue
        texts[text] = []
        for index, character in cut.path(text):
            if character in DIGITS:
                if index not in rows:
                    rows[index] = len(images)
                    images.append(cut.found.images[index])
                texts[text].append(_Digit(int(character), rows[index]))
    return texts


def _weighed(
    read: NumberRecognition,
    texts: _Texts,
    page_digits: PageDigits,
    values: _Values,
    known: SureDigits,
    sure_from: float,
) -> NumberRecognition:
    rows = sorted({digit.row for digits in texts.values() for digit in digits})
    gains = dict(zip(rows, page_digits.gains(values[rows], known), strict=True))
    gained = {
        text: posterior * exp(sum(float(gains[row][label]) for label, row in texts.get(text, ())))
        for text, posterior in read.alternatives
    }
    unlisted = max(_UNLISTED, 1 - sum(posterior for _, posterior in read.alternatives))
    whole = sum(gained.values()) + unlisted
    ranked = sorted(gained, key=lambda text: -gained[text])
    best = ranked[0]
    same = sum(gain for text, gain in gained.items() if without_marks(text) == without_marks(best))
    confidence = float(same / whole)
    # What the page alone tells, against the ink of the cell, stays in doubt.
    is_same = without_marks(best) == without_marks(read.text)
    is_sure = is_same and confidence >= _asked(read, best, sure_from)
    assert read.segmentation is not None
    return replace(
        read,
        text=best,
        confidence=confidence,
        value=read.value if best == read.text else None,
        verdict="number" if is_sure else "not sure" if read.verdict == "number" else read.verdict,
        characters=read.characters
        if best == read.text
        else tuple(read.segmentation.character(*each) for each in read.segmentation.path(best)),
        alternatives=tuple(Alternative(text, gained[text] / whole) for text in ranked),
    )
