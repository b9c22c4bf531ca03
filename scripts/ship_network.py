"""Put a trained network into the package, with its model card.

python scripts/ship_network.py runs/classic/best.safetensors lenet5
"""

import argparse
from dataclasses import replace
from pathlib import Path

from digit_recognizer.data.catalogue import find_public_dataset
from digit_recognizer.training.checkpoint import Checkpoint, load_checkpoint, save_checkpoint

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "digit_recognizer" / "weights"

CARD = """\
---
license: mit
library_name: digit-recognizer
tags: [image-classification, handwritten-digits, LeNet-5]
datasets: [{data}]
---

# {name}

A trained {architecture} ({parameters:,} parameters) that reads one handwritten digit. This card is
written by `scripts/ship_network.py` from what the checkpoint itself records.

| | |
|---|---|
| network | `{architecture}`, see `digit-recognizer show {architecture}` |
| input | 28×28 grey levels, white ink on black, prepared by version \
{ink_version} of the road from ink to input |
| data | {data_name}; licence {licence} |
| training images | {training_hash} |
| recipe | `digit-recognizer train --recipe {recipe} --seed {seed}` |
| epochs kept | {epoch} of {epochs} (best on validation data) |

## Measured

| data | accuracy | mean cross-entropy |
|---|---|---|
{scores}

## Meant for, and not

Single handwritten digits, on a screen or on paper, upright, one a picture. It answers with a digit
for any ink at all: letters and scribbles get an answer too. It was trained on digits of American
writers of the 1990s: forms that are common elsewhere, such as a 1 with a long upstroke or a crossed
7, are read less well.

## Recipe, whole

```json
{recipe_json}
```

## Cite

{citation}
"""


def scores_table(checkpoint: Checkpoint) -> str:
    """Return a line of the table for each data set that was measured."""
    scores = checkpoint.scores
    return "\n".join(
        f"| {part} | {100 * scores[f'{part} accuracy']:.2f} % | {scores[f'{part} loss']:.4f} |"
        for part in ("validation", "test")
        if f"{part} accuracy" in scores
    )


def model_card(name: str, checkpoint: Checkpoint) -> str:
    """Return the text of the card."""
    recipe, architecture = checkpoint.recipe, checkpoint.network.architecture
    public = find_public_dataset(recipe.data)
    return CARD.format(
        name=name,
        architecture=architecture.name,
        parameters=architecture.size,
        ink_version=checkpoint.ink_version,
        data=recipe.data,
        data_name=public.description,
        licence=public.licence,
        citation=public.citation,
        training_hash=f"SHA-256 `{checkpoint.data['training']}`",
        recipe=recipe.name,
        seed=recipe.seed,
        epoch=len(checkpoint.history),
        epochs=recipe.epochs,
        scores=scores_table(checkpoint),
        recipe_json=recipe.to_json(),
    )


def main() -> None:
    """Read the arguments and write the two files."""
    parser = argparse.ArgumentParser(description="Put a trained network into the package.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("name")
    arguments = parser.parse_args()
    checkpoint = load_checkpoint(arguments.checkpoint)
    for_reading = replace(checkpoint, optimizer={})
    save_checkpoint(WEIGHTS / f"{arguments.name}.safetensors", for_reading)
    card = WEIGHTS / f"{arguments.name}.md"
    card.write_text(model_card(arguments.name, checkpoint), encoding="utf-8")
    print(f"shipped {arguments.name}: {card}")


if __name__ == "__main__":
    main()
