"""The sample city's institutions and its named cast."""

from datetime import UTC, datetime

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.access.services import post
from zhisun.domains.access.terms import Role
from zhisun.domains.directory.services import (
    register_institution,
    register_officer,
    register_unit,
)
from zhisun.domains.directory.terms import Lane, UnitKind
from zhisun.kernel.actors import Actor, job

AT = datetime(2026, 9, 11, 6, 10, tzinfo=UTC)
"""14:10 in China, ten minutes after the first transfer of most tests."""

KEEPER = job("build_city")

INSTITUTIONS = {
    "102100099996": ("中国工商银行", "工行", Lane.BANK, "ICBC"),
    "103100000026": ("中国农业银行", "农行", Lane.BANK, "ABC"),
    "105100000017": ("中国建设银行", "建行", Lane.BANK, "CCB"),
    "Z00831000014": ("示例支付一", "示例支付一", Lane.PAYMENT, ""),
    "402451000010": ("山东省农村信用社", "山东农信", Lane.PAPER, "SDRCU"),
}

ICBC, ABC, CCB, PAY, PAPER_BANK = INSTITUTIONS

CAST = {
    "limin": ("李敏", "370800000000", Role.CALL_TAKER),
    "wangqiang": ("王强", "370800000000", Role.FUNDS_OFFICER),
    "zhaoqian": ("赵倩", "370800000000", Role.FUNDS_OFFICER),
    "chenjing": ("陈静", "370800000000", Role.DUTY_OFFICER),
    "outsider": ("孙岩", "370700000000", Role.DUTY_OFFICER),
    "zhoulei": ("周磊", "370800000000", Role.TEAM_LEADER),
    "gaofei": ("高飞", "370800000000", Role.DISSUASION_OFFICER),
    "mahai": ("马海", "370811010000", Role.FIELD_OFFICER),
}


UNITS = (
    ("370800000000", "济宁市公安局反诈中心", UnitKind.CENTRE, "370800"),
    ("370700000000", "潍坊市公安局反诈中心", UnitKind.CENTRE, "370700"),
    ("370811000000", "任城区反诈中心", UnitKind.CENTRE, "370811"),
    ("370811010000", "观音阁派出所", UnitKind.STATION, "370811010"),
)


def a_city() -> None:
    """Two cities, a county and its station, five institutions, and everybody in the cast."""
    for code, name, kind, area in UNITS:
        register_unit(code, name, kind=kind, area=area, area_name=name[:3], by=KEEPER, at=AT)
    for code, (name, short_name, lane, bank_code) in INSTITUTIONS.items():
        register_institution(
            code,
            name,
            short_name=short_name,
            lane=lane,
            bank_code=bank_code,
            secret=f"secret of {code}".encode().hex(),
            by=KEEPER,
            at=AT,
        )
    for number, (username, (title, unit_code, role)) in enumerate(CAST.items()):
        register_officer(
            username,
            title,
            unit_code=unit_code,
            password=f"{username}-demo",
            badge_no=f"08{number:04d}",
            phone=f"1370000000{number}",
            by=KEEPER,
            at=AT,
        )
        post(username, role, by=KEEPER, at=AT)


def officer(username: str) -> Actor:
    """One of the cast, as an actor."""
    return actor_of(username)
