"""How Sphinx makes the site of these pages: ``make docs``.

The reference is not written by hand: a page a package, with every name in its modules' ``__all__``,
and a page of the commands' help.
"""

import ast
import shutil
from importlib.metadata import version as installed_version
from pathlib import Path

import fastapi  # noqa: F401 (while autodoc imports, pydantic cannot make fastapi's models)
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from typer.main import get_group
from typer.testing import CliRunner

from digit_recognizer.cli.main import commands

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "src" / "digit_recognizer"
REFERENCE = DOCS / "reference"
NO_LIBRARY = {"app", "cli", "__main__"}

project = "Digit Recognizer"
author = "Digit Recognizer contributors"
version = release = installed_version("digit-recognizer")
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_heading_anchors = 3
autodoc_typehints = "none"  # the docstrings say the types, with shapes and units
napoleon_use_ivar = True
napoleon_use_rtype = False
# Many a value has a width: none is linked. Text from scikit-learn names pages of its own site.
suppress_warnings = ["ref.python", "ref.ref", "ref.term"]
html_theme = "furo"
html_title = project
html_last_updated_fmt = ""
"""Where a page was made leaves no trace in it."""


def setup(app: Sphinx) -> None:
    """Write the reference before Sphinx looks for pages."""
    app.add_lexer("mermaid", TextLexer)
    app.connect("build-finished", _copy_pictures)
    shutil.rmtree(REFERENCE, ignore_errors=True)
    REFERENCE.mkdir()
    packages: dict[str, list[str]] = {}
    for file in sorted(SOURCE.rglob("*.py")):
        parts = ("digit_recognizer", *file.relative_to(SOURCE).with_suffix("").parts)
        module = ".".join(parts).removesuffix(".__init__")
        package = parts[1]
        if package not in NO_LIBRARY and _has_public_names(file):
            packages.setdefault(package, []).append(module)
    (REFERENCE / "digit_recognizer.md").write_text(
        "# digit_recognizer\n\n" + _names("digit_recognizer", "imported-members", "no-index"),
        "utf-8",
    )
    for package, modules in packages.items():
        sections = "\n\n".join(f"## {module}\n\n{_names(module)}" for module in modules)
        (REFERENCE / f"{package}.md").write_text(f"# {package}\n\n{sections}\n", "utf-8")
    (REFERENCE / "commands.md").write_text(_commands(), "utf-8")


def _copy_pictures(app: Sphinx, error: Exception | None) -> None:
    """Copy the pictures that pages name in HTML, for light and dark, which Sphinx leaves alone."""
    if error is None:
        shutil.copytree(DOCS / "images", Path(app.outdir, "images"), dirs_exist_ok=True)


def _has_public_names(file: Path) -> bool:
    """Whether a module defines ``__all__``, and is not a door that only leads to others."""
    body = ast.parse(file.read_text("utf-8")).body
    names = {
        target.id
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    defines = any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign) for node in body)
    return "__all__" in names and (defines or len(names) > 1)


def _names(module: str, *options: str) -> str:
    lines = "".join(f"   :{option}:\n" for option in ("members", *options))
    return f"```{{eval-rst}}\n.. automodule:: {module}\n{lines}```"


def _commands() -> str:
    """Return the help of every command, as the terminal prints it."""
    names = [(name,) for name in get_group(commands).commands]
    texts = ["# Commands"]
    for name in [(), *names]:
        printed = CliRunner().invoke(commands, [*name, "--help"], prog_name="digit-recognizer")
        title = " ".join(("digit-recognizer", *name))
        texts.append(f"## {title}\n\n```text\n{printed.stdout.strip()}\n```")
    return "\n\n".join(texts) + "\n"
