"""The base out to a file and back, by command."""

from pathlib import Path

import pytest

from tests.builders.indicators import entered
from zhisun.domains.indicators.models import Indicator
from zhisun.kernel.errors import InputError
from zhisun.site.cli.failures import text_of
from zhisun.site.indicator_files import take_in, write_out

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("layout", ["csv", "stix"])
def test_the_base_goes_out_and_comes_back(tmp_path: Path, layout: str) -> None:
    entered("domain", "evil.example")
    out = tmp_path / "base"
    assert write_out(out, layout, "standing") == 1
    Indicator.objects.all().delete()
    assert take_in([out], "", None, text_of) == "新增 1，续期 0，撤下 0，未导入 0。"
    assert [path.name for path in tmp_path.iterdir()] == ["base"]


def test_what_does_not_go_in_is_written_with_its_reason(tmp_path: Path) -> None:
    feed, bad = tmp_path / "feed.csv", tmp_path / "bad.csv"
    feed.write_text("kind,value\ndomain,qq.com\nip,203.0.113.7\n")
    told = take_in([feed], "省厅", bad, text_of)
    assert told.startswith("新增 1")
    assert "qq.com" in bad.read_text(encoding="utf-8-sig").splitlines()[1]
    assert "第一处" in take_in([feed], "省厅", None, text_of)
    feed.write_text("nothing")
    with pytest.raises(InputError, match="indicator_column_missing"):
        take_in([feed], "省厅", None, text_of)
    with pytest.raises(InputError, match="indicator_layout_unknown"):
        write_out(bad, "pdf", "")
