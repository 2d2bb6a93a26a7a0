"""The door, the way in, and the files that go with every page."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from tests.builders.city import a_city
from zhisun.domains.directory.models import Officer
from zhisun.shell import menu
from zhisun.shell.pages import DemoAccount
from zhisun.site.static_files import HashedFiles

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")  # nothing was collected


@pytest.mark.django_db
def test_the_door_stands_open_to_strangers_and_leads_them_on(client: Client) -> None:
    page = client.get("/login/?next=/funds/").content.decode()
    assert 'name="next" value="/funds/"' in page
    assert "演示账号" not in page


@pytest.mark.django_db
def test_a_demo_offers_its_accounts_and_no_other_site_does(
    client: Client, settings: Settings
) -> None:
    settings.DEMO_ACCOUNTS = [DemoAccount("limin", "limin-demo", "李敏", "接警员")]
    assert "李敏" in client.get("/login/").content.decode()


@pytest.mark.django_db
def test_an_officer_is_led_to_the_first_desk_his_duties_open(client: Client) -> None:
    a_city()
    client.force_login(Officer.objects.get(username="wangqiang"))
    before = menu.installed()
    menu.install([menu.Entry("资金席", "login", "stop_payment.approve")])
    try:
        assert client.get("/")["Location"] == "/login/"
        menu.install([])
        assert "您还没有可用的席位" in client.get("/").content.decode()
    finally:
        menu.install(before)


@pytest.mark.django_db
def test_the_theme_of_the_cookie_is_drawn_by_the_server_and_nothing_else_is(
    client: Client,
) -> None:
    client.cookies["zhisun_theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/login/").content.decode()
    client.cookies["zhisun_theme"] = '"><script>'
    assert 'data-theme="light"' in client.get("/login/").content.decode()


def test_every_file_a_stylesheet_names_is_there_when_files_are_collected(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": f"{HashedFiles.__module__}.{HashedFiles.__name__}"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("shell/fonts.*.css"))


def test_a_module_imports_its_parts_by_the_names_the_pages_give(
    tmp_path: Path, settings: Settings
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": f"{HashedFiles.__module__}.{HashedFiles.__name__}"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    part = Path(names["shell/requests.js"]).name
    for importer in ("shell/keys.js", "funds_desk/live_part.js"):
        assert part in (tmp_path / names[importer]).read_text()
