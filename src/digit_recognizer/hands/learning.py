"""How a hand is learned: level one at once, level two where it is better, neither where it is not.

What is learned passes two gates: the digits of the profile, each read by what was fitted without
it, and stored digits of other people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from digit_recognizer.hands.copies import COPIES, distorted_copies
from digit_recognizer.hands.digits import Digits, Fits, Reads, Values
from digit_recognizer.hands.fit import Change, Fit
from digit_recognizer.hands.generic import GenericDigits, shipped_generic
from digit_recognizer.hands.last_layers import HandError, LastLayers
from digit_recognizer.hands.looking import Looking
from digit_recognizer.hands.profile import LearnedDigit, Profile
from digit_recognizer.hands.prototypes import WIDTHS, Prototypes, fit_prototypes
from digit_recognizer.hands.refinement import SHARES, part_of_the_way, refined
from digit_recognizer.hands.second_look import FARS
from digit_recognizer.networks.identity import network_identity
from digit_recognizer.nn.network import Network

__all__ = ["HARM", "PARTS", "Teacher"]

HARM = 0.0005
"""Share of others' digits that may be misread because a hand was learned."""
_PASSES, _PASSES_AT_ONCE = 0.0003, 0.0002
"""So much the gate sees of that at most before a second look: less, because people differ more than
the digits that are stored, and much less for prototypes, which few digits lie close to."""
PARTS = 5
"""The digits of a profile are left out a fifth at a time; fewer digits than that are not."""


class _Way(NamedTuple):
    """A fit, with a second look if that does no harm; how fewer digits are fitted in this way."""

    fit: Fit
    looks: Fit
    fits: Fits


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
        self._looking = Looking(self.layers, self._generic)
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

        Level two is used where it misreads no more of what was left out, and so is the second look.
        Of fewer than ``PARTS`` digits none is left out.

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
        ways = list(self._ways(profile, first, digits))
        if len(profile.digits) < PARTS:
            return self._taught(profile, ways[-1].looks)
        best, (own, looked) = ways[0], self._left_out(digits, ways[0])
        for way in ways[1:]:
            read = self._left_out(digits, way)
            more = way.fit.level == "refined"
            if (_is_as_good if more else _is_proven)(digits.labels, read[0], own):
                best, (own, looked) = way, read
        fit = best.fit
        if _is_proven(digits.labels, looked, own):
            fit, own = best.looks, looked
        wrong = [_errors(digits.labels, each) for each in (digits.outputs, own)]
        return self._taught(profile, replace(fit, own=Change(len(own), *wrong)))

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

    def _digits(self, profile: Profile) -> Digits:
        rows = self._rows(profile, self._known, self.layers.inputs)
        return self._read(rows, profile.labels)

    def _with_copies(self, digits: Digits, profile: Profile) -> Digits:
        def rows(images: NDArray[np.uint8]) -> Values:
            copies = distorted_copies(images)
            inputs = self.layers.inputs(copies.reshape(-1, *images.shape[1:]))
            return inputs.reshape(len(images), COPIES, -1)

        copies = np.stack(self._rows(profile, self._copies, rows))
        return digits._replace(copies=copies, images=profile.images)

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
    def _others(self) -> Digits:
        return self._read(self._generic.inputs, self._generic.labels)

    def _read(self, rows: Sequence[Values] | Values, labels: NDArray[np.int64]) -> Digits:
        width = int(np.prod(self.layers.architecture.input_shape))
        inputs = np.asarray(rows, np.float32).reshape(len(labels), width)
        return Digits.of(self.layers, inputs, labels)

    def _first(self, profile: Profile) -> tuple[Fit, Prototypes | None]:
        """Return the fit of level one with the widest prototypes that do no harm, and these."""
        if not profile.digits:
            return self._nothing, None
        digits = self._digits(profile)
        for width in WIDTHS:
            units = _prototypes(digits, width)
            others = self._changed(_read_with(units)(self._others))
            if _is_harmless(others, _PASSES_AT_ONCE):
                return Fit("prototypes", None, others, width=width), units
        return self._nothing, None

    def _ways(self, profile: Profile, first: Fit, digits: Digits) -> Iterator[_Way]:
        """Give the shipped network, prototypes and what of level two does no harm."""

        def way(fit: Fit, fits: Fits, reads: Reads) -> _Way:
            return _Way(fit, self._looks_again(profile, fit, reads), fits)

        yield way(self._nothing, lambda _: _read_as_shipped, _read_as_shipped)
        if first.level == "prototypes":

            def prototypes(those: Digits) -> Reads:
                return _read_with(_prototypes(those, first.width))

            yield way(first, prototypes, prototypes(digits))
        whole = self._refine(digits)
        for share in SHARES:
            parameters = part_of_the_way(self.layers, whole, share)
            reads = self._read_refined(parameters)
            others = self._changed(reads(self._others))
            if _is_harmless(others, _PASSES):

                def fits(those: Digits, share: float = share) -> Reads:
                    parameters = part_of_the_way(self.layers, self._refine(those), share)
                    return self._read_refined(parameters)

                yield way(Fit("refined", None, others, refined=parameters), fits, reads)
                return

    def _looks_again(self, profile: Profile, fit: Fit, reads: Reads) -> Fit:
        """Return the fit with the second look that goes farthest and does others no harm."""
        outputs = reads(self._others)
        for far in FARS:
            looked = self._looking.at_others(profile.digits, reads, outputs, far)
            others = self._changed(looked)
            if _is_harmless(others, HARM):
                return replace(fit, others=others, far=far)
        return fit

    @cached_property
    def _nothing(self) -> Fit:
        return Fit("none", None, self._changed(self._others.outputs))

    def _changed(self, others: Values) -> Change:
        """Return what outputs for others mean, of all there were."""
        wrong = [_errors(self._others.labels, each) for each in (self._others.outputs, others)]
        return Change(self._generic.of, *wrong)

    def _refine(self, digits: Digits) -> Values:
        replay = self._generic.replay
        return refined(self.layers, digits.inputs, digits.labels, digits.copies, replay)

    def _read_refined(self, parameters: Values) -> Reads:
        return lambda read: self.layers.read(read.inputs, parameters)[1]

    def _left_out(self, digits: Digits, way: _Way) -> tuple[Values, Values]:
        """Return the outputs for each digit, of what was fitted without the fifth it is in.

        They are those of the first look and of the second.
        """
        outputs, looked = np.empty_like(digits.outputs), np.empty_like(digits.outputs)
        # Within each class they take turns, so that each part has of all classes.
        place = np.empty(len(digits.labels), np.int64)
        place[np.argsort(digits.labels, kind="stable")] = np.arange(len(place)) % PARTS
        for part in range(PARTS):
            left_out = digits.chosen(place == part)
            those = digits.chosen(place != part)
            reads = way.fits(those)
            outputs[place == part] = reads(left_out)
            looks = self._looking.own(those, reads, way.looks.far) if way.looks.far else reads
            looked[place == part] = looks(left_out)
        return outputs, looked


def _prototypes(digits: Digits, width: float) -> Prototypes:
    return fit_prototypes(digits.values, digits.outputs, digits.labels, width)


def _read_as_shipped(read: Digits) -> Values:
    return read.outputs


def _read_with(units: Prototypes) -> Reads:
    return lambda read: read.outputs + units.added(read.values)


def _errors(labels: NDArray[np.int64], outputs: Values) -> int:
    return int((outputs.argmax(axis=1) != labels).sum())


def _is_harmless(others: Change, passes: float) -> bool:
    return others.after - others.before <= passes * others.digits


def _is_as_good(labels: NDArray[np.int64], outputs: Values, others: Values) -> bool:
    return _errors(labels, outputs) <= _errors(labels, others)


def _is_proven(labels: NDArray[np.int64], outputs: Values, others: Values) -> bool:
    """Return whether outputs have fewer errors than others, or as many where most are right.

    Where most digits are misread, labels may be wrong, which prototypes follow without harm.
    """
    errors, before = _errors(labels, outputs), _errors(labels, others)
    return errors < before or (errors == before and 2 * errors <= len(labels))
