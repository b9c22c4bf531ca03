"""The packages: what is in them, and that a build can be repeated."""

import zipfile
from pathlib import Path

from tools.dist import ROOT, WEIGHTS, build, check_content


def test_a_wheel_has_the_weights_and_no_data(tmp_path: Path) -> None:
    wheel, archive = build(ROOT, tmp_path)
    assert archive.is_file()
    with zipfile.ZipFile(wheel) as content:
        files = {each.filename: each.file_size for each in content.infolist()}
        points = content.read(next(name for name in files if name.endswith("entry_points.txt")))
    assert check_content(files) == []
    assert b"[console_scripts]\ndigit-recognizer = " in points
    assert b"[gui_scripts]\ndigit-recognizer-window = " in points
    shared = {name.partition("/data/share/")[2] for name in files}
    assert {
        "man/man1/digit-recognizer.1",
        "applications/org.digitrecognizer.DigitRecognizer.desktop",
        "metainfo/org.digitrecognizer.DigitRecognizer.metainfo.xml",
        "icons/hicolor/scalable/apps/org.digitrecognizer.DigitRecognizer.svg",
    } <= shared


def test_weights_that_are_missing_and_data_are_named() -> None:
    files = dict.fromkeys(WEIGHTS, 250_000)
    assert check_content(files) == []
    del files["digit_recognizer/numbers/network.safetensors"]
    files |= {"digit_recognizer/data/mnist.gz": 9_912_422, "digit_recognizer/big.py": 2_000_000}
    assert len(check_content(files)) == 3
