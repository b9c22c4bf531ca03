"""Patterns of strings, such as ``99:99`` or ``(-)?#``, as automata.

A ``9`` is any digit and a ``#`` one digit or more. A sign, one of ``+-.,/:%$``, stands for itself,
and square brackets for one of the digits in them: ``[0]``, ``[0-5]``, ``[13]``. Round brackets
group, ``|`` separates alternatives, ``?`` after a thing makes it optional, and ``*`` lets it come
any number of times. Spaces mean nothing.
"""

import re
from dataclasses import dataclass
from functools import cache

from digit_recognizer.errors import DigitRecognizerError, quoted
from digit_recognizer.numbers.grammar import Grammar

__all__ = ["DIGITS", "MARKS", "SIGNS", "PatternError", "grammar_of", "without_marks"]

DIGITS = "0123456789"
SIGNS = "+-.,/:%$"
"""The signs that are read, besides digits."""
MARKS = ".,"
"""Those that may stand between whole and decimal digits."""

_LONGEST = 500
_MOST_DEPTH = 50
# A pattern can be written whose automaton doubles with every character.
_MOST_STATES = 1_000


class PatternError(DigitRecognizerError, ValueError):
    """A pattern that cannot be understood."""


def without_marks(text: str) -> str:
    """Return a number without its decimal mark."""
    return text.translate({ord(mark): None for mark in MARKS})


@dataclass(frozen=True)
class _Part:
    """A part of a pattern: what is left of it after a character, and whether it may end here."""

    kind: str
    characters: str = ""
    parts: "tuple[_Part, ...]" = ()


_NOTHING = _Part("sequence")


@cache
def grammar_of(pattern: str) -> Grammar:
    """Return the automaton of a pattern.

    Raises
    ------
    PatternError
        If the pattern cannot be understood, or is too long or too intricate.
    """
    if len(pattern) > _LONGEST:
        raise _error(pattern, f"up to {_LONGEST} characters", f"{len(pattern):,}")
    parts = _Parser(pattern).parsed()
    start = frozenset({parts})
    numbers = {start: 0}
    moves: list[dict[str, int]] = []
    waiting = [start]
    for state in waiting:
        moves.append({})
        for character in DIGITS + SIGNS:
            after = frozenset().union(*(_after(part, character) for part in state))
            if not after:
                continue
            if after not in numbers:
                numbers[after] = len(numbers)
                waiting.append(after)
            moves[-1][character] = numbers[after]
        if len(numbers) > _MOST_STATES:
            raise _error(pattern, f"an automaton of up to {_MOST_STATES:,} states", "more")
    accepting = (number for state, number in numbers.items() if any(map(_may_end, state)))
    return Grammar(tuple(moves), frozenset(accepting))


def _may_end(part: _Part) -> bool:
    if part.kind == "sequence":
        return all(map(_may_end, part.parts))
    return part.kind == "repeated" or (part.kind == "either" and any(map(_may_end, part.parts)))


def _after(part: _Part, character: str) -> frozenset[_Part]:
    """Return what may follow a character (the partial derivatives of Antimirov, 1996)."""
    if part.kind == "one of":
        return frozenset({_NOTHING}) if character in part.characters else frozenset()
    if part.kind == "either":
        return frozenset().union(*(_after(each, character) for each in part.parts))
    if part.kind == "repeated":
        return frozenset(_sequence(left, part) for left in _after(part.parts[0], character))
    if not part.parts:
        return frozenset()
    first, rest = part.parts[0], _sequence(*part.parts[1:])
    after = frozenset(_sequence(left, rest) for left in _after(first, character))
    return after | _after(rest, character) if _may_end(first) else after


def _sequence(*parts: _Part) -> _Part:
    """Return parts one after another; equal sequences are equal values."""
    flat = [each for part in parts for each in (part.parts if part.kind == "sequence" else (part,))]
    return flat[0] if len(flat) == 1 else _Part("sequence", parts=tuple(flat))


class _Parser:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.left = [character for character in pattern if character != " "]
        self.depth = 0

    def parsed(self) -> _Part:
        """Return the whole."""
        whole = self._alternatives()
        if self.left:
            raise _error(self.pattern, "an opening bracket before", f"{self.left[0]!r}")
        return whole

    def _alternatives(self) -> _Part:
        branches = [self._branch()]
        while self._next_is("|"):
            branches.append(self._branch())
        return branches[0] if len(branches) == 1 else _Part("either", parts=tuple(branches))

    def _branch(self) -> _Part:
        items: list[_Part] = []
        while self.left and self.left[0] not in "|)":
            items.append(self._item())
        return _sequence(*items)

    def _item(self) -> _Part:
        item = self._atom()
        while self.left and self.left[0] in "?*":
            optional = self.left.pop(0) == "?"
            item = _Part("either", parts=(item, _NOTHING)) if optional else _repeated(item)
        return item

    def _atom(self) -> _Part:
        character = self.left.pop(0)
        if character == "(":
            return self._group()
        if character == "[":
            return _Part("one of", self._set())
        if character == "9":
            return _Part("one of", DIGITS)
        if character == "#":
            digit = _Part("one of", DIGITS)
            return _sequence(digit, _repeated(digit))
        if character in SIGNS:
            return _Part("one of", character)
        raise _error(self.pattern, f"9, #, one of {SIGNS}, or ( ) [ ] | ? *", f"{character!r}")

    def _group(self) -> _Part:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise _error(self.pattern, f"up to {_MOST_DEPTH} brackets in each other", "more")
        inside = self._alternatives()
        self.depth -= 1
        if not self._next_is(")"):
            raise _error(self.pattern, "a ) for every (", "the end")
        return inside

    def _set(self) -> str:
        """Return the digits in brackets."""
        inside = ""
        while self.left and self.left[0] != "]":
            inside += self.left.pop(0)
        digits = re.sub(
            "([0-9])-([0-9])", lambda ends: DIGITS[int(ends[1]) : int(ends[2]) + 1], inside
        )
        if not self._next_is("]") or not digits or set(digits) - set(DIGITS):
            raise _error(self.pattern, "digits in [ ], as in [0-5]", f"{inside!r}")
        return digits

    def _next_is(self, character: str) -> bool:
        found = bool(self.left) and self.left[0] == character
        if found:
            self.left.pop(0)
        return found


def _repeated(part: _Part) -> _Part:
    return part if part.kind == "repeated" else _Part("repeated", parts=(part,))


def _error(pattern: str, expected: str, got: str) -> PatternError:
    return PatternError(
        f"pattern {quoted(pattern)}: expected {expected}, got {got}",
        "write for example 99:99 for a time, or (-)?#(,99)? for an amount",
    )
