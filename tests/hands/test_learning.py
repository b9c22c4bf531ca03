"""A hand is learned where it helps its owner and harms nobody, and else not at all."""

from dataclasses import replace

import numpy as np
import pytest

from digit_recognizer import Recognizer
from digit_recognizer.hands.copies import distorted_copies
from digit_recognizer.hands.fit import Fit
from digit_recognizer.hands.generic import packed_generic, shipped_generic
from digit_recognizer.hands.last_layers import HandError, LastLayers
from digit_recognizer.hands.learning import HARM, Teacher
from digit_recognizer.hands.profile import LearnedDigit, Profile
from digit_recognizer.hands.prototypes import fit_prototypes
from digit_recognizer.hands.reading import hand_reader
from digit_recognizer.hands.refinement import part_of_the_way, refined
from digit_recognizer.lenet.architectures import lenet5_1998
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.networks.identity import network_identity
from digit_recognizer.networks.tensor_file import unpacked_tensors
from digit_recognizer.nn.network import Network
from digit_recognizer.samples import sample_pictures
from tests.hands.conftest import BAR, image_of, odd_seven


def fit_of(profile: Profile) -> Fit:
    assert profile.fit is not None
    return profile.fit


def answers(teacher: Teacher, profile: Profile, images: list[np.ndarray]) -> list[int]:
    found: list[int] = (
        hand_reader(teacher, profile).probabilities(np.stack(images)).argmax(axis=1).tolist()
    )
    return found


def test_others_digits_are_those_of_the_shipped_network() -> None:
    """Else ``python -m benchmarks.hands --digits`` makes them anew."""
    generic = shipped_generic()
    assert generic.network == network_identity(find_checkpoint().network)
    assert len(generic.labels) == len(generic.inputs) < generic.of
    stored, _ = unpacked_tensors(packed_generic(generic))
    assert stored["inputs"].dtype == np.uint8


def test_one_correction_is_enough_for_what_looks_the_same(teacher: Teacher) -> None:
    profile = teacher.at_once(Profile("Ann").learn_input(odd_seven(), 7))
    assert fit_of(profile).level == "prototypes"
    assert answers(teacher, profile, [odd_seven(0.1), image_of(BAR)]) == [7, 1]
    assert answers(teacher, profile.forget(0), [odd_seven(0.1)]) == [1]


def test_what_was_fitted_at_once_is_what_reads(teacher: Teacher, sevens: Profile) -> None:
    learned = teacher.at_once(sevens)
    anew = replace(learned)  # as it comes from a file
    np.testing.assert_array_equal(
        teacher.prototypes_of(learned).amounts, teacher.prototypes_of(anew).amounts
    )


def test_what_is_learned_reads_sevens_that_were_not_learned(
    teacher: Teacher, sevens: Profile
) -> None:
    before = teacher.layers.network.parameters.copy()
    fit = fit_of(learned := teacher.at_leisure(sevens))
    assert fit.level != "none"
    assert fit.own is not None
    assert (fit.own.digits, fit.own.before) == (8, 8)
    assert fit.own.after <= 2
    assert fit.others.after - fit.others.before <= HARM * fit.others.digits
    assert answers(teacher, learned, [odd_seven(2.3), image_of(BAR)]) == [7, 1]
    np.testing.assert_array_equal(teacher.layers.network.parameters, before)


def test_shuffled_labels_are_refused(teacher: Teacher) -> None:
    recognizer = Recognizer()
    images = [recognizer.recognize(path).network_input for path in sample_pictures()]
    moved = [np.roll(image, by, axis) for image in images for by, axis in ((0, 0), (1, 0), (1, 1))]
    wrong = np.random.default_rng(3).permutation(np.repeat(np.arange(10), 3)).tolist()
    poisoned = Profile("Eve").with_digits(
        [LearnedDigit(image, label) for image, label in zip(moved, wrong, strict=True)]
    )
    learned = teacher.at_leisure(poisoned)
    assert (fit_of(learned).level, fit_of(learned).looks_again) == ("none", False)
    assert answers(teacher, learned, images) == list(range(10))


def test_doubtful_digits_are_compared_with_the_learned_ones(teacher: Teacher) -> None:
    """Nines that stay more and more open at the top, as fours do."""
    nines = [
        image_of([[(10, 4 + x), (-8, 20), (0, 42), (24, 34), (26, 4), (22, 90)]])
        for x in np.linspace(-8, 30, 12)
    ]
    fours = [image_of([[(0, 0), (-8, 40 + x), (34, 36)], [(26, 4), (20, 90)]]) for x in (-5, 0, 5)]
    learned = teacher.at_leisure(
        Profile("Ann").with_digits(
            [LearnedDigit(image, 9) for image in nines[::2]]
            + [LearnedDigit(image, 4) for image in fours]
        )
    )
    assert answers(teacher, Profile("Bob"), nines).count(4) > 2
    assert fit_of(learned).looks_again
    assert answers(teacher, learned, [*nines, *fours]) == [9] * 12 + [4] * 3
    sure_nine = [
        hand_reader(
            teacher,
            replace(learned, fit=replace(fit_of(learned), level="none", refined=None, far=far)),
        ).probabilities(np.stack(nines))[:, 9]
        for far in (0.0, 90.0)
    ]
    assert sure_nine[1].min() > sure_nine[0].min()


def test_few_digits_are_refined_where_others_allow_it(teacher: Teacher, sevens: Profile) -> None:
    fit = fit_of(teacher.at_leisure(replace(sevens, digits=sevens.digits[:2])))
    assert (fit.level, fit.own) == ("refined", None)
    assert fit.others.after - fit.others.before <= HARM * fit.others.digits


def test_nothing_is_fitted_to_nothing(teacher: Teacher) -> None:
    assert fit_of(teacher.at_once(Profile("Ann"))).level == "none"
    assert fit_of(teacher.at_leisure(Profile("Ann"))).level == "none"


def test_the_hand_of_another_network_is_refused(teacher: Teacher, sevens: Profile) -> None:
    with pytest.raises(HandError, match="Ann was learned for another network; read with"):
        teacher.at_once(replace(sevens, network="0" * 64))
    fit = Fit("refined", None, fit_of(teacher.at_once(sevens)).others, refined=np.zeros(3, "f4"))
    with pytest.raises(HandError, match="expected 11,014 weights, got 3"):
        teacher.check(replace(sevens, fit=fit))
    with pytest.raises(HandError, match="another one reads; read with the shipped network"):
        Teacher(find_checkpoint("lenet5-mnist").network)


def test_a_network_without_softmax_learns_no_hand() -> None:
    with pytest.raises(HandError, match="lenet5-1998 learns no hand"):
        LastLayers(Network(lenet5_1998()))


def test_last_layers_say_what_the_whole_network_says(teacher: Teacher, sevens: Profile) -> None:
    layers = teacher.layers
    _, outputs = layers.read(layers.inputs(sevens.images))
    activations = layers.network.activations(sevens.images)
    np.testing.assert_allclose(outputs.T, activations["output"][:, 0, 0], rtol=1e-4, atol=1e-4)


def test_prototypes_satisfy_the_equation_that_defines_them(
    teacher: Teacher, sevens: Profile
) -> None:
    """Where the penalised loss is least, the penalty times each amount is what is missing."""
    layers = teacher.layers
    values, outputs = layers.read(layers.inputs(sevens.images))
    units = fit_prototypes(values, outputs, sevens.labels, 4.0)
    scores = outputs + units.added(values)
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    missing = np.eye(10)[sevens.labels] - powers / powers.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(0.05 * units.amounts, missing, atol=0.02)
    far = np.full((1, values.shape[1]), 100, np.float32)
    np.testing.assert_array_equal(units.added(far), np.zeros((1, 10)))


def test_refined_layers_read_the_hand_and_say_of_others_what_they_said(
    teacher: Teacher, sevens: Profile
) -> None:
    layers, replay = teacher.layers, shipped_generic().replay
    inputs = layers.inputs(sevens.images)
    none = np.empty((len(inputs), 0, inputs.shape[1]), np.float32)
    strict, lax = (
        refined(layers, inputs, sevens.labels, none, each) for each in (replay, replay[:1])
    )
    assert layers.read(inputs, strict)[1].argmax(axis=1).tolist() == [7] * 8
    before, after, forgetful = (
        layers.read(replay, each)[1].argmax(axis=1) for each in (None, strict, lax)
    )
    assert (before != after).sum() < (before != forgetful).sum() / 2


def test_refined_layers_learn_from_copies_too(teacher: Teacher, sevens: Profile) -> None:
    layers, replay = teacher.layers, shipped_generic().replay
    one = layers.inputs(sevens.images[:1])
    copies = layers.inputs(distorted_copies(sevens.images[:1])[0])[None]
    means = []
    for some in (copies[:, :0], copies):
        parameters = refined(layers, one, sevens.labels[:1], some, replay)
        scores = layers.read(layers.inputs(sevens.images), parameters)[1]
        means.append((scores[:, 7] - scores[:, 1]).mean())
    without, with_them = means
    assert with_them > without


def test_a_part_of_the_way_lies_between_shipped_and_refined_layers(teacher: Teacher) -> None:
    layers = teacher.layers
    others = layers.parameters + 1
    np.testing.assert_array_equal(part_of_the_way(layers, others, 0.0), layers.parameters)
    half = part_of_the_way(layers, others, 0.5)
    np.testing.assert_allclose(half, layers.parameters + 0.5, rtol=1e-5, atol=1e-6)


def test_a_recognizer_reads_with_a_hand(sevens: Profile) -> None:
    plain = Recognizer()
    own = plain.reading(sevens)
    assert own.profile is not None
    assert plain.predict(sevens.images).tolist() == [1] * 8
    assert own.predict(sevens.images).tolist() == [7] * 8
    strokes = [[(-14, 8), (0, 0), (-10, 90)], [(40, 0), (40, 90)]]
    read = [each.recognize_number_strokes(strokes).digits[0] for each in (plain, own)]
    assert read[0].probabilities[7] < 0.1 < read[1].probabilities[7]
    assert own.reading(None).predict(sevens.images).tolist() == [1] * 8
