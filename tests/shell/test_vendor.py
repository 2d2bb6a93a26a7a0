"""The front-end files are the ones we looked at, and pages reach nothing outside."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import zhisun.shell

SHELL = Path(zhisun.shell.__file__).parent
OURS = [
    path
    for folder in (SHELL / "templates", SHELL / "static" / "shell")
    for path in folder.rglob("*")
    if path.suffix in {".html", ".css", ".js", ".svg"}
]
VENDORED = [SHELL / "static" / "vendor", Path(__file__).parents[1] / "vendor"]
NAMESPACE = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("folder", VENDORED, ids=["shell", "tests"])
def test_every_vendored_file_is_the_one_that_was_locked(folder: Path) -> None:
    locked = json.loads((folder / "vendor.lock.json").read_text())
    for entry in locked:
        found = hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest()
        assert found == entry["sha256"], entry["file"]
        assert entry["licence"]
        assert entry["version"]
    present = {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name != "vendor.lock.json"
    }
    assert present == {entry["file"] for entry in locked}


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_no_page_names_an_address_outside(path: Path) -> None:
    text = path.read_text().replace(NAMESPACE, "")
    assert not re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text)


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.suffix == ".html"], ids=lambda path: path.name
)
def test_no_template_carries_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.findall(r"<script(?![^>]*\bsrc=)", text)
    assert not re.findall(r'<style\b|\sstyle=["\x27]|\son[a-z]+=|hx-on|javascript:', text)


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.suffix == ".css"], ids=lambda path: path.name
)
def test_every_stylesheet_keeps_to_its_layer_and_a_readable_length(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 430
    assert path.name == "fonts.css" or "@layer" in text
