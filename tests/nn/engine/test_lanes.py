import pytest

from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.nn.engine import LanesError, Program
from digit_recognizer.nn.engine.lanes import WIDTHS, Lanes, choose_lanes


def test_lanes_follow_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIGIT_RECOGNIZER_LANES", raising=False)
    for features, width in (
        ({"avx512f": True, "avx2": True, "fma": True}, 16),
        ({"avx2": True, "fma": True}, 8),
        ({"avx2": True}, 4),
        ({"neon": True}, 4),
    ):
        monkeypatch.setattr("llvmlite.binding.get_host_cpu_features", lambda known=features: known)
        assert choose_lanes() == Lanes(width)


@pytest.mark.parametrize("width", WIDTHS)
def test_lanes_follow_the_environment(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_LANES", str(width))
    assert Program(lenet5()).lanes == Lanes(width)


@pytest.mark.parametrize("value", ["32", "sixteen", "16.0"])
def test_refuses_another_number_of_lanes(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGIT_RECOGNIZER_LANES", value)
    with pytest.raises(LanesError, match=f"DIGIT_RECOGNIZER_LANES: expected 16, 8 or 4.*{value}"):
        Program(lenet5())
    with pytest.raises(LanesError, match="lanes: expected 16, 8 or 4, got 5"):
        Lanes(5)
