"""A real browser without a screen: Debian's Chromium, driven by Selenium.

    python -m tools.browser

takes the pictures of the page that reads, for the documentation.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

__all__ = ["lack_of_browser", "look_like", "open_browser"]

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
WIDTH, HEIGHT = 900, 1080


def lack_of_browser() -> str:
    """Return what keeps a browser from being opened; empty where nothing does."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    return f"needs {' and '.join(missing)}: make browser installs them" if missing else ""


@contextmanager
def open_browser(page: Path) -> Iterator[Any]:
    """Open a page, and close the browser at the end of the block.

    Parameters
    ----------
    page : Path
        An HTML file.

    Yields
    ------
    selenium.webdriver.Chrome
        It notes what scripts complain about, and every address that is asked for.
    """
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with TemporaryDirectory() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium") or ""
        # Root, as in a container, has no sandbox of its own.
        for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
            options.add_argument(argument)
        options.add_argument(f"--user-data-dir={profile}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        service = Service(shutil.which("chromedriver") or "")
        driver = webdriver.Chrome(options=options, service=service)
        try:
            driver.get(page.as_uri())
            yield driver
        finally:
            driver.quit()


def look_like(driver: Any, theme: str, width: int, height: int = HEIGHT) -> None:
    """Give the page a theme, ``"light"`` or ``"dark"``, and a size in CSS pixels."""
    features = [{"name": "prefers-color-scheme", "value": theme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def take_pictures(folder: Path = IMAGES) -> None:
    """Take the pictures of the page that reads, in both themes."""
    from digit_recognizer.exchange.files import export_network

    with TemporaryDirectory() as place:
        page = Path(place, "page.html")
        export_network(None, page)
        with open_browser(page) as driver:
            for theme, name in (("light", "page.png"), ("dark", "page-dark.png")):
                look_like(driver, theme, WIDTH)
                # The second frame after the drawing is painted for certain.
                driver.execute_async_script(
                    "example(3);requestAnimationFrame(() => requestAnimationFrame(arguments[0]))"
                )
                driver.save_screenshot(str(folder / name))


if __name__ == "__main__":
    take_pictures()
