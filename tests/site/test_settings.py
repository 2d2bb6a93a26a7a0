"""Every setting is in the runbook, and none shows what must stay hidden."""

import re
from pathlib import Path

from django.conf import settings

from zhisun.site import logs

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r'"(ZHISUN_[A-Z_]+|DATABASE_URL)"')


def test_every_setting_is_in_the_runbook() -> None:
    sources = [*(ROOT / "zhisun").rglob("*.py"), ROOT / "tests" / "conftest.py"]
    read = {name for path in sources for name in NAMES.findall(path.read_text())}
    told = (ROOT / "docs" / "runbook" / "settings.md").read_text()
    assert {name for name in read if f"`{name}`" not in told} == set()


def test_no_page_shares_a_transaction_with_its_verbs() -> None:
    assert settings.DATABASES["default"]["ATOMIC_REQUESTS"] is False


def test_every_notice_of_shipped_data_is_in_the_notice_file() -> None:
    notice = (ROOT / "NOTICE").read_text()
    for part in sorted((ROOT / "docs" / "notices").glob("*.md")):
        assert part.read_text() in notice, f"{part.name}: bring NOTICE up to date"


def test_identities_are_masked_and_secrets_dropped_from_a_line_of_the_log() -> None:
    line = logs.masked(
        None,
        "info",
        {
            "event": "order_sent",
            "order_no": "Z20261121000001",
            "payee_account": "6222020000000000017",
            "holder_name": "李四",
            "phone": "13900000000",
            "token": "abc",
        },
    )
    assert line == {
        "event": "order_sent",
        "order_no": "Z20261121000001",
        "payee_account": "***17",
        "holder_name": "***",
        "phone": "***00",
        "token": "***",
    }
