"""The page that reads by itself: what it holds, and that its JavaScript agrees with Python."""

import json
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digit_recognizer.data.handwriting import PENDIGITS, find_handwriting
from digit_recognizer.data.pendigits import read_pendigits
from digit_recognizer.errors import DigitRecognizerError
from digit_recognizer.exchange.files import export_network
from digit_recognizer.exchange.html_page import SCRIPTS, html_page, packed_network
from digit_recognizer.lenet.architectures import architecture
from digit_recognizer.networks.checkpoint import Checkpoint, Network, find_checkpoint
from digit_recognizer.networks.verdict import VerdictRule
from digit_recognizer.nn.initializers import fan_in_uniform
from digit_recognizer.recognizer import Recognition, Recognizer
from tests.exchange.drawings import Strokes, drawings

ENGINE = """
const { network, drawings } = JSON.parse(require("fs").readFileSync(0));
const loaded = Network.unpacked(network);
const read = drawings.map((strokes) => {
  const ink = Ink.render(strokes, 4);
  if (!ink) return null;
  const image = Ink.normalize(ink), { probabilities } = Network.read(loaded, image);
  const verdict = Network.verdict(probabilities, loaded.rule);
  return { image: Array.from(image), probabilities, verdict };
});
console.log(JSON.stringify(read));
"""


@cache
def page() -> str:
    return html_page(find_checkpoint(), "lenet5")


def by_javascript(checkpoint: Checkpoint, some: list[Strokes]) -> list[Any]:
    """What the page's scripts say, run by Node where it is installed."""
    if shutil.which("node") is None:
        pytest.skip("needs Node: apt-get install nodejs")
    scripts = re.findall(r"<script>(.*?)</script>", page(), re.DOTALL)[0].split("// The page:")[0]
    given = json.dumps({"network": json.loads(packed_network(checkpoint)), "drawings": some})
    done = subprocess.run(
        ["node", "-e", scripts + ENGINE], input=given, capture_output=True, text=True, check=True
    )
    read: list[Any] = json.loads(done.stdout)
    return read


def assert_alike(read: Any, ours: Recognition) -> None:
    """The same digit and verdict, probabilities to 1e-3, the network input to a grey level."""
    image = np.array(read["image"]).reshape(28, 28)
    assert np.abs(image - ours.network_input.astype(int)).max() <= 1
    np.testing.assert_allclose(read["probabilities"], ours.probabilities, atol=1e-3)
    assert int(np.argmax(read["probabilities"])) == ours.likeliest
    assert read["verdict"] == ours.verdict


def test_the_page_is_one_file_of_less_than_a_megabyte_without_an_address() -> None:
    assert len(page().encode()) < 400_000
    assert "://" not in page()
    assert not re.search(
        r"\b(src|href|srcset|action)\s*=|@import|url\(|\bfetch\(|\bimport\b", page()
    )


def test_a_name_is_shown_and_not_taken_for_html() -> None:
    named = html_page(Checkpoint(Network(architecture("linear"))), "<b>{{style}}</b>")
    assert "&lt;b&gt;{{style}}&lt;/b&gt;" in named
    assert "<b>" not in named


def test_names_of_layers_cannot_end_the_script() -> None:
    checkpoint = Checkpoint(Network(architecture("linear")))
    layer = checkpoint.network.architecture.layers[0]
    object.__setattr__(layer, "name", "</script>")
    assert "</script>" not in packed_network(checkpoint)


def test_a_network_that_is_too_large_makes_no_page(tmp_path: Path) -> None:
    with pytest.raises(DigitRecognizerError, match="at most 1,000,000 bytes"):
        export_network(Checkpoint(Network(architecture("300-100"))), tmp_path / "page.html")
    assert not list(tmp_path.iterdir())


def test_its_javascript_reads_drawings_as_python_does() -> None:
    some = drawings(150)
    recognizer = Recognizer()
    for strokes, read in zip(some, by_javascript(find_checkpoint(), some), strict=True):
        assert_alike(read, recognizer.recognize_strokes(strokes, pen_width=4))


@pytest.mark.shared_data
def test_it_reads_the_pen_strokes_of_people_as_python_does() -> None:
    found = read_pendigits(find_handwriting(PENDIGITS))[::50]
    some = [[stroke.tolist() for stroke in digit.strokes] for digit in found]
    read = by_javascript(find_checkpoint(), some)
    for strokes, each in zip(some, read, strict=True):
        assert_alike(each, Recognizer().recognize_strokes(strokes, pen_width=4))


def test_a_dot_a_point_and_nothing_are_drawings_too() -> None:
    some: list[Strokes] = [[], [[]], [[[5, 5]]], [[[5, 5], [7, 6]]], [[[5, 5]], [[50, 5]]]]
    blank, also_blank, *read = by_javascript(find_checkpoint(), some)
    assert (blank, also_blank) == (None, None)
    for strokes, each in zip(some[2:], read, strict=True):
        assert_alike(each, Recognizer().recognize_strokes(strokes, pen_width=4))


@pytest.mark.parametrize("name", ["lenet5-1998", "lenet4", "lenet1", "linear"])
def test_the_other_architectures_read_alike(name: str) -> None:
    network = Network(architecture(name))
    network.initialize(fan_in_uniform, np.random.default_rng(1))
    checkpoint = Checkpoint(network, rule=VerdictRule(0.3, 0.5))
    some = drawings(20, seed=1)
    recognizer = Recognizer(checkpoint)
    for strokes, read in zip(some, by_javascript(checkpoint, some), strict=True):
        assert_alike(read, recognizer.recognize_strokes(strokes, pen_width=4))


def test_the_scripts_are_those_of_the_package() -> None:
    folder = Path(html_page.__globals__["__file__"]).parent / "page"
    assert {file.name for file in folder.glob("*.js")} == set(SCRIPTS)
