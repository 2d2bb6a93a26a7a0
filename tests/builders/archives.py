"""Tables of old reports, as an old system exports them."""

import csv
import io
from collections.abc import Sequence

from tests.builders.city import AT, officer
from zhisun.domains.archives.models import ReportFile
from zhisun.domains.archives.policy.headings import from_json
from zhisun.domains.archives.services.receive import map_columns, receive_file

SENDER = "任城分局旧接警系统"
HEAD = (
    *("警情编号", "报警时间", "受害人姓名", "身份证号", "联系电话", "简要案情"),
    *("损失金额（元）", "案件类别", "受理单位", "涉案账号", "录入员"),
)
STORIES = (
    "接到自称淘宝客服的电话13712345678，说快递丢了要理赔，在对方引导下下载“云视通”共享屏幕，转出28000元。",
    "在微信群里兼职刷单，做了三单后无法提现，共向对方账户转账15600元。",
    "网上认识一名女子，推荐投资平台，先后转账12万元后平台打不开。",
)


def row(number: int, **told: str) -> list[str]:
    """One row of a table with `HEAD`; told by heading."""
    usual = {
        "警情编号": f"JQ2023{number:06d}",
        "报警时间": f"2023-{number % 12 + 1:02d}-{number % 28 + 1:02d} 09:{number % 60:02d}:00",
        "受害人姓名": "周敏",
        "联系电话": f"138{number:08d}",
        "简要案情": STORIES[number % len(STORIES)],
        "损失金额（元）": str(1000 + number),
        "受理单位": "观音阁派出所",
        "录入员": "某人",
    }
    return [(usual | told).get(heading, "") for heading in HEAD]


def table(rows: Sequence[Sequence[str]], encoding: str = "gb18030") -> bytes:
    """A CSV file with a line above its header, as such exports have."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["2023年警情汇总", *[""] * (len(HEAD) - 1)])
    writer.writerow(HEAD)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def received(content: bytes, *, name: str = "2023.csv", by: str = "chenjing") -> int:
    """The key of a file that is here."""
    return receive_file(name, content, SENDER, by=officer(by), at=AT)


def mapped(key: int, *, by: str = "chenjing") -> int:
    """The file, its columns taken as proposed."""
    tables = [from_json(kept) for kept in ReportFile.objects.get(pk=key).tables]
    columns = {each.number: each.columns for each in tables if each.used}
    map_columns(key, columns, by=officer(by), at=AT)
    return key
