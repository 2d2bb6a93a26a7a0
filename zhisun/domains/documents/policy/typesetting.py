"""Setting a paper with Typst: template and words in, PDF/A-2b out, the same bytes every time."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal, cast

from typst import Compiler, Fonts, TypstError

from zhisun.domains.documents.terms import DocumentKind, Json
from zhisun.kernel.errors import InputError

ROOM = Path(__file__).parents[1]
TEMPLATES = ROOM / "templates_typst"
FONTS = ROOM / "fonts"
WORDLESS = "template"
"""`field` of a character that stands in the template and not in a fact."""

DrawingForm = Literal["pdf", "png"]
PIXELS_AT_MOST = 12_000
"""The longer side of a PNG: every program opens that. Ours."""

DRAWING = """\
#let sheet = json(bytes(sys.inputs.sheet))
#set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt)
#image(bytes(sheet.svg), format: "svg", width: 100%)
"""

_setting = Lock()
_UNDISPLAYED = re.compile(r"text `\"(?P<text>.+?)\"` could not be displayed")
_PLACE = re.compile(r"__typst_py_bytes__\.typ:(?P<line>\d+):")


@cache
def shipped(kind: DocumentKind) -> str:
    """The source of the template that comes with the platform."""
    return (TEMPLATES / f"{kind.value}.typ").read_text(encoding="utf-8")


def typeset(source: str, sheet: Mapping[str, Json], *, at: datetime) -> bytes:
    """The paper as PDF/A-2b. The words go in as data: nothing in them is read as markup.

    Raises InputError `document_character_missing` (field, character) when no font has a character,
    `document_template_broken` (line, reason) when the template does not compile.
    A page takes 8 ms of one AMD EPYC core (the first one 45 ms, 100 MB resident): one compiler is
    kept, because opening the fonts takes longer than setting, and it sets one paper at a time.
    """
    try:
        with _setting:
            content = _compiler().compile(
                input=source.encode(),
                format="pdf",
                pdf_standards=["a-2b"],
                sys_inputs={"sheet": json.dumps(sheet, ensure_ascii=False)},
                timestamp=at.replace(microsecond=0),  # Typst takes whole seconds
            )
    except TypstError as error:
        raise _refusal(error, sheet) from error
    return cast("bytes", content)  # a PDF is one file, however many its pages


def drawing(svg: str, *, width: int, height: int, form: DrawingForm, at: datetime) -> bytes:
    """A drawing of so many points as PDF, or as PNG of twice as many pixels where that is bearable.

    The SVG is data: nothing in it is run, and it can name no other file. Its texts are set in our
    fonts. Raises InputError `drawing_unreadable`.
    """
    told = json.dumps({"svg": svg, "width": width, "height": height}, ensure_ascii=False)
    try:
        with _setting:
            content = _compiler().compile(
                input=DRAWING.encode(),
                format=form,
                ppi=min(144.0, PIXELS_AT_MOST * 72 / max(width, height)),
                sys_inputs={"sheet": told},
                timestamp=at.replace(microsecond=0),
            )
    except TypstError as error:
        raise InputError("drawing_unreadable") from error
    return cast("bytes", content)


@cache
def _compiler() -> Compiler:
    # Our fonts only: every machine sets the same page.
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    return Compiler(root=str(TEMPLATES), font_paths=fonts)


def _refusal(error: TypstError, sheet: Mapping[str, Json]) -> InputError:
    undisplayed = _UNDISPLAYED.search(error.message)
    if undisplayed:
        text = undisplayed["text"]
        return InputError(
            "document_character_missing",
            field=_field_with(text, sheet) or WORDLESS,
            character=text,
            code_point=" ".join(f"U+{ord(character):04X}" for character in text),
        )
    place = _PLACE.search(error.diagnostic)
    return InputError(
        "document_template_broken",
        field="source",
        line=int(place["line"]) if place else 1,
        reason=error.message[:300],
    )


def _field_with(text: str, words: Json, path: str = "") -> str:
    """The name of the first fact that holds `text`, as `accounts.0.account_name`; "" if none."""
    if isinstance(words, str):
        return path if text in words else ""
    if isinstance(words, Mapping):
        inner = list(words.items())
    elif isinstance(words, list | tuple):
        inner = [(str(i), value) for i, value in enumerate(words)]
    else:
        return ""
    found = (_field_with(text, value, f"{path}.{name}".lstrip(".")) for name, value in inner)
    return next(filter(None, found), "")
