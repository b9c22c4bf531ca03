"""A tour of the window with real mouse events: draw, look inside, train, use, judge.

``python -m tools.tour`` takes the README's pictures and the animation on the way (``--scale 2``),
then goes the same way at other scales and window sizes, where nothing may be cut off and every
answer must be the same. It needs Xvfb and MNIST.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tools.virtual_screen import virtual_screen

__all__ = ["main"]

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
SCALES = ("1", "1.25", "1.5", "2")


def main() -> int:
    """Go round with pictures, then at each scale; return 1 where something is wrong."""
    options = _options()
    complaints = []
    if not options.checks_only:
        for theme in ("light", "dark"):
            complaints += _round("2", options.images, theme)["complaints"]
    answers = {}
    for scale in options.scales:
        found = _round(scale, stored=options.store)
        complaints += [f"at {scale}: {complaint}" for complaint in found["complaints"]]
        answers[scale] = found["answers"]
        print(f"at {scale}: {found['answers']}", flush=True)
    if len({json.dumps(each) for each in answers.values()}) > 1:
        complaints.append(f"the answers differ: {answers}")
    print("\n".join(complaints) or "Nothing is cut off, and all answers are the same.")
    return 1 if complaints else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, default=IMAGES, help="folder for the pictures")
    parser.add_argument("--scales", nargs="*", default=SCALES, help="pixels of the screen in one")
    parser.add_argument("--store", type=Path, help="folder for a picture of everything checked")
    parser.add_argument("--checks-only", action="store_true", help="take no pictures")
    return parser.parse_args()


def _round(
    scale: str, images: Path | None = None, theme: str = "light", stored: Path | None = None
) -> dict[str, Any]:
    """Go round once in a process of its own."""
    if stored is not None:
        stored = stored / scale
        stored.mkdir(parents=True, exist_ok=True)
    # A screen that holds the largest window at this scale.
    width, height = (round(side * float(scale)) for side in (2560, 1440))
    with (
        virtual_screen(width, height) as environment,
        tempfile.TemporaryDirectory() as folder,
    ):
        for kind in ("CONFIG", "DATA", "STATE"):
            environment[f"XDG_{kind}_HOME"] = str(Path(folder) / kind)
        environment["QT_SCALE_FACTOR"] = scale
        folders = [str(folder or "") for folder in (images, stored)]
        command = [sys.executable, "-m", "tools.tour_guide", theme, *folders]
        answer = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, text=True, check=True, timeout=900
        )
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
