"""Put a trained network into the package, with its model card.

python benchmarks/ship_network.py runs/everyday/last.safetensors lenet5 \
    --twins runs/everyday-{0,1,2} --laboratories runs/laboratory-{0,1,2}
"""

import argparse
from pathlib import Path

from benchmarks.everyday import Twins, sections, twins_of, unseen_sets
from digit_recognizer.data.catalogue import find_public_dataset
from digit_recognizer.data.handwriting import PENDIGITS, SWISS_NUMBERS, UNIPEN
from digit_recognizer.evaluation.cross_validation import calibrated, read_apart
from digit_recognizer.evaluation.mistakes_sheet import draw_mistakes
from digit_recognizer.networks.checkpoint import Checkpoint, load_checkpoint, save_checkpoint
from digit_recognizer.training.recipes import EVERYDAY_DATA
from digit_recognizer.training.stored import averaged, recipe_of, resume_state

WEIGHTS = Path(__file__).resolve().parents[1] / "src/digit_recognizer/networks/weights"

CARD = """\
---
license: mit
library_name: digit-recognizer
tags: [image-classification, handwritten-digits, LeNet-5]
datasets: [{datasets}]
---

# {name}

A trained {architecture} ({parameters:,} parameters) that reads one handwritten digit. This card is
written by `benchmarks/ship_network.py` from what the checkpoint records and from what it measures.

| | |
|---|---|
| network | `{architecture}`, see `digit-recognizer show {architecture}` |
| input | 28×28 grey levels, white ink on black, prepared by version \
{ink_version} of the pipeline from ink to input |
| recipe | `digit-recognizer train --recipe {recipe} --seed {seed}` |
| epochs | {epoch} of {epochs} |
| answers | from a confidence of {sure_from:g} on{temperature} |

## Data

{data}

## Measured

{measured}

## Meant for, and not

Single handwritten digits, on a screen or on paper, upright, one a picture. {limits}

## Recipe, whole

```json
{recipe_json}
```

## Cite

{citations}
"""

MNIST_LIMITS = (
    "It answers with a digit for any ink at all: letters and scribbles get an answer too. It was "
    "trained on digits of American writers of the 1990s: forms that are common elsewhere, such as "
    "a 1 with a long upstroke or a crossed 7, are read less well."
)
EVERYDAY_LIMITS = """\
It says "not sure" or "not a digit" where it has reason to, which is not always: see the table
above. It knows the hands of some 500 Americans of the 1990s (MNIST), of 30 people in Turkey with a
pen on a tablet, of 122 people in seven laboratories of the 1990s (UNIPEN) and of 11 writers in
Switzerland; those of other places and of children it has not met.

### Where it fails

![Mistakes of the twins, each with writers it had not met](./{name}-mistakes.png)

Mistakes of the twins with writers they had not met, the surest first: the digit, what it was taken
for, and how sure the network was."""


def main() -> None:
    """Read the arguments and write the files."""
    parser = argparse.ArgumentParser(description="Put a trained network into the package.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("name")
    parser.add_argument("--twins", type=Path, nargs="*", help="Runs without some of the writers.")
    parser.add_argument(
        "--laboratories", type=Path, nargs="*", default=(), help="Runs without some laboratories."
    )
    arguments = parser.parse_args()
    checkpoint = averaged(resume_state(load_checkpoint(arguments.checkpoint)))
    measured, limits = scores_table(checkpoint), MNIST_LIMITS
    if arguments.twins:
        twins = twins_of(arguments.twins, arguments.laboratories)
        checkpoint = calibrated(checkpoint, twins.calibration)
        measured = cross_validated(checkpoint, twins)
        limits = EVERYDAY_LIMITS.format(name=arguments.name)
        readings = [read_apart(twins.writers, digits) for digits in unseen_sets()]
        draw_mistakes(readings, WEIGHTS / f"{arguments.name}-mistakes.png")
    save_checkpoint(WEIGHTS / f"{arguments.name}.safetensors", checkpoint)
    card = WEIGHTS / f"{arguments.name}.md"
    card.write_text(model_card(arguments.name, checkpoint, measured, limits), encoding="utf-8")
    print(f"shipped {arguments.name}: {card}")


def scores_table(checkpoint: Checkpoint) -> str:
    """Return a line of the table for each data set that the run measured."""
    scores = checkpoint.scores
    lines = [
        f"| {part} | {100 * scores[f'{part} accuracy']:.2f} % | {scores[f'{part} loss']:.4f} |"
        for part in ("validation", "test")
        if f"{part} accuracy" in scores
    ]
    return "\n".join(["| data | accuracy | mean cross-entropy |", "|---|---|---|", *lines])


def cross_validated(checkpoint: Checkpoint, twins: Twins) -> str:
    """Return all figures of people that were not met."""
    begin = (
        "The network was trained on every writer there is. What stands under the names of sets "
        "with writers (pendigits, unipen, swiss) was therefore measured on twins, trained alike, "
        "but each without a third of the writers, on those writers, or without a third of the "
        "laboratories of UNIPEN. MNIST's test set, EMNIST and "
        "USPS were never trained on, and this network reads them itself."
    )
    parts = [f"### {title}\n\n{text}" for title, text in sections(checkpoint, twins)]
    text = "\n\n".join([begin, *parts])
    return text.replace("](images/", "](../../../docs/images/")


def model_card(name: str, checkpoint: Checkpoint, measured: str, limits: str) -> str:
    """Return the text of the card."""
    recipe, architecture = recipe_of(checkpoint), checkpoint.network.architecture
    everyday = recipe.data == EVERYDAY_DATA
    mnist = find_public_dataset("mnist" if everyday else recipe.data)
    sets = [mnist, *((PENDIGITS, UNIPEN, SWISS_NUMBERS) if everyday else ())]
    lines = ["| data | what | licence |", "|---|---|---|"]
    lines += [f"| {each.name} | {each.description} | {each.licence} |" for each in sets]
    if everyday:
        lines.append("| varied, neighboured | made of the above by this project | as above |")
        lines.append("| forms | drawn by this project, `data/drawn_forms.py` | MIT |")
        lines.append("| negatives | drawn by this project, `data/drawn_negatives.py` | MIT |")
    hashes = [f"- {part}: `{record.sha256}`" for part, record in sorted(checkpoint.data.items())]
    temperature = checkpoint.scores.get("temperature")
    return CARD.format(
        name=name,
        architecture=architecture.name,
        parameters=architecture.size,
        ink_version=checkpoint.ink_version,
        datasets=", ".join(each.name for each in sets),
        data="\n".join([*lines, "", "SHA-256 of each part, prepared:", "", *hashes]),
        citations="\n\n".join(each.citation for each in sets),
        recipe=recipe.name,
        seed=recipe.seed,
        epoch=len(checkpoint.history),
        epochs=recipe.epochs,
        sure_from=checkpoint.rule.sure_from,
        temperature=f"; outputs divided by {temperature:.3f}" if temperature else "",
        measured=measured,
        limits=limits,
        recipe_json=recipe.to_json(),
    )


if __name__ == "__main__":
    main()
