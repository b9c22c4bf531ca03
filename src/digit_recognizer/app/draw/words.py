"""Puts what the network answered into plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from digit_recognizer.numbers.reading import NumberRecognition
    from digit_recognizer.numbers.segmentation import Character
    from digit_recognizer.recognizer import Recognition

__all__ = ["BLANK", "Answer", "percent", "put_into_words"]

_SHORT = 8
"""Two numbers of so many characters together stand beside each other in a line."""


@dataclass(frozen=True)
class Answer:
    """What the window says about one drawing.

    Parameters
    ----------
    state
        Which kind of answer this is.
    digit
        The digit or the number as text, empty where the sheet is blank or holds none.
    confidence
        How sure the network is.
    runner_up
        What else it may be.
    probabilities
        The probability of each digit from 0 to 9; all 0 where the sheet is blank. Of a number,
        those of the digit that is looked at.
    contenders
        The digits that they speak for: the one, the two when not sure, or none.
    doubtful
        Whether that digit is not sure.
    """

    state: Literal["blank", "sure", "not sure", "not a digit", "not a number"]
    digit: str
    confidence: str
    runner_up: str
    probabilities: tuple[float, ...]
    contenders: tuple[int, ...]
    doubtful: bool = False


BLANK = Answer("blank", "", "blank", "", (0.0,) * 10, ())


def put_into_words(
    recognition: Recognition | NumberRecognition, looked_at: Character | None = None
) -> Answer:
    """Return `recognition` in words, and the ten probabilities of one character of a number.

    >>> from types import SimpleNamespace
    >>> probabilities = [0.0, 0.005, 0.003, 0, 0, 0, 0, 0.992, 0, 0]
    >>> recognition = SimpleNamespace(
    ...     likeliest=7, confidence=0.992, probabilities=probabilities, verdict="digit"
    ... )
    >>> answer = put_into_words(recognition)
    >>> answer.digit, answer.confidence, answer.runner_up
    ('7', '99.2 % sure', 'next: 1 (0.5 %)')
    """
    from digit_recognizer.numbers.reading import NumberRecognition

    if isinstance(recognition, NumberRecognition):
        return _number_in_words(recognition, looked_at)
    if recognition.likeliest is None:
        return BLANK
    probabilities = tuple(float(probability) for probability in recognition.probabilities)
    first = recognition.likeliest
    second = max((digit for digit in range(10) if digit != first), key=probabilities.__getitem__)
    chance, other_chance = percent(recognition.confidence), percent(probabilities[second])
    if recognition.verdict == "not a digit":
        return Answer(
            state="not a digit",
            digit="",
            confidence="not a digit",
            runner_up=f"nearest: {first} ({chance})",
            probabilities=probabilities,
            contenders=(),
        )
    if recognition.verdict == "not sure":
        return Answer(
            state="not sure",
            digit=str(first),
            confidence=f"not sure: {first} or {second}",
            runner_up=f"{chance} or {other_chance}",
            probabilities=probabilities,
            contenders=(first, second),
            doubtful=True,
        )
    return Answer(
        state="sure",
        digit=str(first),
        confidence=f"{chance} sure",
        runner_up=f"next: {second} ({_or_less(probabilities[second])})",
        probabilities=probabilities,
        contenders=(first,),
    )


def _number_in_words(number: NumberRecognition, looked_at: Character | None) -> Answer:
    probabilities, contenders, doubtful = BLANK.probabilities, BLANK.contenders, False
    if looked_at is not None and looked_at.is_digit:
        probabilities = tuple(float(probability) for probability in looked_at.probabilities)
        contenders = () if looked_at.is_struck else (int(looked_at.text),)
        doubtful = not looked_at.is_sure
    chance, text = percent(number.confidence), _unguessed(number)
    others = [f"next: {other} ({_or_less(share)})" for other, share in number.alternatives[1:2]]
    if number.value is not None and str(number.value) != number.text:
        others = [f"value: {number.value}"]
    if number.lines:
        others = [f"the least sure of {len(number.lines)} lines"]
    state: Literal["sure", "not sure", "not a number"]
    match number.verdict:
        case "number":
            state, confidence = "sure", f"{chance} sure"
        case "not sure":
            state, confidence = "not sure", "not sure"
            other, share = next(iter(number.alternatives[1:2]), ("", 0.0))
            if other and len(text) + len(other) <= _SHORT:
                confidence = f"not sure: {text} or {other}"
                others = [f"{chance} or {_or_less(share)}"]
        case _:
            state, confidence = "not a number", "not a number"
            struck = sum(each.is_struck for each in number.characters)
            others = [f"no digit: {struck} of {len(number.characters)}"]
    return Answer(state, text, confidence, "".join(others), probabilities, contenders, doubtful)


def _unguessed(number: NumberRecognition) -> str:
    """Return the text with a question mark in place of each character that is no digit."""
    if number.lines:
        return "\n".join(map(_unguessed, number.lines))
    return "".join("?" if each.is_struck else each.text for each in number.characters)


def _or_less(probability: float) -> str:
    """Return a probability in percent, which is never 0."""
    text = percent(probability)
    return "< 0.1 %" if text == "0.0 %" else text


def percent(probability: float) -> str:
    """Return `probability` in percent with one decimal, never more than 99.9: no answer is certain.

    >>> percent(0.9921), percent(0.99999), percent(0.0)
    ('99.2 %', '99.9 %', '0.0 %')
    """
    return f"{min(100 * probability, 99.9):.1f} %"
