"""A recipe as a list of settings, each of which can be changed by itself."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from math import isfinite
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from digit_recognizer.data.catalogue import CATALOGUE
from digit_recognizer.data.folds import FOLDS_BY
from digit_recognizer.errors import quoted
from digit_recognizer.lenet.architectures import ARCHITECTURES
from digit_recognizer.nn.augmentation import AUGMENTATIONS
from digit_recognizer.nn.initializers import INITIALIZERS
from digit_recognizer.training.known_settings import Kind, known_setting, problem
from digit_recognizer.training.recipe import PARTS, Recipe, RecipeError
from digit_recognizer.training.recipes import RECIPES, images_of

__all__ = ["NONE", "Kind", "Setting", "Value", "changed", "edited", "setting_names", "settings"]

Value = int | float | str | tuple[float, ...] | None

NONE, OWN = "none", "own"
"""Choices of the part that a recipe may lack, and of one that is no preset."""

YES, NO = "yes", "no"
"""Choices of what is or is not."""

_BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[ ,](?=\d{3}(?:[ ,]|$))")

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

    def value_of(self, text: str) -> Value:
        """Return the value that a person wrote, with a point or a comma before decimals.

        Raises
        ------
        RecipeError
            If it is no such value.
        """
        stripped = text.strip()
        if self.kind == "choice":
            return stripped
        if self.optional and stripped in ("", NONE):
            return None
        try:
            return _number(stripped, self.kind)
        except ValueError as error:
            what = {"whole number": "a whole number", "numbers": "numbers with spaces between"}
            empty = f", or {NONE} to switch it off" if self.optional else ""
            raise RecipeError(
                f"{known_setting(self.name).label}: expected {what.get(self.kind, 'a number')}"
                f"{empty}, got {quoted(text)}"
            ) from error


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

    With the passes, a schedule that ends is stretched as a whole, its warm-up too: ``sprint`` makes
    two passes and warms up a fifth of one, so ten passes of it warm up one. A table of rates and a
    decay in stairs stay as they are. A part of another kind keeps the settings that
    the two kinds have in common.

    Raises
    ------
    RecipeError
        If there is no such setting, or the value is out of range; the message says what was
        expected.
    """
    return _checked(_replaced(recipe, name, value))


def edited(recipe: Recipe, texts: Mapping[str, str]) -> Recipe:
    """Return the recipe with settings changed to what a person wrote, as ``changed`` does it.

    Parameters
    ----------
    recipe : Recipe
        What is changed.
    texts : mapping of str to str
        What was written, by the name of the setting. The order does not matter: kinds of parts
        come first, then the passes, then the rest, so that what is written is what holds.

    Raises
    ------
    RecipeError
        If there is no such setting, or the value is out of range; the message says what was
        expected.
    """
    for name in sorted(texts, key=lambda name: (name not in PARTS, name != "epochs")):
        recipe = _replaced(recipe, name, _found(recipe, name).value_of(texts[name]))
    return _checked(recipe)


def _replaced(recipe: Recipe, name: str, value: Value) -> Recipe:
    setting, label = _found(recipe, name), known_setting(name).label
    if value == setting.value:
        return recipe
    if setting.kind == "choice":
        # One's own images are a choice too, by their path.
        if value not in setting.choices and not (name == "data" and value):
            # One's own data may have a name that no terminal should be given as it is.
            known = (each if each.isprintable() else quoted(each) for each in setting.choices)
            raise RecipeError(f"{label}: expected one of {', '.join(known)}, got {quoted(value)}")
    elif not (setting.optional and value is None) and (wrong := problem(name, value, setting.kind)):
        raise RecipeError(wrong)
    part, _, inner = name.partition(".")
    replaced: dict[str, Any] = {name: value}
    if name == "augmentation":
        replaced = {name: AUGMENTATIONS.get(str(value))}
    elif name in PARTS:
        replaced = {name: _other_kind(recipe, name, str(value))}
    elif setting.choices == (YES, NO):
        replaced = {name: value == YES}
    elif name == "epochs" and isinstance(value, int):
        replaced = {name: value, "schedule": _stretched(recipe, value)}
    elif inner:
        try:
            replaced = {part: replace(getattr(recipe, part), **{inner: value})}
        except ValueError as error:
            # The part names its own field; a person knows it by the label.
            raise RecipeError(f"{label}: {str(error).partition(': ')[2] or error}") from error
    return replace(recipe, **replaced)


def _found(recipe: Recipe, name: str) -> Setting:
    """Return a setting of the recipe by its name."""
    for setting in settings(recipe):
        if setting.name == name:
            return setting
    part, _, inner = name.partition(".")
    if name not in setting_names():
        known = ", ".join(setting.name for setting in settings(recipe))
        raise RecipeError(f"no setting is called {quoted(name)}: expected one of {known}")
    having = [kind for kind, type_ in PARTS[part].items() if inner in _inner_names(type_)]
    found = type(getattr(recipe, part)).__name__ if getattr(recipe, part) is not None else NONE
    raise RecipeError(
        f"{known_setting(name).label}: expected {known_setting(part).label} {' or '.join(having)}, "
        f"which has this setting, got {found} in the recipe {recipe.name}",
        "change that first",
    )


def _checked(recipe: Recipe) -> Recipe:
    """Return the recipe, after a look whether the images suffice where it is known how many."""
    for public in CATALOGUE:
        if public.name == images_of(recipe) and public.training is not None:
            recipe.check_validation(len(public.training), public.name)
            recipe.check_batch(len(public.training) - recipe.validation_size, public.name)
    return recipe


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
        "fold_by": list(FOLDS_BY),
    }
    if name not in known:
        return ()
    return tuple(dict.fromkeys([*known[name], str(value)]))


def _number(text: str, kind: Kind) -> Value:
    if kind == "whole number":
        return int(_BETWEEN_THOUSANDS.sub("", text))
    numbers = tuple(float(part) for part in text.replace(",", ".").split())
    if not all(map(isfinite, numbers)) or (kind == "number" and len(numbers) != 1):
        raise ValueError(text)
    return numbers if kind == "numbers" else numbers[0]


def _other_kind(recipe: Recipe, part: str, name: str) -> Any:
    """Return a part of another kind that keeps what the two have in common."""
    kind, before = PARTS[part][name], getattr(recipe, part)
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
    try:
        return kind(**taken)
    except ValueError as error:
        raise RecipeError(f"{name}: {error}") from error


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
