"""The service's description as one page, which loads nothing from anywhere."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

__all__ = ["PAGE_HEADERS", "page_of"]

PAGE_HEADERS = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
"""They let a browser load nothing, whatever the page says."""

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 45rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin-top: 2.5rem } code, pre { font-family: ui-monospace, monospace }
pre { overflow-x: auto; padding: .5rem .75rem; border: 1px solid #8888; border-radius: 4px }
td { padding: 0 1rem .25rem 0; vertical-align: top }
"""


def page_of(description: Mapping[str, Any]) -> str:
    """Return the page of a description in OpenAPI."""
    info = description["info"]
    title = f"{info['title']} {info['version']}"
    operations = "".join(
        "".join(_operation(method.upper(), path, operation))
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
    )
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(title)}</title>"
        "<meta name=viewport content='width=device-width'>"
        f"<style>{_STYLE}</style><h1>{escape(title)}</h1><p>{escape(info['description'])} "
        "Send a picture as the body of a request, as it is. Failures are JSON too, with "
        "<code>reason</code> and <code>remedy</code>. "
        "<a href='/openapi.json'>OpenAPI</a> has all of it for programs.</p>"
        f"{operations}</html>"
    )


def _operation(method: str, path: str, operation: Mapping[str, Any]) -> Iterator[str]:
    yield f"<h2><code>{method} {escape(path)}</code></h2><p>{escape(operation['description'])}</p>"
    yield f"<pre>curl --data-binary @picture.png http://127.0.0.1:8000{escape(path)}</pre>"
    yield _table(
        "Parameters",
        (
            (f"<code>{escape(each['name'])}</code>", each.get("description", _choices(each)))
            for each in operation.get("parameters", ())
        ),
    )
    yield _table(
        "Answers",
        (
            (status, _meaning(response["description"]))
            for status, response in operation["responses"].items()
        ),
    )


def _table(title: str, rows: Iterator[tuple[str, str]]) -> str:
    lines = "".join(f"<tr><td>{name}<td>{escape(text)}" for name, text in rows)
    return f"<h3>{title}</h3><table>{lines}</table>" if lines else ""


def _choices(parameter: Mapping[str, Any]) -> str:
    return ", ".join(parameter["schema"].get("enum", ()))


def _meaning(description: str) -> str:
    return "What was read, as JSON" if description == "Successful Response" else description
