"""``digit-recognizer form``: a description in, a PDF out."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.sheets.forms.form import EXAMPLE


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def form(*arguments: str) -> str:
    done = CliRunner().invoke(commands, ["form", *arguments])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.output


def test_the_example_is_printed_and_becomes_a_pdf() -> None:
    Path("class.toml").write_text(form("example"), encoding="utf-8")
    assert form("new", "class.toml") == "class.pdf: 1 page\n"
    assert Path("class.pdf").read_bytes().startswith(b"%PDF")


def test_the_pdf_has_the_name_that_is_asked_for() -> None:
    Path("class.toml").write_text(EXAMPLE.replace('["Ann",', '["Zoé",'), encoding="utf-8")
    form("new", "class.toml", "--out", "there/a.pdf")
    assert Path("there/a.pdf").is_file()
    assert "expected a name that ends in .pdf" in form("new", "class.toml", "--out", "a.png")


@pytest.mark.parametrize("content", [None, "title =", EXAMPLE.replace("digits:2", "digit")])
def test_what_is_no_form_leaves_nothing_behind(content: str | None) -> None:
    if content is not None:
        Path("class.toml").write_text(content, encoding="utf-8")
    with pytest.raises(DigitRecognizerError, match=r"class\.toml"):
        form("new", "class.toml")
    assert not Path("class.pdf").exists()
