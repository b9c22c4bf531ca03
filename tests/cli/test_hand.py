"""The commands that learn a hand, show it, and forget it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from digit_recognizer.cli.main import commands
from digit_recognizer.hands.library import HandLibrary
from digit_recognizer.samples import sample_pictures
from tests.hands.conftest import odd_seven


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(each) for each in arguments])


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    """A picture of a 7 that the shipped network takes for a 1."""
    path = tmp_path / "seven.png"
    grey = np.kron(255 - odd_seven(), np.ones((4, 4), np.uint8))
    Image.fromarray(grey).save(path)
    return path


def test_a_digit_is_learned_shown_read_with_and_forgotten(seven: Path, tmp_path: Path) -> None:
    assert run("read", seven).stdout.startswith(f"{seven}: 1")
    learned = run("hand", "learn", "Ann", seven, "--digit", 7)
    assert learned.stdout.splitlines()[0] == "Ann: 1 digits more, 1 in all"
    assert "F6 and output refined" in learned.stdout
    assert run("read", "--hand", "Ann", seven).stdout.startswith(f"{seven}: 7")
    assert run("hand", "show").stdout == "Ann: 1 digits\n"
    assert "   0  7  20" in run("hand", "show", "Ann").stdout
    exported = tmp_path / "ann.safetensors"
    assert run("hand", "export", "Ann", exported).exit_code == 0
    assert "1 digits left" not in run("hand", "forget", "Ann").stdout
    assert HandLibrary().names() == ()
    assert run("read", "--hand", exported, seven).stdout.startswith(f"{seven}: 7")
    assert run("hand", "show").stdout == "no hand was learned yet\n"


def test_folders_say_what_their_digits_are(tmp_path: Path) -> None:
    folder = tmp_path / "3"
    folder.mkdir()
    (folder / "a.png").write_bytes(sample_pictures()[3].read_bytes())
    assert "1 digits more" in run("hand", "learn", "Ann", tmp_path).stdout
    assert HandLibrary().load("Ann").counts[3] == 1
    refused = run("hand", "learn", "Ann", folder / "a.png")
    assert refused.exit_code == 2


def test_digits_are_forgotten_by_their_numbers(seven: Path) -> None:
    run("hand", "learn", "Ann", seven, seven, seven, "--digit", 7)
    assert run("hand", "forget", "Ann", 0, 2).stdout == "Ann: 1 digits left\n"
    assert "others' digits" in run("hand", "evaluate", "Ann").stdout


def test_a_damaged_hand_is_named_and_the_shipped_network_reads(seven: Path) -> None:
    run("hand", "learn", "Ann", seven, "--digit", 7)
    (HandLibrary().folder / "Ann.safetensors").write_bytes(b"nothing")
    result = run("read", "--hand", "Ann", seven)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{seven}: 1")
    assert "Ann is damaged" in result.stderr
    assert "set aside as Ann.safetensors.unreadable; read without it" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_hand_that_nobody_has_is_an_error(seven: Path) -> None:
    result = run("read", "--hand", "Ben", seven)
    assert "nobody's hand is called 'Ben'" in str(result.exception)


def test_other_networks_learn_no_hand(seven: Path) -> None:
    run("hand", "learn", "Ann", seven, "--digit", 7)
    result = run("read", "--hand", "Ann", "--network", "lenet5-mnist", seven)
    assert result.exit_code == 0
    assert "another one reads" in result.stderr
