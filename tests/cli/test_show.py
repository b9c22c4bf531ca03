from pathlib import Path

from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from digit_recognizer.lenet.architectures import lenet5
from digit_recognizer.networks.checkpoint import Network


def show(name: str) -> list[str]:
    return CliRunner().invoke(commands, ["show", name]).stdout.splitlines()


def test_the_network_of_1998_stands_beside_the_papers_numbers() -> None:
    lines = show("lenet5-1998")
    assert lines[-1].split() == ["total", "60,000", "340,908", "60,000", "340,908"]
    for line in lines[2:-1]:
        *_, parameters, connections = ours = line.split()
        if "squashed" not in line:
            assert ours[-4:-2] == [parameters, connections]


def test_other_networks_stand_alone() -> None:
    assert show("lenet1")[-1].split() == ["total", "2,578", "98,442"]
    assert "paper" not in show("lenet5")[0]


def test_a_stored_network_is_shown_by_its_path(tmp_path: Path) -> None:
    Network(lenet5(width=2)).save(tmp_path / "wide.safetensors")
    lines = show(str(tmp_path / "wide.safetensors"))
    assert lines == str(lenet5(width=2)).splitlines()
    assert lines[-1].split()[:2] == ["total", "244,362"]


def test_printing_an_architecture_gives_the_same_table() -> None:
    assert str(lenet5()).splitlines() == show("lenet5")


def test_an_unknown_network_is_answered_with_the_known_ones() -> None:
    result = CliRunner().invoke(commands, ["show", "lenet9"])
    assert "no network is called 'lenet9'" in str(result.exception)
