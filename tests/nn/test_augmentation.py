import json
import math
from dataclasses import FrozenInstanceError, asdict, fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digit_recognizer.nn.augmentation import (
    AUGMENTATIONS,
    LIMITS,
    PAPER_1998,
    Augmentation,
    augmentation,
)


@pytest.mark.parametrize("name", AUGMENTATIONS)
def test_presets_are_found_by_name_and_survive_json(name: str) -> None:
    preset = augmentation(name)
    assert Augmentation(**json.loads(json.dumps(asdict(preset)))) == preset


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"'wild': expected one of paper-1998, everyday"):
        augmentation("wild")


def test_the_papers_distortions_are_four_kinds_and_one_original_in_ten() -> None:
    kinds = {name for name, value in asdict(PAPER_1998).items() if value}
    assert kinds == {"scale", "squeeze", "shear", "shift", "untouched", "smoothness"}
    assert PAPER_1998.untouched == 0.1


def test_every_setting_has_limits() -> None:
    assert [field.name for field in fields(Augmentation)] == list(LIMITS)


@pytest.mark.parametrize("name", LIMITS)
@given(data=st.data())
def test_a_setting_is_taken_within_its_limits_and_refused_outside(
    name: str, data: st.DataObject
) -> None:
    least, greatest = LIMITS[name]
    value = data.draw(st.floats(allow_nan=True, allow_infinity=True) | st.floats(least, greatest))
    if least <= value <= greatest:
        assert getattr(Augmentation(**{name: value}), name) == value
    else:
        with pytest.raises(ValueError, match=f"expected {name} from {least} to {greatest}, got"):
            Augmentation(**{name: value})


@pytest.mark.parametrize("value", ["4", None, True, [1.0], math.nan])
def test_a_setting_is_a_number(value: Any) -> None:
    with pytest.raises(ValueError, match="expected rotation from 0 to 180, got"):
        Augmentation(rotation=value)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PAPER_1998.shift = 3.0  # type: ignore[misc]


def test_the_vector_has_the_settings_in_order() -> None:
    vector = Augmentation(1, 0.2, 0.3, 0.4, 5, 6, 7, 0.8, 0.9).vector()
    assert vector.dtype == np.float32
    np.testing.assert_allclose(vector, [1, 0.2, 0.3, 0.4, 5, 6, 7, 0.8, 0.9], rtol=1e-7)
