"""Uses an installation that is by itself: what each extra brings, in a few commands.

``python tools/smoke_test.py EXTRA``, by the Python of that installation, in an empty folder.
It imports nothing of the checkout.
"""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from urllib.request import Request, urlopen

from digit_recognizer.samples import sample_pictures, sample_sheet

COMMAND = Path(sysconfig.get_path("scripts"), "digit-recognizer")
PICTURES = [str(picture) for picture in sample_pictures()]
_SECONDS = 120


def run(*arguments: str, expected: int = 0) -> str:
    """Run the command, and return what it printed."""
    ended = subprocess.run(
        [str(COMMAND), *arguments], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    if ended.returncode != expected:
        sys.exit(f"{arguments}: expected status {expected}, got {ended.returncode}: {ended.stderr}")
    return ended.stdout


def reads() -> None:
    """Read digits, a number and a sheet, with the weights that are inside."""
    answers = [json.loads(line)["answer"] for line in run("read", "--json", *PICTURES).splitlines()]
    assert answers == list(range(10)), answers
    assert json.loads(run("read", "--number", "--json", PICTURES[7]))["answer"] == "7"
    run("sheet", str(sample_sheet()), "--out", "marks.csv", expected=3)
    assert "Ann,21,37,65,123" in Path("marks.csv").read_text("utf-8")
    for name in ("man/man1/digit-recognizer.1", "applications", "metainfo", "icons"):
        assert Path(sysconfig.get_path("data"), "share", name).exists(), name


def trains() -> None:
    """Train for a moment on arrays."""
    import numpy as np

    from digit_recognizer import train

    images = np.random.default_rng(1).integers(0, 255, (400, 28, 28)).astype(np.uint8)
    trained = train("sprint", data=(images, (np.arange(400) % 10).astype(np.uint8)), seed=1)
    assert np.isfinite(trained.network.parameters).all()


def writes_parquet() -> None:
    """Write answers as Parquet."""
    run("read", *PICTURES, "--out", "answers.parquet")
    assert Path("answers.parquet").stat().st_size


def prints_forms() -> None:
    """Make a form to print."""
    from digit_recognizer.sheets.forms.form import EXAMPLE

    Path("form.toml").write_text(EXAMPLE, encoding="utf-8")
    run("form", "new", "form.toml")
    assert list(Path().glob("*.pdf"))


def opens_a_window() -> None:
    """Open the window where nobody sees it, and end it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(Path.cwd())}
    with subprocess.Popen(
        [str(COMMAND) + "-window"], env=environment, stderr=subprocess.PIPE, text=True
    ) as window:
        end = monotonic() + 5
        while monotonic() < end and window.poll() is None:
            sleep(0.1)
        assert window.poll() is None, window.communicate()[1]
        window.terminate()


def serves() -> None:
    """Read a digit by HTTP."""
    command = [str(COMMAND), "serve", "--port", "0", "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        address = service.stdout.readline().removeprefix("reading at ").partition(";")[0]
        with urlopen(Request(f"{address}/digits", Path(PICTURES[7]).read_bytes())) as response:
            assert json.load(response)["answer"] == 7
        service.terminate()


def reads_bags() -> None:
    """Read a bag of pictures."""
    from dask.bag import from_sequence

    from digit_recognizer.dask import read_bag

    rows = read_bag(from_sequence(PICTURES)).compute(scheduler="threads")
    assert [row["answer"] for row in rows] == list(range(10)), rows


TRIALS: dict[str, tuple[Callable[[], None], ...]] = {
    "": (),
    "train": (trains,),
    "forms": (prints_forms,),
    "app": (trains, prints_forms, opens_a_window),
    "parquet": (writes_parquet,),
    "serve": (serves,),
    "dask": (reads_bags, writes_parquet),
    "all": (serves, reads_bags, trains, prints_forms, opens_a_window, writes_parquet),
}


if __name__ == "__main__":
    reads()
    for trial in TRIALS.get(sys.argv[1], ()):
        trial()
