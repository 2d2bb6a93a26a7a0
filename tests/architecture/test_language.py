"""No text for a person stands outside the catalogue: Chinese is written once, as a msgid."""

import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from tools.catalogue import CHINESE, KEYWORDS
from zhisun.shell.jinja import environment

HOUSE = Path(__file__).parents[2]
SAMPLES = {"gallery.html"}
"""Shows invented names and a narrative: data, in whatever language."""


def templates() -> Iterator[Path]:
    for path in (HOUSE / "zhisun").glob("**/templates/**/*.html"):
        if path.name not in SAMPLES:
            yield path


def bare_texts(node: nodes.Node) -> Iterator[tuple[int, str]]:
    """Chinese in a template that does not go through gettext."""
    if isinstance(node, nodes.Call) and _called(node) in KEYWORDS:
        return
    text = node.data if isinstance(node, nodes.TemplateData) else None
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        text = node.value
    if text and CHINESE.search(text):
        yield node.lineno, text.strip()
    for child in node.iter_child_nodes():
        yield from bare_texts(child)


def _called(call: nodes.Call) -> str:
    return call.node.name if isinstance(call.node, nodes.Name) else ""


def test_templates_speak_through_the_catalogue() -> None:
    pages = environment()
    bare = [
        f"{path.relative_to(HOUSE)}:{line} {text}"
        for path in templates()
        for line, text in bare_texts(pages.parse(path.read_text()))
    ]
    assert bare == []


def test_scripts_take_their_words_from_the_page() -> None:
    literal = re.compile(r"""(["'`])(?:\\.|(?!\1).)*\1""")
    bare = [
        f"{path.relative_to(HOUSE)} {words[0]}"
        for path in (HOUSE / "zhisun").glob("**/static/**/*.js")
        if "vendor" not in path.parts
        for words in literal.finditer(path.read_text())
        if CHINESE.search(words[0])
    ]
    assert bare == []
