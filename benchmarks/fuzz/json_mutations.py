"""Changes to JSON that leave it JSON: other values, other kinds, other depths."""

import json
import re
from copy import deepcopy
from random import Random
from typing import Any

__all__ = ["mutated_json", "mutated_tree"]

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 2, 2.5, -0.0, 1e308, -1e308, 5e-324, 0.1, 10, 2**31, 2**63),
    *(2**64, -(2**63), 10**30, float("nan"), float("inf"), float("-inf"), "", "0", "1", "2.5"),
    *("none", "lenet5", "linear", "Adam", "\ud800", "\0", "x" * 5_000, "é", "../..", "\x1b[2J"),
    *([], [[]], [None], [1], [1, 2], ["a"], {}, {"a": 1}, {"": None}, {"kind": "Adam"}),
)
_DEPTHS = (20, 900, 1_100, 5_000, 100_000)
# A value that no text of JSON can be made of by the library: written in afterwards.
_WRITTEN_LATER = re.compile(r'"@(deep list|deep object|digits|twice):(\d+)@"')


def mutated_json(rng: Random, text: str) -> str:
    """Return a JSON text with some of its values replaced, moved, removed or nested."""
    return _WRITTEN_LATER.sub(_written, json.dumps(mutated_tree(rng, json.loads(text))))


def mutated_tree(rng: Random, tree: Any) -> Any:
    """Return a JSON value changed once to three times; ``tree`` itself is used up."""
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        tree = _changed(rng, tree)
    return tree


def _changed(rng: Random, tree: Any) -> Any:
    """Go down at random, and change what is there."""
    inside: list[Any] = []
    if isinstance(tree, dict | list):
        inside = list(tree) if isinstance(tree, dict) else list(range(len(tree)))
    if not inside or rng.random() < 0.08:
        return _another(rng, tree)
    key = rng.choice(inside)
    chance = rng.random()
    if chance < 0.08:
        del tree[key]
    elif chance < 0.14 and isinstance(tree, dict):
        tree[rng.choice(("", "kind", "name", "unknown", "é", "__class__"))] = tree.pop(key)
    elif chance < 0.18 and isinstance(tree, list):
        tree.extend(deepcopy(tree[key]) for _ in range(rng.choice((1, 10, 1_000))))
    elif chance < 0.22:
        other = rng.choice(inside)
        tree[key], tree[other] = tree[other], tree[key]
    else:
        tree[key] = _changed(rng, tree[key])
    return tree


def _another(rng: Random, value: Any) -> Any:
    chance = rng.random()
    if chance < 0.04:
        return f"@{rng.choice(('deep list', 'deep object'))}:{rng.choice(_DEPTHS)}@"
    if chance < 0.08:
        return f"@digits:{rng.choice((20, 400, 5_000))}@"
    if chance < 0.12:
        return f"@twice:{rng.randrange(3)}@"
    if chance < 0.17:
        return [value]
    if chance < 0.22:
        return {"a": value}
    if chance < 0.30:
        return str(value)
    if chance < 0.45 and type(value) in (int, float):
        return rng.choice((-value, value + 0.5, value * 1_000, value * 10**20, [value], str(value)))
    return deepcopy(rng.choice(ODD_VALUES))


def _written(found: re.Match[str]) -> str:
    kind, number = found[1], int(found[2])
    if kind == "deep list":
        return "[" * number + "]" * number
    if kind == "deep object":
        return '{"a":' * number + "1" + "}" * number
    if kind == "digits":
        return "9" * number
    return ('{"a":1,"a":2}', "1E+999", "-0")[number]
