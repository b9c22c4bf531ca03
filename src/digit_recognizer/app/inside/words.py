"""What is seen, in plain words: the text equivalent of every graphic of this place."""

from __future__ import annotations

import math

from digit_recognizer.app.draw.words import percent
from digit_recognizer.app.inside.state import InsideState
from digit_recognizer.inspection import Snapshot, Stage, Sum, Unit, sum_of

__all__ = [
    "caption",
    "evidence_told",
    "idea",
    "number",
    "outcome",
    "outputs_told",
    "size",
    "unit_name",
]


def number(value: float, decimals: int = 2) -> str:
    """Return a number with a true minus sign, and never minus nothing.

    >>> number(-0.104), number(-0.004), number(1.0, 1)
    ('−0.10', '0.00', '1.0')
    """
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


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


def outcome(snapshot: Snapshot, focus: Sum) -> tuple[str, str]:
    """Return what a unit sees, and how that becomes its value."""
    unit, stage = focus.unit, snapshot.stages[focus.unit.stage]
    if focus.patch is None:
        encoding = snapshot.network.architecture.encoding
        return (
            f"value {number(focus.value)}",
            f"paper is {number(encoding.background)}, the whitest ink {number(encoding.ink)}",
        )
    below = snapshot.stages[unit.stage - 1]
    if focus.kind == "distance":
        distances = snapshot.values[unit.stage].ravel()
        nearest = ", the smallest of all" if unit.channel == int(distances.argmin()) else ""
        return (
            f"compares all {len(focus.patch.channels)} values of {below.name} "
            f"with the pattern of a {unit.channel}",
            f"distance {number(focus.value, 1)}{nearest}",
        )
    result = _arithmetic(focus)
    if unit.stage == len(snapshot.stages) - 1 and stage.is_vector:
        share = percent(float(snapshot.probabilities[unit.channel]))
        result = f"{result}, beside the other classes' scores {share}"
    return _sees(focus, below), result


def caption(state: InsideState) -> str:
    """Return all that is shown of the unit that is looked at, in one sentence."""
    if state.snapshot is None:
        return "The network is being loaded."
    if state.is_blank:
        return "Nothing to see yet: the paper is blank."
    if state.unit is None:
        return "No unit is chosen."
    focus = sum_of(state.snapshot, state.unit)
    told = "; ".join(outcome(state.snapshot, focus))
    text = f"{unit_name(state.snapshot, state.unit)}: {told}."
    outputs = (outputs_told(state.snapshot),) if state.is_class(state.unit) else ()
    kept = ("It is kept until Escape is pressed.",) if state.is_pinned else ()
    evidence = () if state.digit is None else evidence_told(state)
    return " ".join((text, *outputs, *kept, *evidence))


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
            return f"How far is {below} from the pattern of each class? The nearest wins."
        case "full connection" if is_output:
            return f"A score for each class, from all of {below}. The highest wins."
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
