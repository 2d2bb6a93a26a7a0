"""Every word of the trade stands in the glossary before it stands in code."""

import inspect
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db.models import Choices
from django.utils import translation

from zhisun.domains.access.terms import Duty

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

HOUSE = Path(__file__).parents[2]
DOMAINS = HOUSE / "zhisun" / "domains"

Entry = dict[str, str]
Named = dict[str, "_StrPromise | str"]
"""What the code has of one kind: key in the glossary → the Chinese label it carries."""


def entries(kind: str) -> dict[str, Entry]:
    """The entries of one kind by the dotted name that follows the kind."""
    with (HOUSE / "docs" / "glossary.toml").open("rb") as file:
        return dict(_leaves(tomllib.load(file)[kind]))


def _leaves(table: dict[str, object], above: str = "") -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        assert isinstance(value, dict)
        if "zh" in value:
            yield above + name, value
        else:
            yield from _leaves(value, f"{above}{name}.")


def domains() -> set[str]:
    return {init.parent.name for init in DOMAINS.glob("*/__init__.py")}


def models() -> Named:
    return {
        facts.label: facts.verbose_name or ""
        for model in apps.get_models()
        for facts in [model._meta]  # noqa: SLF001 public by Django's documentation
        if model.__module__.startswith("zhisun.domains.")
    }


def states() -> Named:
    terms = [import_module(f"zhisun.domains.{path.parent.name}.terms") for path in _terms()]
    return {
        f"{name}.{state.value}": state.label
        for module in terms
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if name.endswith("State") and issubclass(kind, Choices)
        for state in kind
    }


def _terms() -> Iterator[Path]:
    return DOMAINS.glob("*/terms.py")


def duties() -> Named:
    return {duty.value: duty.label for duty in Duty}


def test_every_domain_has_its_entry_and_no_entry_lacks_its_domain() -> None:
    assert set(entries("domain")) == domains()


@pytest.mark.parametrize(
    ("kind", "named"), [("model", models), ("state", states), ("duty", duties)]
)
def test_the_words_of_the_code_are_those_of_the_glossary(kind: str, named: object) -> None:
    assert callable(named)
    in_code: Named = named()
    written = entries(kind)
    assert set(written) == set(in_code)
    with translation.override("zh-hans"):
        assert {key: entry["zh"] for key, entry in written.items()} == {
            key: str(label) for key, label in in_code.items()
        }
    with translation.override("en"):
        assert {key: entry["en"].casefold() for key, entry in written.items()} == {
            key: str(label).casefold() for key, label in in_code.items()
        }


@pytest.mark.parametrize("kind", ["domain", "model", "state", "duty", "word"])
def test_every_entry_says_what_it_means_and_where_it_comes_from(kind: str) -> None:
    for name, entry in entries(kind).items():
        said = {key: entry.get(key) for key in ("zh", "en", "meaning", "source")}
        assert all(said.values()), (name, said)
        assert set(entry) <= {*said, "not"}, name


def test_no_word_has_two_entries() -> None:
    words = [entry["zh"] for entry in entries("word").values()]
    assert len(words) == len(set(words))
