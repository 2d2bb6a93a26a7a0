"""The English catalogue: `update` brings it up to date with the sources, `check` demands it is.

Chinese is the source text, so only English is a catalogue. The compiled `.mo` lies beside the
`.po` in the repository: nobody needs a compiler to run the platform.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "zhisun"
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
HEADER = """\
# English for police officers and bank staff; Chinese is the source text.
# Its words are those of docs/glossary.toml. Written by `just translate`, filled in by hand.
#"""
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PLACEHOLDER = re.compile(r"\{\w*\}|%\(\w+\)[sd]|%[sd]")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
"""Chinese characters, Chinese punctuation and full-width signs."""


def sources() -> Catalog:
    """Every text of the sources, without line numbers: they change with every edit."""
    found = Catalog(project="zhisun", charset="utf-8")
    texts = extract_from_dir(HOUSE, METHODS, OPTIONS, KEYWORDS, comment_tags=("翻译：",))
    for file, _line, text, comments, context in texts:
        place = [(f"zhisun/{file}", 0)]
        found.add(text, None, place, auto_comments=comments, context=context)
    return found


def english() -> Catalog:
    """The catalogue as it lies in the repository; empty when there is none."""
    if not PO.exists():
        return Catalog(locale="en", charset="utf-8", project="zhisun", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update() -> list[str]:
    """Write texts and compiled texts anew; what is still wrong."""
    catalogue = english()
    catalogue.update(sources(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    MO.write_bytes(compiled(english()))
    return check()


def check() -> list[str]:
    """What is wrong, one line each."""
    catalogue = english()
    return [
        *unknown(sources(), catalogue),
        *untranslated(catalogue),
        *unlike(catalogue),
        *not_english(catalogue),
        *fragile(catalogue),
        *stale(catalogue),
    ]


def unknown(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """Texts of the sources that the catalogue lacks, and texts it keeps in vain."""
    here = {(message.id, message.context) for message in texts_of(wanted)}
    there = {(message.id, message.context) for message in texts_of(catalogue)}
    lacking = [f"not in the catalogue: {text!r}" for text, _ in sorted(here - there, key=str)]
    return lacking + [
        f"no longer in the sources: {text!r}" for text, _ in sorted(there - here, key=str)
    ]


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without English, or with English that somebody marked as doubtful."""
    return [
        f"no English: {message.id!r}"
        for message in texts_of(catalogue)
        if message.fuzzy or not all(_forms(message.string))
    ]


def unlike(catalogue: Catalog) -> list[str]:
    """English whose placeholders are not those of the source."""
    return [
        f"placeholders differ: {message.id!r}"
        for message in texts_of(catalogue)
        for form in filter(None, _forms(message.string))
        if _placeholders(form) != _placeholders(_forms(message.id)[0])
    ]


def not_english(catalogue: Catalog) -> list[str]:
    """English that still holds Chinese characters or full-width punctuation."""
    return [
        f"not English: {form!r}"
        for message in texts_of(catalogue)
        for form in _forms(message.string)
        if CHINESE.search(form)
    ]


def fragile(catalogue: Catalog) -> list[str]:
    """Texts of templates with a lone per cent sign: Jinja fills every text with `%`."""
    return [
        f"write %% or say it in words: {form!r}"
        for message in texts_of(catalogue)
        if any(place.endswith(".html") for place, _line in message.locations)
        for form in (*_forms(message.id), *_forms(message.string))
        if "%" in PLACEHOLDER.sub("", form.replace("%%", ""))
    ]


def stale(catalogue: Catalog) -> list[str]:
    """Whether the compiled texts are other texts than the readable ones."""
    if MO.exists() and MO.read_bytes() == compiled(catalogue):
        return []
    return [f"{MO.name} is not the compiled {PO.name}: run `just translate`"]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the `.mo`, the same for the same texts."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def texts_of(catalogue: Catalog) -> Iterator[Message]:
    """Every entry but the header."""
    return (message for message in catalogue if message.id)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


if __name__ == "__main__":
    faults = {"check": check, "update": update}[sys.argv[1]]()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.exit(1 if faults else 0)
