"""How a hand is learned: level one at once, level two where it is better, neither where it is not.

What is learned passes two gates: the digits of the profile, each read by what was fitted without
it, and stored digits of other people.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.copies import COPIES, distorted_copies
from digit_recognizer.hands.fit import Change, Fit
from digit_recognizer.hands.generic import GenericDigits, shipped_generic
from digit_recognizer.hands.last_layers import HandError, LastLayers
from digit_recognizer.hands.profile import LearnedDigit, Profile
from digit_recognizer.hands.prototypes import WIDTHS, Prototypes, fit_prototypes
from digit_recognizer.hands.refinement import SHARES, part_of_the_way, refined
from digit_recognizer.networks.identity import network_identity
from digit_recognizer.nn.network import Network

__all__ = ["HARM", "PARTS", "Teacher"]

HARM = 0.0005
"""Share of others' digits that may be misread because a hand was learned."""
_PASSES, _PASSES_AT_ONCE = 0.0003, 0.0002
"""So much the gate sees of that at most: less, because people differ more than the digits that are
stored, and much less for prototypes, which few digits lie close to."""
PARTS = 5
"""The digits of a profile are left out a fifth at a time; fewer digits than that are not."""

Values = NDArray[np.float32]


class _Digits(NamedTuple):
    """Digits of one hand: what reaches the last layers, the hidden layer, outputs, and labels.

    What reaches the last layers of distorted copies, (n, COPIES, values), level two alone needs.
    """

    inputs: Values
    values: Values
    outputs: Values
    labels: NDArray[np.int64]
    copies: Values

    def chosen(self, which: NDArray[np.bool_]) -> "_Digits":
        inputs, values, outputs, labels, copies = self
        return _Digits(inputs[which], values[which], outputs[which], labels[which], copies[which])


_Reads = Callable[[_Digits], Values]
"""From digits to outputs, (n, 10)."""
_Fits = Callable[[_Digits], _Reads]
"""From the digits that are learned to what reads others then."""


class _Second(NamedTuple):
    """A fit of level two, and how others are fitted in the same way."""

    fit: Fit
    fits: _Fits


class Teacher:
    """Learns hands for one network.

    Parameters
    ----------
    network : Network
        What reads; it is never changed.
    generic : GenericDigits, optional
        Of other people, for this network; by default those of the shipped one.

    Raises
    ------
    HandError
        If nothing is known of others' digits for this network, or its last layers learn no hand.
    """

    def __init__(self, network: Network, generic: GenericDigits | None = None) -> None:
        self.layers = LastLayers(network)
        self.identity = network_identity(network)
        self._generic = generic or shipped_generic()
        if self._generic.network != self.identity:
            raise HandError(
                "hands are learned for the network that comes with the program, and another one "
                "reads",
                "read with the shipped network",
            )
        self._known: WeakKeyDictionary[LearnedDigit, Values] = WeakKeyDictionary()
        self._copies: WeakKeyDictionary[LearnedDigit, Values] = WeakKeyDictionary()
        self._units: WeakKeyDictionary[Profile, Prototypes] = WeakKeyDictionary()

    def at_once(self, profile: Profile) -> Profile:
        """Return the profile with a fit of level one if others' digits allow it, or of none.

        It takes milliseconds. What passes depends on others' digits alone.

        Raises
        ------
        HandError
            If the profile is another network's.
        """
        self.check(profile)
        fit, units = self._first(profile)
        taught = self._taught(profile, fit)
        if units is not None:
            self._units[taught] = units
        return taught

    def at_leisure(self, profile: Profile) -> Profile:
        """Return the profile with the better fit of both levels, or of none; it takes a second.

        Level two is used where it misreads no more of what was left out. Of fewer than ``PARTS``
        digits none is left out.

        Raises
        ------
        HandError
            If the profile is another network's.
        """
        self.check(profile)
        first, _ = self._first(profile)
        if not profile.digits:
            return self._taught(profile, first)
        digits = self._with_copies(self._digits(profile), profile)
        second = self._second(digits)
        if len(profile.digits) < PARTS:
            return self._taught(profile, first if second is None else second.fit)
        best, own = Fit("none", None, self._change_of_others(None)), digits.outputs
        if first.level == "prototypes":
            read = self._left_out(digits, lambda those: _read_with(_prototypes(those, first.width)))
            if _is_proven(digits.labels, read, own):
                best, own = first, read
        if second is not None:
            read = self._left_out(digits, second.fits)
            if _errors(digits.labels, read) <= _errors(digits.labels, own):
                best, own = second.fit, read
        own_change = _change(digits.labels, digits.outputs, own)
        return self._taught(profile, replace(best, own=own_change))

    def prototypes_of(self, profile: Profile) -> Prototypes:
        """Return the units of a profile whose fit is of level one."""
        if (units := self._units.get(profile)) is None:
            assert profile.fit is not None
            units = _prototypes(self._digits(profile), profile.fit.width)
        return units

    def check(self, profile: Profile) -> None:
        """Refuse a profile of another network, or whose weights do not fit.

        Raises
        ------
        HandError
            If it is one.
        """
        if profile.network not in ("", self.identity):
            raise HandError(
                f"the hand {profile.name} was learned for another network",
                "read with that one, or without the hand",
            )
        refined = None if profile.fit is None else profile.fit.refined
        if refined is not None and len(refined) != self.layers.architecture.size:
            raise HandError(
                f"the hand {profile.name}: expected {self.layers.architecture.size:,} weights, "
                f"got {len(refined):,}",
                "learn one of its digits again",
            )

    def _taught(self, profile: Profile, fit: Fit) -> Profile:
        return replace(profile, fit=fit, network=self.identity)

    def _digits(self, profile: Profile) -> _Digits:
        rows = self._rows(profile, self._known, self.layers.inputs)
        return self._read(rows, profile.labels)

    def _with_copies(self, digits: _Digits, profile: Profile) -> _Digits:
        def rows(images: NDArray[np.uint8]) -> Values:
            copies = distorted_copies(images)
            inputs = self.layers.inputs(copies.reshape(-1, *images.shape[1:]))
            return inputs.reshape(len(images), COPIES, -1)

        return digits._replace(copies=np.stack(self._rows(profile, self._copies, rows)))

    def _rows(
        self,
        profile: Profile,
        known: WeakKeyDictionary[LearnedDigit, Values],
        of: Callable[[NDArray[np.uint8]], Values],
    ) -> list[Values]:
        """Return what is computed of each digit's image, of those that are not known yet."""
        unknown = [each for each in profile.digits if each not in known]
        if unknown:
            rows = of(np.stack([each.image for each in unknown]))
            known.update(zip(unknown, rows, strict=True))
        return [known[digit] for digit in profile.digits]

    @cached_property
    def _others(self) -> _Digits:
        return self._read(self._generic.inputs, self._generic.labels)

    def _read(self, rows: Sequence[Values] | Values, labels: NDArray[np.int64]) -> _Digits:
        width = int(np.prod(self.layers.architecture.input_shape))
        inputs = np.asarray(rows, np.float32).reshape(len(labels), width)
        copies = np.empty((len(labels), 0, width), np.float32)
        return _Digits(inputs, *self.layers.read(inputs), labels, copies)

    def _first(self, profile: Profile) -> tuple[Fit, Prototypes | None]:
        """Return the fit of level one with the widest prototypes that do no harm, and these."""
        nothing = Fit("none", None, self._change_of_others(None))
        if not profile.digits:
            return nothing, None
        digits = self._digits(profile)
        for width in WIDTHS:
            units = _prototypes(digits, width)
            others = self._change_of_others(_read_with(units))
            if _is_harmless(others, _PASSES_AT_ONCE):
                return Fit("prototypes", None, others, width=width), units
        return nothing, None

    def _second(self, digits: _Digits) -> "_Second | None":
        """Return what of level two does no harm."""
        whole = self._refine(digits)
        for share in SHARES:
            parameters = part_of_the_way(self.layers, whole, share)
            others = self._change_of_others(self._read_refined(parameters))
            if _is_harmless(others, _PASSES):

                def fits(those: _Digits, share: float = share) -> _Reads:
                    parameters = part_of_the_way(self.layers, self._refine(those), share)
                    return self._read_refined(parameters)

                return _Second(Fit("refined", None, others, refined=parameters), fits)
        return None

    def _change_of_others(self, reads: _Reads | None) -> Change:
        before = self._others.outputs
        after = before if reads is None else reads(self._others)
        change = _change(self._others.labels, before, after)
        return replace(change, digits=self._generic.of)

    def _refine(self, digits: _Digits) -> Values:
        inputs, _, _, labels, copies = digits
        return refined(self.layers, inputs, labels, copies, self._generic.replay)

    def _read_refined(self, parameters: Values) -> _Reads:
        return lambda read: self.layers.read(read.inputs, parameters)[1]

    def _left_out(self, digits: _Digits, fits: _Fits) -> Values:
        """Return the outputs for each digit, of what was fitted without the fifth it is in."""
        outputs = np.empty_like(digits.outputs)
        # Within each class they take turns, so that each part has of all classes.
        place = np.empty(len(digits.labels), np.int64)
        place[np.argsort(digits.labels, kind="stable")] = np.arange(len(place)) % PARTS
        for part in range(PARTS):
            left_out = place == part
            outputs[left_out] = fits(digits.chosen(~left_out))(digits.chosen(left_out))
        return outputs


def _prototypes(digits: _Digits, width: float) -> Prototypes:
    return fit_prototypes(digits.values, digits.outputs, digits.labels, width)


def _read_with(units: Prototypes) -> _Reads:
    return lambda read: read.outputs + units.added(read.values)


def _errors(labels: NDArray[np.int64], outputs: Values) -> int:
    return int((outputs.argmax(axis=1) != labels).sum())


def _change(labels: NDArray[np.int64], before: Values, after: Values) -> Change:
    return Change(len(labels), _errors(labels, before), _errors(labels, after))


def _is_harmless(others: Change, passes: float) -> bool:
    return others.after - others.before <= passes * others.digits


def _is_proven(labels: NDArray[np.int64], outputs: Values, others: Values) -> bool:
    """Return whether outputs have fewer errors than others, or as many where most are right.

    Where most digits are misread, labels may be wrong, which prototypes follow without harm.
    """
    errors, before = _errors(labels, outputs), _errors(labels, others)
    return errors < before or (errors == before and 2 * errors <= len(labels))
