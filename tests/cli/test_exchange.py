"""The commands ``export`` and ``import``."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.networks.checkpoint import find_checkpoint
from digit_recognizer.samples import sample_pictures
from tests.test_documentation import blocks_of

pytest.importorskip("onnx")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(commands, arguments)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_a_network_goes_out_and_comes_in_and_reads() -> None:
    assert run("export", "lenet5", "model.onnx").startswith("model.onnx: 250,")
    assert run("import", "model.onnx") == "stored as: model\n"
    assert run("import", "model.onnx") == "stored as: model 2\n"
    assert run("import", "model.onnx", "--name", "theirs") == "stored as: theirs\n"
    assert find_checkpoint("theirs").rule == find_checkpoint("lenet5").rule
    assert ": 7  " in run("read", "--network", "theirs", str(sample_pictures()[7]))


def test_the_network_for_segments_goes_out_and_is_none_for_digits() -> None:
    run("export", "segments", "segments.onnx")
    with pytest.raises(DigitRecognizerError, match="segments.onnx: expected 10 outputs"):
        run("import", "segments.onnx")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", "lenet5", "model.pt"), "expected a name that ends in .onnx"),
        (("export", "lenet9", "model.onnx"), "no network is called 'lenet9'"),
        (("import", "missing.onnx"), "missing.onnx: cannot be read: No such file"),
        (("import", "."), "expected a file, got a folder"),
    ],
)
def test_what_cannot_be_says_why_and_leaves_nothing(
    arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(DigitRecognizerError, match=message):
        run(*arguments)
    assert not list(Path().iterdir())


def test_the_documented_preparation_reads_without_this_program(
    capsys: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("onnxruntime")
    block, _ = blocks_of("docs/exchange.md")
    run("export", "lenet5", "model.onnx")
    for digit in (3, 7):
        shutil.copy(sample_pictures()[digit], "letter.png")
        exec(block, {})
    assert [line[0] for line in capsys.readouterr().out.splitlines()] == ["3", "7"]
