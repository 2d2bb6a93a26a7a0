"""The English catalogue is whole: nobody at a desk meets a text in the other language."""

import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from django.db.models import Choices
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tools import catalogue

HOUSE = Path(__file__).parents[2] / "zhisun"
LABELS = re.compile(
    r"""(?:button|cell|chip|empty|link_button|panel|tile)\(\s*_\('([^']+)'\)"""
    r"""|(?:check|choice|field|one|text_area)\((?:mine, )?'\w+', _\('([^']+)'\)"""
    r"""|[\[,] ?\(_\('([^']+)'\), """
)
"""Buttons, headings, fields, columns and facts of a template, which stand alone."""


@pytest.fixture(scope="module")
def english() -> Catalog:
    return catalogue.english()


def test_the_catalogue_knows_every_text_of_the_sources_and_no_other(english: Catalog) -> None:
    assert catalogue.unknown(catalogue.sources(), english) == []


def test_every_text_has_its_english(english: Catalog) -> None:
    assert catalogue.untranslated(english) == []


def test_english_asks_for_the_same_facts_as_chinese(english: Catalog) -> None:
    assert catalogue.unlike(english) == []


def test_english_holds_no_chinese_characters_and_no_full_width_signs(english: Catalog) -> None:
    assert catalogue.not_english(english) == []


def test_no_per_cent_sign_breaks_a_page(english: Catalog) -> None:
    assert catalogue.fragile(english) == []


def test_what_runs_is_compiled_from_what_is_read(english: Catalog) -> None:
    assert catalogue.stale(english) == []


def labels() -> Iterator[str]:
    """Every word that stands alone on a page, in the active language."""
    for page in HOUSE.glob("desks/*/templates/**/*.html"):
        for found in LABELS.finditer(page.read_text()):
            yield gettext(next(filter(None, found.groups())))
    for path in HOUSE.glob("domains/*/terms.py"):
        terms = importlib.import_module(f"zhisun.domains.{path.parent.name}.terms")
        for _name, kind in inspect.getmembers(terms, inspect.isclass):
            if issubclass(kind, Choices):
                yield from map(str, kind.labels)


def test_what_stands_alone_begins_large() -> None:
    with translation.override("en"):
        found = set(labels())
    assert len(found) > 500
    assert {label for label in found if label[0].islower()} == set()


def test_a_page_in_english_counts_in_english() -> None:
    with translation.override("en"):
        assert gettext("待审批") == "To approve"
        assert ngettext("{n} 小时", "{n} 小时", 1).format(n=1) == "1 hour"
        assert ngettext("{n} 小时", "{n} 小时", 2).format(n=2) == "2 hours"


def test_chinese_is_the_source_text() -> None:
    with translation.override("zh-hans"):
        assert gettext("待审批") == "待审批"
        assert ngettext("{n} 小时", "{n} 小时", 2).format(n=2) == "2 小时"


@pytest.mark.parametrize(
    ("chinese", "english", "find_faults"),
    [
        ("没有 {number} 号指令", "There is no order", catalogue.unlike),
        ("没有 %(number)s 号指令", "There is no order %(no)s", catalogue.unlike),
        ("没有指令", "There is no order。", catalogue.not_english),
        ("没有指令", "There is no 指令", catalogue.not_english),
        ("没有指令", "", catalogue.untranslated),
        ("九成", "90% within", catalogue.fragile),
    ],
)
def test_a_faulty_translation_is_found(chinese: str, english: str, find_faults: object) -> None:
    faulty = Catalog(locale="en")
    faulty.add(chinese, english, [("zhisun/desks/funds_desk/templates/funds_desk/board.html", 0)])
    assert callable(find_faults)
    assert len(find_faults(faulty)) == 1
