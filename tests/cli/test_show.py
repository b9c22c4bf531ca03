from typer.testing import CliRunner

from digit_recognizer.cli.main import commands


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
