"""Puts what the network answered into plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from digit_recognizer.recognizer import Recognition

__all__ = ["BLANK", "Answer", "percent", "put_into_words"]


@dataclass(frozen=True)
class Answer:
    """What the window says about one drawing.

    Parameters
    ----------
    state
        Which of the four kinds of answer this is.
    digit
        The digit as text, empty where the sheet is blank or holds none.
    confidence
        How sure the network is.
    runner_up
        What else it may be.
    probabilities
        The probability of each digit from 0 to 9; all 0 where the sheet is blank.
    contenders
        The digits that the answer is about: the one, the two when not sure, or none.
    """

    state: Literal["blank", "sure", "not sure", "not a digit"]
    digit: str
    confidence: str
    runner_up: str
    probabilities: tuple[float, ...]
    contenders: tuple[int, ...]


BLANK = Answer("blank", "", "blank", "", (0.0,) * 10, ())


def put_into_words(recognition: Recognition) -> Answer:
    """Return `recognition` in words.

    >>> from types import SimpleNamespace
    >>> probabilities = [0.0, 0.005, 0.003, 0, 0, 0, 0, 0.992, 0, 0]
    >>> recognition = SimpleNamespace(
    ...     likeliest=7, confidence=0.992, probabilities=probabilities, verdict="digit"
    ... )
    >>> answer = put_into_words(recognition)
    >>> answer.digit, answer.confidence, answer.runner_up
    ('7', '99.2 % sure', 'next: 1 (0.5 %)')
    """
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
        )
    return Answer(
        state="sure",
        digit=str(first),
        confidence=f"{chance} sure",
        runner_up=f"next: {second} ({'< 0.1 %' if other_chance == '0.0 %' else other_chance})",
        probabilities=probabilities,
        contenders=(first,),
    )


def percent(probability: float) -> str:
    """Return `probability` in percent with one decimal, never more than 99.9: no answer is certain.

    >>> percent(0.9921), percent(0.99999), percent(0.0)
    ('99.2 %', '99.9 %', '0.0 %')
    """
    return f"{min(100 * probability, 99.9):.1f} %"
