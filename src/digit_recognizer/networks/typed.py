"""Values of dataclasses from JSON, each checked against the type of its field."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from math import isfinite
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from digit_recognizer.errors import quoted

__all__ = ["LIMIT", "is_of_type", "list_of", "mapping_of", "parsed", "typed", "typed_list"]

LIMIT = 2**63
"""Whole numbers stay below it in size, as compiled code counts with 64 bits."""

Value = TypeVar("Value")


def parsed(text: str) -> Any:
    """Return what JSON text says.

    Raises
    ------
    ValueError
        If it is no JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def typed(kind: type[Value], values: Any) -> Value:
    """Return the dataclass ``kind`` with these values.

    Raises
    ------
    TypeError, ValueError
        If they are no mapping, a field is missing or unknown, or a value is not of its field's
        type; numbers must be finite.
    """
    if not isinstance(values, Mapping):
        raise TypeError(f"expected the fields of {kind.__name__}, found {quoted(values)}")
    hints = get_type_hints(kind)
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in values and not is_of_type(values[field.name], hints[field.name]):
            raise TypeError(f"{field.name}: found {quoted(values[field.name])}")
    return kind(**values)


def typed_list(kind: type[Value], values: Any) -> tuple[Value, ...]:
    """Return the dataclasses ``kind`` that a list holds; raises as ``typed`` does."""
    return tuple(typed(kind, one) for one in list_of(values))


def list_of(values: Any) -> Sequence[Any]:
    """Return what shall be a list; a tuple, as immutable values hold it, is one.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(values, list | tuple):
        raise TypeError(f"expected a list, found {quoted(values)}")
    return values


def mapping_of(values: Any, kind: Any = object) -> dict[str, Any]:
    """Return what shall be a mapping to values of a type.

    Raises
    ------
    TypeError
        If it is none.
    """
    if not isinstance(values, dict) or not all(is_of_type(one, kind) for one in values.values()):
        raise TypeError(f"expected names with values, found {quoted(values)}")
    return values


def is_of_type(value: Any, kind: Any) -> bool:
    """Tell whether a value from JSON, where tuples are lists, is of a field's type."""
    if isinstance(kind, UnionType):
        return any(is_of_type(value, one) for one in get_args(kind))
    if get_origin(kind) is tuple:
        inner, *_ = get_args(kind)
        return isinstance(value, list | tuple) and all(is_of_type(one, inner) for one in value)
    if kind in (int, float):
        if isinstance(value, int):
            return not isinstance(value, bool) and abs(value) < LIMIT
        return kind is float and isinstance(value, float) and isfinite(value)
    if kind in (str, bool, NoneType):
        return isinstance(value, kind)
    return True
