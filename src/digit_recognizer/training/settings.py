"""A recipe as a list of settings, each of which can be changed by itself."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from digit_recognizer.data.catalogue import CATALOGUE
from digit_recognizer.lenet.architectures import ARCHITECTURES
from digit_recognizer.networks.typed import LIMIT
from digit_recognizer.nn.augmentation import AUGMENTATIONS
from digit_recognizer.nn.initializers import INITIALIZERS
from digit_recognizer.training.recipes import PARTS, RECIPES, Recipe, RecipeError

__all__ = ["NONE", "Kind", "Setting", "Value", "changed", "setting_names", "settings"]

Value = int | float | str | tuple[float, ...] | None
Kind = Literal["choice", "whole number", "number", "numbers"]

NONE, OWN = "none", "own"
"""Choices of the part that a recipe may lack, and of one that is no preset."""

YES, NO = "yes", "no"
"""Choices of what is or is not."""

WARM_UP = 0.1
"""Share of the passes that a schedule with a warm-up is given where nothing else is known."""


@dataclass(frozen=True)
class Setting:
    """One setting of a recipe.

    Attributes
    ----------
    name : str
        Of the field, after that of its part: ``"epochs"``, ``"optimizer.momentum"``.
    value : int, float, str, tuple of float or None
        As it is.
    kind : {"choice", "whole number", "number", "numbers"}
        What it takes.
    choices : tuple of str
        What a choice is among.
    optional : bool
        Whether None is a value too.
    """

    name: str
    value: Value
    kind: Kind
    choices: tuple[str, ...] = ()
    optional: bool = False


def settings(recipe: Recipe) -> tuple[Setting, ...]:
    """Return every setting of a recipe but its name, each part followed by what belongs to it."""
    listed: list[Setting] = []
    for name in _fields_of(recipe):
        value = getattr(recipe, name)
        if name in PARTS:
            listed += _part(name, value)
        elif name != "name":
            listed.append(_setting(name, value, get_type_hints(Recipe)[name]))
    return tuple(listed)


def setting_names() -> set[str]:
    """Return the name of every setting that any recipe can have."""
    names = {field.name for field in fields(Recipe)} - {"name"}
    for part, kinds in PARTS.items():
        names |= {f"{part}.{inner}" for kind in kinds.values() for inner in _inner_names(kind)}
    return names


def changed(recipe: Recipe, name: str, value: Value) -> Recipe:
    """Return the recipe with one setting changed, and with it what has to follow.

    Raises
    ------
    DigitRecognizerError, ValueError
        If the value is out of range; the message says what was expected.
    """
    part, _, inner = name.partition(".")
    if inner:
        return replace(recipe, **{part: replace(getattr(recipe, part), **{inner: value})})
    if name == "augmentation":
        preset = AUGMENTATIONS.get(str(value), recipe.augmentation)
        return replace(recipe, augmentation=None if value == NONE else preset)
    if name in PARTS:
        return replace(recipe, **{name: _other_kind(recipe, name, str(value))})
    if isinstance(getattr(recipe, name), bool):
        value = value == YES
    if name == "epochs" and isinstance(value, int) and 0 < value < LIMIT:
        return replace(recipe, epochs=value, schedule=_stretched(recipe, value))
    replaced: dict[str, Any] = {name: value}
    return replace(recipe, **replaced)


def _part(name: str, value: Any) -> list[Setting]:
    if name == "augmentation":
        known = [preset for preset, settings in AUGMENTATIONS.items() if settings == value]
        chosen = NONE if value is None else known[0] if known else OWN
        choices = (NONE, *AUGMENTATIONS, *([OWN] if chosen == OWN else []))
    else:
        chosen, choices = type(value).__name__, tuple(PARTS[name])
    whole = Setting(name, chosen, "choice", choices)
    if value is None:
        return [whole]
    hints = get_type_hints(type(value))
    inner = _inner_names(type(value))
    return [whole, *(_setting(f"{name}.{key}", getattr(value, key), hints[key]) for key in inner)]


def _inner_names(kind: type) -> list[str]:
    """Return the fields of a part, less the epochs of a schedule, which are the recipe's."""
    hints = get_type_hints(kind)
    return [key for key in _fields_of(kind) if not (key == "epochs" and hints[key] is float)]


def _fields_of(thing: Any) -> list[str]:
    return [field.name for field in fields(thing)]


def _setting(name: str, value: Value, hint: Any) -> Setting:
    if hint is bool:
        return Setting(name, YES if value else NO, "choice", (YES, NO))
    if choices := _choices(name, value):
        return Setting(name, value, "choice", choices)
    optional = isinstance(hint, UnionType)
    if optional:
        (hint,) = (kind for kind in get_args(hint) if kind is not type(None))
    kind: Kind = "whole number" if hint is int else "number"
    if get_origin(hint) is tuple:
        kind = "numbers"
    return Setting(name, value, kind, optional=optional)


def _choices(name: str, value: Value) -> tuple[str, ...]:
    trained_on = [recipe.data for recipe in RECIPES.values()]
    public = [dataset.name for dataset in CATALOGUE if dataset.training is not None]
    known: Mapping[str, list[str]] = {
        "architecture": list(ARCHITECTURES),
        "data": [*trained_on, *public],
        "initializer": list(INITIALIZERS),
    }
    if name not in known:
        return ()
    return tuple(dict.fromkeys([*known[name], str(value)]))


def _other_kind(recipe: Recipe, part: str, name: str) -> Any:
    """Return a part of another kind that keeps what the two have in common."""
    if name not in PARTS[part]:
        raise RecipeError(f"{part}: expected one of {', '.join(PARTS[part])}, got {name!r}")
    kind, before = PARTS[part][name], getattr(recipe, part)
    if type(before) is kind:
        return before
    known = {key: getattr(before, key) for key in _fields_of(before)}
    if part == "schedule":
        known |= _known_of_schedule(recipe, name)
    taken = {key: known[key] for key in _fields_of(kind) if key in known}
    lacking = [
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING and field.name not in taken
    ]
    if lacking:
        raise RecipeError(f"{name}: expected a value for {', '.join(lacking)}, found none")
    return kind(**taken)


def _known_of_schedule(recipe: Recipe, name: str) -> dict[str, Any]:
    """Return what is known beforehand of any schedule that fits the recipe."""
    rate, epochs = recipe.schedule(0.0), float(recipe.epochs)
    rate = getattr(recipe.schedule, "learning_rate", rate)
    if name == "Piecewise":
        return {"epochs": (epochs / 2,), "learning_rates": (rate, rate / 10)}
    return {"learning_rate": rate, "epochs": epochs, "warm_up": WARM_UP * epochs}


def _stretched(recipe: Recipe, epochs: int) -> Any:
    """Return the recipe's schedule, made to end with so many epochs if it ends at all."""
    schedule = recipe.schedule
    if not isinstance(length := getattr(schedule, "epochs", None), int | float):
        return schedule
    values: dict[str, Any] = {"epochs": epochs * length / recipe.epochs}
    if hasattr(schedule, "warm_up"):
        values["warm_up"] = schedule.warm_up * epochs / recipe.epochs
    return replace(schedule, **values)  # type: ignore[type-var]
