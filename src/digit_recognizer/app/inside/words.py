"""What is seen, in plain words: the text equivalent of every graphic of this page."""

from __future__ import annotations

import math

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.inspection import Posterior, Snapshot, Stage, Sum, Unit, sum_of

__all__ = [
    "caption",
    "evidence_told",
    "idea",
    "number",
    "outcome",
    "outputs_told",
    "posterior_told",
    "power",
    "size",
    "unit_name",
]


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, decimals: int = 2) -> str:
    """Return a number with a true minus sign, and never minus nothing.

    >>> number(-0.104), number(-0.004), number(1.0, 1)
    ('−0.10', '0.00', '1.0')
    """
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def power(exponent: float) -> str:
    """Return e raised to an exponent, with so many digits as are of interest.

    >>> power(8.31), power(2.0), power(-0.5), power(-12.3), power(900.0)
    ('4,064', '7.39', '0.61', '4.6 × 10⁻⁶', '7.3 × 10³⁹⁰')
    """
    if -4.6 <= exponent < math.log(1e6):
        value = math.exp(exponent)
        return f"{value:,.0f}" if value >= 1000 else number(value, 1 if value >= 100 else 2)
    digits, tens = _scientific(exponent)
    return f"{digits} × 10{str(tens).translate(_RAISED)}"


def _scientific(exponent: float) -> tuple[str, int]:
    """Return e raised to an exponent as digits and a power of ten, without overflow."""
    tens = math.floor(exponent / math.log(10))
    digits = f"{10 ** (exponent / math.log(10) - tens):.1f}"
    return ("1.0", tens + 1) if digits == "10.0" else (digits, tens)


def size(stage: Stage) -> str:
    """Return what a stage is made of, briefly."""
    channels, height, width = stage.shape
    if stage.is_vector:
        return f"{channels} {'distances' if stage.kind == 'distance' else 'units'}"
    return f"{height}×{width}" if channels == 1 else f"{channels} × {height}×{width}"


def unit_name(snapshot: Snapshot, unit: Unit) -> str:
    """Return what to call a unit; maps, rows and columns are counted from 1."""
    stage = snapshot.stages[unit.stage]
    place = f"row {unit.row + 1}, column {unit.column + 1}"
    if stage.is_vector:
        if unit.stage == len(snapshot.stages) - 1:
            return f"{stage.name}, class {unit.channel}"
        return f"{stage.name}, unit {unit.channel + 1}"
    if stage.shape[0] == 1:
        return f"{stage.name}, {place}"
    return f"{stage.name}, map {unit.channel + 1}, {place}"


def outcome(snapshot: Snapshot, focus: Sum) -> tuple[str, ...]:
    """Return what a unit sees, how that becomes its value, and a class's value a probability."""
    unit, stage = focus.unit, snapshot.stages[focus.unit.stage]
    if focus.patch is None:
        encoding = snapshot.network.architecture.encoding
        return (
            f"value {number(focus.value)}",
            f"background is {number(encoding.background)}, the whitest ink {number(encoding.ink)}",
        )
    below = snapshot.stages[unit.stage - 1]
    if focus.kind == "distance":
        distances = snapshot.values[unit.stage].ravel()
        nearest = ", the smallest of all" if unit.channel == int(distances.argmin()) else ""
        sees = (
            f"compares all {len(focus.patch.channels)} values of {below.name} "
            f"with the pattern of a {unit.channel}"
        )
        result = f"distance {number(focus.value, 1)}{nearest}"
    else:
        sees, result = _sees(focus, below), _arithmetic(focus)
    if unit.stage == len(snapshot.stages) - 1 and stage.is_vector:
        return sees, result, posterior_told(snapshot.posterior, unit.channel)
    return sees, result


def posterior_told(posterior: Posterior, digit: int) -> str:
    """Return how a class comes by its probability, without signs that are not read aloud."""
    raised, total = float(posterior.exponents[digit]), posterior.exponent_of_sum
    name, of_all = {
        "softmax": ("softmax", "of all classes"),
        "penalties": ("softmax of the negative distances", "of all classes"),
        "penalties and rubbish": ("equation 9", "of all classes and of rubbish"),
    }[posterior.rule]
    share = percent(float(posterior.probabilities[digit]))
    calibrated = (
        ""
        if posterior.temperature == 1
        else f"; the score includes a division by the temperature, {number(posterior.temperature)}"
    )
    return (
        f"{name}: e to the power of {number(raised)} is {_power_told(raised)}, "
        f"divided by the sum {of_all}, {_power_told(total)}, gives {share}{calibrated}"
    )


def _power_told(exponent: float) -> str:
    text = power(exponent)
    if "×" not in text:
        return text
    digits, tens = _scientific(exponent)
    return f"{digits} times 10 to the power of {number(tens, 0)}"


def caption(state: InsideState) -> str:
    """Return all that is shown of the unit that is looked at, in one sentence."""
    if state.snapshot is None:
        return "The network is being loaded."
    if state.is_blank:
        return "Nothing to see yet: the sheet is blank."
    if state.unit is None:
        return "No unit is chosen."
    focus = sum_of(state.snapshot, state.unit)
    told = "; ".join(outcome(state.snapshot, focus))
    text = f"{unit_name(state.snapshot, state.unit)}: {told}."
    outputs = (outputs_told(state.snapshot),) if state.is_class(state.unit) else ()
    pinned = ("It is pinned until Escape is pressed.",) if state.is_pinned else ()
    evidence = () if state.digit is None else evidence_told(state)
    return " ".join((text, *outputs, *pinned, *evidence))


def outputs_told(snapshot: Snapshot) -> str:
    """Return the figures of all classes, as the rows of the output show them."""
    if snapshot.stages[-1].kind == "distance":
        name, figures = (
            "distances",
            [number(float(each), 1) for each in snapshot.values[-1].ravel()],
        )
    else:
        name, figures = "classes", [percent(float(each)) for each in snapshot.probabilities]
    rows = ", ".join(f"{digit}: {figure}" for digit, figure in enumerate(figures))
    return f"All {name}: {rows}."


def evidence_told(state: InsideState) -> tuple[str, str]:
    """Return what the colours of the evidence mean, and how strong it is."""
    digit = state.digit
    if state.evidence is None:
        return f"What speaks for a {digit}?", "Covering one spot of ink after another …"
    times = math.exp(min(float(state.evidence.weights.max()), 30.0))
    told = (
        f"Without the strongest spot its odds would be {_times(times)} lower."
        if times >= 1.5
        else "No spot alone speaks strongly for it."
    )
    return f"Orange ink speaks for a {digit}, blue ink against it.", told


def idea(snapshot: Snapshot, unit: Unit) -> str:
    """Return what a layer does and why, in a sentence."""
    stage = snapshot.stages[unit.stage]
    below = snapshot.stages[max(unit.stage - 1, 0)].name
    is_output = unit.stage == len(snapshot.stages) - 1
    match stage.kind:
        case "input":
            return "The drawing as the network gets it: 28×28 pixels, centred, with a margin."
        case "convolution" if stage.is_vector:
            return f"Each kernel is as large as {below}'s maps: the unit sees all of them at once."
        case "convolution" if unit.stage == 1:
            return (
                "One small kernel slides over the whole drawing. "
                "Orange: it looks like the kernel. Blue: like its opposite."
            )
        case "convolution":
            return (
                f"A kernel for each map of {below} slides over them together "
                "and finds features made of features."
            )
        case "subsampling":
            return (
                f"Each unit sums up a small square of a map of {below}: "
                "where exactly a feature was matters less."
            )
        case "distance":
            rule = "Equation 9" if snapshot.posterior.rubbish_exponent is not None else "Softmax"
            return (
                f"How far is {below} from the pattern of each class? "
                f"{rule} makes shares of exp(−distance)."
            )
        case "full connection" if is_output:
            return (
                "A score (logit) for each class. "
                "Softmax makes shares of all scores: exp of each, divided by the sum."
            )
        case "full connection":
            return f"Each unit weighs every value of {below}. Lines show what moves it most."
        case "squashing":
            return f"Each value of {below}, squashed."
        case _:
            return f"Made of {below}."


def _sees(focus: Sum, below: Stage) -> str:
    patch = focus.patch
    assert patch is not None
    square = f"{patch.height}×{patch.width}"
    if focus.kind == "squashing":
        return f"squashes one value of {below.name}"
    if below.is_vector:
        return f"weighs all {len(patch.channels)} values of {below.name}"
    if focus.kind == "subsampling" and focus.bias is None:
        return f"averages a {square} square of map {patch.channels[0] + 1} of {below.name}"
    if below.name == "input":
        return f"sees a {square} patch of the input"
    if len(patch.channels) == 1:
        return f"sees a {square} patch of map {patch.channels[0] + 1} of {below.name}"
    return f"sees a {square} patch in each of {len(patch.channels)} maps of {below.name}"


def _arithmetic(focus: Sum) -> str:
    total = number(focus.total)
    if focus.kind == "subsampling" and focus.bias is None:
        text = f"average {total}"
    elif focus.bias is None:
        text = f"sum {total}"
    else:
        products = focus.total - focus.bias
        text = f"sum {number(products)} + bias {number(focus.bias)} = {total}"
    return text if focus.squashing is None else f"{text}, squashed to {number(focus.value)}"


def _times(factor: float) -> str:
    if factor > 1000:
        return "over 1,000 times"
    return f"{factor:.0f} times" if factor >= 10 else f"{factor:.1f} times"
