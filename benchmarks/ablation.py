"""What each part of recipe ``everyday`` is good for: one named change at a time.

    python -m benchmarks.ablation

Every line is a training of its own, without a third of the writers, judged by these and by the part
of MNIST's training set that is set aside. The passes are fewer than the recipe's, so that it ends
within an hour; what is compared is lines with each other. The test sets play no part.
"""

import sys
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.report import table, write_section
from digit_recognizer.data.dataset import load_dataset, split_validation
from digit_recognizer.data.folds import writers_of_fold
from digit_recognizer.data.prepared_sets import pen_digits, swiss_digits, unipen_digits
from digit_recognizer.evaluation.intervals import Share, percent
from digit_recognizer.evaluation.metrics import evaluate
from digit_recognizer.nn.augmentation import EVERYDAY
from digit_recognizer.nn.optimizers import AdamW
from digit_recognizer.nn.schedules import OneCycle
from digit_recognizer.training.everyday import MIXTURE, Mixture, everyday_data
from digit_recognizer.training.recipe import Recipe
from digit_recognizer.training.recipes import recipe
from digit_recognizer.training.trainer import Trainer
from digit_recognizer.training.training_data import VALIDATION_SEED

__all__ = ["main"]

FOLD = 0
PASSES = 10
NOTHING = Mixture(1, *[0] * 10)
DIGITS = Mixture(neighboured=0, letters=0, signs=0, remains=0, forms=0, negatives=0)
WHOLE = recipe("everyday")
DECAYS_LESS = AdamW(weight_decay=0.01)


@dataclass(frozen=True)
class Change:
    """One line of the table: what is learned from, and by which recipe."""

    name: str
    mixture: Mixture
    recipe: Recipe


STEPS = (
    Change("MNIST alone", NOTHING, WHOLE),
    Change("and pen strokes", replace(NOTHING, strokes=2), WHOLE),
    Change("and pictures of them", replace(NOTHING, strokes=2, pictures=2), WHOLE),
    Change("and varied", replace(DIGITS, scans=0), WHOLE),
    Change("and scans", DIGITS, WHOLE),
    Change("and rare forms", replace(DIGITS, forms=MIXTURE.forms), WHOLE),
    Change("and among neighbours", replace(MIXTURE, letters=0, signs=0, negatives=0), WHOLE),
    Change("and drawn negatives", replace(MIXTURE, letters=0, signs=0), WHOLE),
    Change("and letters and signs: the recipe", MIXTURE, WHOLE),
    Change("distorted twice as much", MIXTURE, replace(WHOLE, augmentation=EVERYDAY)),
    Change("a sixth of the weight decay", MIXTURE, replace(WHOLE, optimizer=DECAYS_LESS)),
    Change("no average of the weights", MIXTURE, replace(WHOLE, averaging=None)),
)


def main() -> None:
    """Train them all and write the table."""
    passes = int(sys.argv[1]) if len(sys.argv) > 1 else PASSES
    rows = []
    for change in STEPS:
        rows.append([change.name, *map(_text, _judged(change, passes))])
        print("  ".join(rows[-1]), flush=True)
    header = (
        "learned from",
        "MNIST, set aside",
        "pen strokes",
        "pictures of them",
        "UNIPEN",
        "scans",
    )
    text = (
        "Right in percent, of writers left out (a third), and half the 95 % interval; "
        f"{passes} passes each, seed {WHOLE.seed}. The lower lines change one thing of the recipe."
    )
    write_section("ablation", f"## What each part is good for\n\n{table(header, rows)}\n\n{text}")


def _judged(change: Change, passes: int) -> list[Share]:
    schedule = OneCycle(learning_rate=0.004, epochs=passes, warm_up=1, first=0.0004)
    followed = replace(change.recipe, epochs=passes, schedule=schedule, fold=FOLD)
    generator = np.random.default_rng(VALIDATION_SEED)
    mnist = split_validation(load_dataset("mnist", "train"), followed.validation_size, generator)
    training, _, _ = everyday_data(*mnist, FOLD, mixture=change.mixture)
    trainer = Trainer(followed, training, mnist[1])
    for _ in trainer.run():
        pass
    judges = [mnist[1]]
    for digits in (pen_digits(), pen_digits(form="pictures"), unipen_digits(), swiss_digits()):
        left_out = writers_of_fold(digits.collection, digits.all_writers, FOLD)
        judges.append(digits.only(left_out).dataset)
    scores = [evaluate(trainer.network, judge) for judge in judges]
    return [Share(score.correct, score.count) for score in scores]


def _text(share: Share) -> str:
    low, high = share.interval
    return f"{percent(share.value)} ± {percent((high - low) / 2)}"


if __name__ == "__main__":
    main()
