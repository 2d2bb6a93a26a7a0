"""What was compiled once is found again, and no visitor waits for what is loaded once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhisun.engines.screening import machine
from zhisun.site import warming

pytestmark = pytest.mark.skipif(
    "NUMBA_CACHE_DIR" in os.environ, reason="compiled code is kept elsewhere"
)


def test_engines_leave_their_compiled_code_for_the_next_process() -> None:
    warming.warm()
    engines = Path(machine.__file__).parents[1]
    for engine in warming.ENGINES:
        kept = engines / engine.__name__
        assert list(kept.rglob("*.nbi")), engine.__name__
        assert list(kept.rglob("*.nbc")), engine.__name__


READINGS = (
    "刚才有人打13900001234说是快递客服，给我理赔，我用建行卡6217000010001234567转了3800元过去。",
    "在抖音刷单，加了微信wx_abc12345，下载“聚利宝”APP，客服发链接http://tuan.example.com/a",
    "分三次向李强6228480012345678901农业银行济宁分行转账，第一次500元，第二次1万二，都是昨天晚上。",
    "冒充济宁市公安局的人说我身份证370811199003070012涉嫌洗钱，95588打来过。",
)
FIRST_READING = """
import json, sys
import zhisun.site.asgi

def loaded():
    found = set()
    for module in [name for name in sys.modules if name.startswith("zhisun.engines.")]:
        for name, each in vars(sys.modules[module]).items():
            if getattr(each, "__module__", "") != module:
                continue
            filled = hasattr(each, "cache_info") and each.cache_info().currsize
            if filled or getattr(each, "signatures", None):
                found.add(f"{module}.{name}")
    return found

told = json.loads(sys.argv[1])
ready, modules = loaded(), set(sys.modules)
from zhisun.desks.intake_desk.forms.payees import Institutions
from zhisun.desks.intake_desk.forms.screen import Setting, screen
from zhisun.desks.intake_desk.forms.typed import typed_from
from datetime import UTC, datetime
for text in told:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    setting = Setting(area="3708", ref=at, institutions=Institutions(()), prefill={})
    screen(typed_from({"narrative": text}), setting)
print(json.dumps([len(ready), sorted(loaded() - ready), sorted(set(sys.modules) - modules)]))
"""


def test_a_web_process_has_loaded_what_its_first_reading_needs_before_it_serves() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_READING, json.dumps(READINGS)],
        capture_output=True,
        text=True,
        check=True,
    )
    ready, later, modules = json.loads(done.stdout)
    assert ready > 0
    assert later == []
    assert [name for name in modules if name.startswith("zhisun.")] == []
