"""The page in a real browser: Debian's Chromium, driven by mouse, finger and keys."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from digit_recognizer.exchange.files import export_network
from digit_recognizer.recognizer import Recognizer
from tests.exchange.drawings import drawings
from tools.browser import lack_of_browser, look_like, open_browser

pytest.importorskip("selenium.webdriver")
pytestmark = pytest.mark.skipif(bool(lack_of_browser()), reason=lack_of_browser())

from selenium.webdriver.common.action_chains import ActionChains  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

SEVEN = [(60, 60), (220, 60), (170, 140), (130, 240)]
"""Places on the drawing of 280 units."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    file = tmp_path_factory.mktemp("page") / "page.html"
    export_network(None, file)
    with open_browser(file) as driver:
        yield driver


@pytest.fixture
def page(browser: Any) -> Any:
    look_like(browser, "light", 1080)
    browser.execute_script("clear()")
    return browser


def text(page: Any, name: str) -> str:
    said: str = page.execute_script(f"return document.getElementById('{name}').textContent")
    return said


def on_screen(page: Any, points: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return where places on the drawing are in the window."""
    box = page.execute_script("return document.getElementById('sheet').getBoundingClientRect()")
    return [
        (box["x"] + x * box["width"] / 280, box["y"] + y * box["height"] / 280) for x, y in points
    ]


def test_a_digit_drawn_with_the_mouse_is_read_and_its_layers_are_shown(page: Any) -> None:
    assert text(page, "words") == "Nothing is drawn yet"
    chain = ActionChains(page, duration=20)
    pointer: Any = chain.w3c_actions.pointer_action
    for number, (x, y) in enumerate(on_screen(page, SEVEN)):
        pointer.move_to_location(round(x), round(y))
        if not number:
            pointer.pointer_down()
    pointer.pointer_up()
    chain.perform()
    assert text(page, "digit") == "7"
    assert text(page, "words").endswith("% sure")
    assert text(page, "spoken").startswith("7, ")
    names = page.execute_script(
        "return [...document.querySelectorAll('#stages strong')].map(e => e.textContent)"
    )
    assert names == ["network input", "C1", "S2", "C3", "S4", "C5", "F6"]
    assert len(page.find_elements("css selector", "#stages canvas")) == 1 + 6 + 6 + 16 + 16 + 1 + 1


def test_a_finger_draws_too(page: Any) -> None:
    places = [{"x": x, "y": y} for x, y in on_screen(page, SEVEN)]
    for kind, points in (
        ("touchStart", places[:1]),
        *(("touchMove", [each]) for each in places[1:]),
        ("touchEnd", []),
    ):
        page.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert text(page, "digit") == "7"


def test_keys_draw_undo_clear_and_step_through_the_answers(page: Any) -> None:
    body = page.find_element("css selector", "body")
    for digit in "0123456789":
        body.send_keys(digit)
        assert text(page, "digit") == digit
    body.send_keys("4", Keys.BACKSPACE)
    assert page.execute_script("return strokes.length") == 1
    body.send_keys("4", Keys.DELETE)
    assert text(page, "digit") == ""
    body.send_keys("4")
    answers = page.find_element("id", "answers")
    answers.send_keys(Keys.ARROW_DOWN)
    assert answers.get_attribute("aria-activedescendant") == "answer-5"
    answers.send_keys(Keys.HOME)
    chosen = page.find_element("css selector", "[aria-selected=true]")
    assert chosen.get_attribute("aria-label") == "0: 0.0 %"


def test_what_a_screen_reader_meets_has_names(page: Any) -> None:
    page.execute_script("example(3)")
    tree = page.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    named = {
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in tree
        if not node["ignored"]
    }
    assert {("image", "Drawing: 1 stroke"), ("button", "Undo"), ("button", "Clear")} <= named
    assert {("listbox", "Probability of each digit"), ("option", "3: 99.9 %")} <= named
    assert ("image", "C1: 6 maps of 28 × 28") in named
    assert not [role for role, name in named if role in ("button", "image", "option") and not name]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1080, 360])
def test_it_follows_the_theme_and_fits_a_phone(page: Any, theme: str, width: int) -> None:
    look_like(page, theme, width)
    page.execute_script("example(8)")
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(20, 22, 26)") == (theme == "dark")
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_it_reads_two_thousand_drawings_as_python_does(page: Any) -> None:
    some = drawings(2000, seed=2)
    script = """return arguments[0].map((strokes) => recognize(strokes, 4))
        .map(({ probabilities, verdict }) => [probabilities, verdict])"""
    read = []
    for start in range(0, len(some), 100):  # no script may take half a minute
        read += page.execute_script(script, some[start : start + 100])
    recognizer = Recognizer()
    ours = [recognizer.recognize_strokes(strokes, pen_width=4) for strokes in some]
    theirs = np.array([probabilities for probabilities, _ in read])
    np.testing.assert_allclose(theirs, [each.probabilities for each in ours], atol=1e-3)
    assert theirs.argmax(axis=1).tolist() == [each.likeliest for each in ours]
    assert [verdict for _, verdict in read] == [each.verdict for each in ours]


def test_nothing_failed_and_nothing_was_asked_for_elsewhere(browser: Any) -> None:
    assert [entry["message"] for entry in browser.get_log("browser")] == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [
        (event["params"]["documentURL"], event["params"]["request"]["url"])
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    from_page = {url for document, url in asked if document.endswith("page.html")}
    assert [url for url in from_page if not url.endswith("page.html")] == []
    assert from_page
