"""What the documentation shows in Python runs as it stands there."""

import doctest
import importlib
import re
import shutil
from pathlib import Path

import numpy as np
import pytest

import digit_recognizer
from digit_recognizer.samples import sample_pictures
from tests.service.serving import serving
from tests.training.digits import patterns

ROOT = Path(__file__).resolve().parents[1]


def blocks_of(document: str) -> list[str]:
    text = (ROOT / document).read_text("utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def anchors_of(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings
    }


BLOCKS = [*blocks_of("README.md"), *blocks_of("docs/library.md")]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
PUBLIC = ("recognizer.recognizer", "networks.checkpoint", "lenet.architectures",
          "training.by_recipe", "training.recipes")  # fmt: skip


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[-1])
def test_the_python_of_readme_and_library_runs(
    block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(sample_pictures()[7], "letter.png")
    digits = patterns(450, seed=2)
    exec(block, {"images": np.array(digits.images), "labels": np.array(digits.labels)})


def test_the_readme_has_python() -> None:
    assert len(BLOCKS) == 6


def test_the_tutorial_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks_of("docs/tutorial.md"):
        exec(block, names)
    printed = capsys.readouterr().out
    assert "validation accuracy" in printed
    assert "True" in printed.splitlines()


def test_the_page_on_numbers_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks_of("docs/numbers.md"):
        exec(block, {})
    assert capsys.readouterr().out.startswith("42 42 number\n4 (0, 1)")


def test_the_tutorial_of_sheets_runs_from_top_to_bottom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks_of("docs/sheets-tutorial.md"):
        exec(block, names)
    printed = capsys.readouterr().out.splitlines()
    assert printed[0] == "['Ann', '21', '37', '65', '123']"
    assert printed[-1] == "1345"
    assert (tmp_path / "marks.xlsx").is_file()


@pytest.mark.parametrize("page", ["convolution", "first-number", "folders", "paper-tutorial"])
def test_the_tutorials_run_from_top_to_bottom(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks_of(f"docs/{page}.md"):
        exec(block, names)
    assert capsys.readouterr().out


def test_every_page_stands_in_the_contents_of_the_site() -> None:
    contents = (ROOT / "docs" / "index.md").read_text("utf-8").splitlines()
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")} - {"index"}
    assert pages == {line for line in contents if line in pages}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_no_link_is_broken(document: Path) -> None:
    text = document.read_text("utf-8")
    for target in re.findall(r"(?:\]\(|src=\"|srcset=\")([^)\"\s]+)", text):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        file = document.parent / path if path else document
        assert file.exists(), target
        if anchor:
            assert anchor in anchors_of(file), target


def test_the_page_on_archives_runs(capsys: pytest.CaptureFixture[str]) -> None:
    for block in blocks_of("docs/archives.md"):
        exec(block, {})
    assert capsys.readouterr().out == 2 * f"{list(range(10))}\n"


def test_the_page_on_reading_by_http_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks_of("docs/service.md")
    with serving() as service:
        exec(block.replace("8000", str(service.port)), {})
    assert capsys.readouterr().out == "7\n7\n"


@pytest.mark.parametrize("module", PUBLIC)
def test_the_examples_of_the_public_modules_run(module: str) -> None:
    result = doctest.testmod(importlib.import_module(f"digit_recognizer.{module}"))
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("name", dir(digit_recognizer))
def test_every_public_name_is_there_and_described(name: str) -> None:
    value = getattr(digit_recognizer, name)
    assert name == "RECIPES" or value.__doc__
