"""The picture of the packages in ``docs/architecture.md``, drawn from the imports.

``python -m tools.package_picture`` writes it; a test fails where it is not current. The functions
that read imports also serve ``tests/test_imports.py``.
"""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = [
    "FILES",
    "MODULES",
    "OURS",
    "SOURCE",
    "current_text",
    "imports_of",
    "module_of",
    "modules_imported_by",
    "packages_and_imports",
    "picture",
    "with_picture",
]

ROOT = Path(__file__).resolve().parents[1]
OURS = "digit_recognizer"
SOURCE = ROOT / "src" / OURS
FILES = sorted(SOURCE.rglob("*.py"))
DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- packages: begin -->", "<!-- packages: end -->"


@cache
def imports_of(file: Path) -> tuple[str, ...]:
    """Return the full name of everything that a file imports, wherever in the file."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"{file.relative_to(SOURCE).as_posix()} imports relatively"
            # "from package import module" names a module only as a whole
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(names)


def module_of(file: Path) -> str:
    """Return the name of a file's module, without ``digit_recognizer.``."""
    parts = file.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


def modules_imported_by(file: Path) -> set[str]:
    """Return our own modules that a file imports, without ``digit_recognizer.``."""
    names = {name.removeprefix(f"{OURS}.") for name in imports_of(file) if name.startswith(OURS)}
    return {name if name in MODULES else name.rpartition(".")[0] for name in names} - {""}


def packages_and_imports() -> dict[str, set[str]]:
    """Return, for each of our packages and lone modules, those that it imports."""
    graph: dict[str, set[str]] = {}
    for file in FILES:
        package = module_of(file).partition(".")[0]
        if package and package != "__main__":
            imported = {name.partition(".")[0] for name in modules_imported_by(file)}
            graph.setdefault(package, set()).update(imported - {package})
    return graph


def _reached_from(start: str, graph: Mapping[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def picture(graph: Mapping[str, set[str]]) -> str:
    """Return a Mermaid flowchart: an arrow for each import that no longer chain implies."""
    reached = {package: _reached_from(package, graph) for package in graph}
    lines = ["```mermaid", "flowchart TD"]
    for package in sorted(graph, key=lambda package: (-len(reached[package]), package)):
        implied = {
            target
            for step in graph[package]
            if package not in reached[step]
            for target in reached[step]
            if step not in reached.get(target, ())
        }
        direct = sorted(graph[package] - implied)
        lines += [f"    {package} --> {target}" for target in direct] or [f"    {package}"]
    return "\n".join([*lines, "```"])


def with_picture(text: str, drawn: str) -> str:
    """Return a document's text with the picture between its two markers."""
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{drawn}\n{END}{after}"


def current_text() -> str:
    """Return ``docs/architecture.md`` as it should be now."""
    return with_picture(DOCUMENT.read_text(encoding="utf-8"), picture(packages_and_imports()))


if __name__ == "__main__":
    DOCUMENT.write_text(current_text(), encoding="utf-8")
