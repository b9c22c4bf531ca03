import csv
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from typer.testing import CliRunner, Result

from digit_recognizer.cli.main import commands
from digit_recognizer.data.picture_folders import picture_digits
from digit_recognizer.data.record import DataRecord
from digit_recognizer.data.written_digits import WrittenDigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.evaluation import measured_sets
from digit_recognizer.evaluation.measured_sets import MeasuredSet
from digit_recognizer.networks.checkpoint import find_checkpoint, save_checkpoint


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["evaluate", *map(str, arguments)])


@pytest.fixture
def ones(tmp_path: Path) -> Path:
    """A folder with two ones, by two writers, and a one that is called a seven."""
    picture = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(picture).line((30, 10, 30, 50), 0, 5)
    for name in ("ada/1/a.png", "bea/1/b.png", "bea/7/c.png"):
        path = tmp_path / "ones" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
    return tmp_path / "ones"


def trained_on(digits: WrittenDigits, folder: Path) -> Path:
    """The shipped network, which claims to be trained on these digits."""
    checkpoint = replace(find_checkpoint(), data={"any": DataRecord(digits.dataset.sha256)})
    save_checkpoint(folder / "network.safetensors", checkpoint)
    return folder / "network.safetensors"


def test_says_how_many_are_right_and_by_whom(ones: Path) -> None:
    lines = run("--on", ones).stdout.splitlines()
    assert lines[0] == "ones: 3 digits"
    assert lines[1].split() == ["correct", "2", "of", "3:", "66.67", "%", "(20.77", "to", "93.85)"]
    assert "most mistaken   7 as 1 (1)" in lines
    assert [line.split()[:2] for line in lines[-2:]] == [["bea", "50.00"], ["ada", "100.00"]]


def test_only_some_writers(ones: Path) -> None:
    assert "correct         1 of 1: 100.00 %" in run("--on", ones, "--writers", "ada").stdout


def test_warns_when_the_network_knows_the_digits(ones: Path, tmp_path: Path) -> None:
    network = trained_on(picture_digits(ones)[0], tmp_path)
    lines = run("--on", ones, "--network", network).stdout.splitlines()
    assert lines[1].startswith("Warning: The network was trained on these very digits")


def test_leaves_out_the_writers_that_the_network_knows(
    ones: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def of_a_collection(*arguments: object, **options: object) -> MeasuredSet:
        return MeasuredSet(replace(picture_digits(ones)[0], collection="notes"))

    monkeypatch.setattr(measured_sets, "measured_set", of_a_collection)
    known = {"any": DataRecord("0", "notes", ("ada",))}
    save_checkpoint(tmp_path / "it.safetensors", replace(find_checkpoint(), data=known))
    network = ("--network", tmp_path / "it.safetensors")
    lines = run("--on", ones, *network, "--csv", tmp_path / "readings.csv").stdout.splitlines()
    assert lines[1] == (
        "Warning: 1 of the 2 writers are left out, because the network was trained on their digits."
    )
    assert lines[2].split()[:4] == ["correct", "1", "of", "1:"]
    assert lines[-1].endswith(": 1 readings")
    assert "Warning" not in run("--on", ones, *network, "--writers", "ada").stdout
    assert "these very digits" in run("--on", ones, *network, "--writers", "bea").stdout


def test_writes_every_reading(ones: Path, tmp_path: Path) -> None:
    run("--on", ones, "--csv", tmp_path / "readings.csv")
    with (tmp_path / "readings.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["writer"], row["digit"], row["answer"]) for row in rows] == [
        ("ada", "1", "1"),
        ("bea", "1", "1"),
        ("bea", "7", "1"),
    ]
    assert sum(float(rows[0][str(digit)]) for digit in range(10)) == pytest.approx(1, abs=1e-4)


def test_made_worse_step_by_step(ones: Path) -> None:
    lines = run("--on", ones, "--robust").stdout.splitlines()
    start = lines.index("Made worse, 3 digits drawn at random, correct in percent:")
    table = [line.split() for line in lines[start + 1 :]]
    assert [row[0].rstrip(",") for row in table[::3]] == [
        "noise",
        "rotation",
        "size",
        "position",
        "thickness",
    ]
    size, alone, as_pictures = table[6:9]
    assert size[2:] == ["40", "60", "80", "100", "120", "140", "160"]
    assert alone[:2] == ["as", "they"]
    assert as_pictures[2:] == ["66.7"] * 7


def test_what_cannot_be_measured_on_is_an_error_in_words() -> None:
    result = run("--on", "minst")
    assert isinstance(result.exception, DigitRecognizerError)
    assert "expected one of mnist, usps" in str(result.exception)


def test_images_in_mnists_form_are_read_as_stored_and_as_pictures(shared_data: Path) -> None:
    text = run("--on", "emnist-digits", "--data", shared_data).stdout
    assert text.count("of 600: ") == 2
    assert "each read as a picture through the pipeline" in text
