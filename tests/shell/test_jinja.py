"""How templates are made into pages."""

from pathlib import Path

import pytest
from django.utils.translation import override
from jinja2 import Environment, FileSystemLoader, UndefinedError

import zhisun.shell
from zhisun.shell.jinja import environment


@pytest.fixture
def pages() -> Environment:
    return environment()


def test_what_people_typed_is_never_markup(pages: Environment) -> None:
    assert pages.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_a_name_nobody_gave_is_an_error_and_not_an_empty_cell(pages: Environment) -> None:
    with pytest.raises(UndefinedError):
        pages.from_string("{{ amount_fen }}").render()


def test_a_page_speaks_the_language_of_its_reader(pages: Environment) -> None:
    page = pages.from_string("{% trans n=3 %}共 {{ n }} 条{% endtrans %}")
    with override("zh-hans"):
        assert page.render() == "共 3 条"


def test_every_component_can_be_read() -> None:
    templates = Path(zhisun.shell.__file__).parent / "templates"
    pages = environment(loader=FileSystemLoader(templates))
    assert len(pages.list_templates()) > 20
    for name in pages.list_templates():
        pages.get_template(name)
