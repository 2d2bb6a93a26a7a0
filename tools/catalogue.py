"""The English catalogue: `update` brings it up to date with the sources, `check` demands it is.

Chinese is the source text, so only English is a catalogue. The compiled `.mo` lies beside the
`.po` in the repository: nobody needs a compiler to run the platform.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "zhisun"
PO = HOUSE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/templates/**.html": {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
}
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    "npgettext": ((1, "c"), 2, 3),
}


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
        return Catalog(locale="en", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="en")


def update() -> list[str]:
    """Write texts and compiled texts anew; what is still missing."""
    catalogue = english()
    catalogue.update(sources(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True, include_lineno=False)
    MO.write_bytes(compiled(catalogue))
    return untranslated(catalogue)


def check() -> list[str]:
    """What is wrong, one line each."""
    catalogue = english()
    known = {(message.id, message.context) for message in catalogue if message.id}
    wanted = {(message.id, message.context) for message in sources() if message.id}
    faults = [f"not in the catalogue: {text!r}" for text, _ in sorted(wanted - known, key=str)]
    faults += [f"no longer in the sources: {text!r}" for text, _ in sorted(known - wanted, key=str)]
    faults += untranslated(catalogue)
    faults += unlike(catalogue)
    if not MO.exists() or MO.read_bytes() != compiled(catalogue):
        faults.append(f"{MO.name} is not the compiled {PO.name}: run `just translate`")
    return faults


def untranslated(catalogue: Catalog) -> list[str]:
    """Texts without English, or with English that somebody marked as doubtful."""
    return [
        f"no English: {message.id!r}"
        for message in catalogue
        if message.id and (message.fuzzy or not all(_forms(message.string)))
    ]


def unlike(catalogue: Catalog) -> list[str]:
    """Translations whose placeholders differ from those of the source."""
    return [
        f"placeholders differ: {message.id!r}"
        for message in catalogue
        if message.id and message.check(catalogue)
    ]


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the `.mo`, the same for the same texts."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string or "",) if isinstance(string, str | None) else tuple(string)


if __name__ == "__main__":
    faults = {"check": check, "update": update}[sys.argv[1]]()
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.exit(1 if faults else 0)
