"""Whether ink is one digit or a number of several: decided here, for whoever is not told."""

from typing import TYPE_CHECKING

from digit_recognizer.recognizer.recognition import Recognition

if TYPE_CHECKING:
    from digit_recognizer.numbers.reading import NumberRecognition

__all__ = ["is_a_digit", "is_a_number"]

# The network has learned that two digits are none: of whole numbers none had so much, of digits
# alone 96 % in pictures and 98 % by pen.
_SURELY_ONE = 0.95


def is_a_digit(alone: Recognition) -> bool:
    """Return whether ink is a digit so surely that it need not be read as a number.

    Parameters
    ----------
    alone : Recognition
        All of the ink read as one digit.
    """
    return alone.likeliest is None or alone.confidence >= _SURELY_ONE


def is_a_number(alone: Recognition, number: "NumberRecognition") -> bool:
    """Return whether ink is rather a number than one digit.

    What may be a digit is a number only if that is sure. What is no digit is a number as soon as
    one of its characters is sure: a scrawl seldom has one.

    Parameters
    ----------
    alone, number : Recognition, NumberRecognition
        The same ink read both ways.
    """
    if len(number.characters) < 2:
        return False
    if alone.verdict == "digit":
        return number.verdict == "number"
    return any(each.is_sure for each in number.characters)
