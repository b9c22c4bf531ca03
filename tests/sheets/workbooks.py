"""A workbook read back: what stands in each cell, its number format, colour and note."""

import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class Entry:
    content: str | float | None
    number_format: str = ""
    colour: str = ""
    is_formula: bool = False


def worksheets(path: Path) -> dict[str, dict[str, Entry]]:
    """The worksheets by name, each its cells by name, as ``B2``."""
    with ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    book = ET.fromstring(parts["xl/workbook.xml"])
    names = [each.attrib["name"] for each in book.iter(f"{MAIN}sheet")]
    texts = [
        "".join(part.text or "" for part in each.iter(f"{MAIN}t"))
        for each in ET.fromstring(parts.get("xl/sharedStrings.xml", b"<a/>"))
    ]
    styles = ET.fromstring(parts["xl/styles.xml"])
    formats = {
        each.attrib["numFmtId"]: each.attrib["formatCode"] for each in styles.iter(f"{MAIN}numFmt")
    }
    fills = [each.find(f".//{MAIN}fgColor") for each in styles.iterfind(f"{MAIN}fills/{MAIN}fill")]
    looks = []
    for look in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf"):
        fill = fills[int(look.attrib["fillId"])]
        number = formats.get(look.attrib["numFmtId"], look.attrib["numFmtId"])
        looks.append((number, "" if fill is None else fill.attrib.get("rgb", "")))
    read = {}
    for index, name in enumerate(names, start=1):
        cells = {}
        for each in ET.fromstring(parts[f"xl/worksheets/sheet{index}.xml"]).iter(f"{MAIN}c"):
            value = each.find(f"{MAIN}v")
            content: str | float | None = None
            if value is not None and value.text is not None:
                is_text = each.attrib.get("t") == "s"
                content = texts[int(value.text)] if is_text else float(value.text)
            number, colour = looks[int(each.attrib.get("s", 0))]
            cells[each.attrib["r"]] = Entry(
                content, number, colour, each.find(f"{MAIN}f") is not None
            )
        read[name] = cells
    return read


def notes(path: Path) -> dict[str, str]:
    """The notes by the cell that they are on."""
    with ZipFile(path) as packed:
        if "xl/comments1.xml" not in packed.namelist():
            return {}
        comments = ET.fromstring(packed.read("xl/comments1.xml"))
    return {
        each.attrib["ref"]: "".join(part.text or "" for part in each.iter(f"{MAIN}t"))
        for each in comments.iter(f"{MAIN}comment")
    }


def pictures(path: Path) -> list[str]:
    with ZipFile(path) as packed:
        return [name for name in packed.namelist() if re.match(r"xl/media/.*\.png", name)]
