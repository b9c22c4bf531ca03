from digit_recognizer.inspection import stages_of
from digit_recognizer.lenet.architectures import lenet5, lenet5_1998
from digit_recognizer.nn.architecture import Architecture
from digit_recognizer.nn.layers import Dense, Tanh


def test_a_layer_and_its_squashing_are_one_stage() -> None:
    for described in (lenet5(), lenet5_1998()):
        names = [stage.name for stage in stages_of(described)]
        assert names == ["input", "C1", "S2", "C3", "S4", "C5", "F6", "output"]


def test_stages_know_what_they_do() -> None:
    kinds = [stage.kind for stage in stages_of(lenet5_1998())]
    assert kinds == [
        "input",
        "convolution",
        "subsampling",
        "convolution",
        "subsampling",
        "convolution",
        "full connection",
        "distance",
    ]


def test_only_the_paper_squashes_what_is_subsampled() -> None:
    squashed = [
        [stage.name for stage in stages_of(described) if stage.squashing]
        for described in (lenet5(), lenet5_1998())
    ]
    assert squashed == [["C1", "C3", "C5", "F6"], ["C1", "S2", "C3", "S4", "C5", "F6"]]


def test_squashing_that_follows_no_layer_is_a_stage_of_its_own() -> None:
    layers = (Tanh("first"), Dense("F1", 3), Tanh("F1 squashed"), Tanh("again"))
    stages = stages_of(Architecture("odd", layers))
    assert [(stage.name, stage.kind) for stage in stages] == [
        ("input", "input"),
        ("first", "squashing"),
        ("F1", "full connection"),
        ("again", "squashing"),
    ]
    assert stages[1].shape == (1, 32, 32)
    assert [stage.is_vector for stage in stages] == [False, False, True, True]
