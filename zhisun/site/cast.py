"""The people and institutions of the sample city. All invented; the bank names are public."""

from dataclasses import dataclass


def _(text: str) -> str:
    """Mark a word for the catalogue. The page that shows it translates it: no Django here."""
    return text


CITY_AREA, CITY_NAME = "3708", "济宁市"
LETTERHEAD, LETTERHEAD_CONTACT = "济公(反诈)", "0537-0000110"
OTHER_AREA, OTHER_NAME = "3709", "泰安市"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the sample city; kind as in `directory.terms.UnitKind`."""

    code: str
    name: str
    kind: str
    area: str
    area_name: str
    shifts: str = ""
    languages: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    """WGS-84, rounded: about where the town is, no building."""


@dataclass(frozen=True, slots=True)
class Player:
    """An officer of the sample city; role as in `access.terms.Role`."""

    username: str
    title: str
    seat: str
    role: str
    unit_code: str
    badge_no: str

    @property
    def password(self) -> str:
        """Known to everybody: a demo has nothing to hide."""
        return f"{self.username}-demo"


@dataclass(frozen=True, slots=True)
class Bank:
    """An institution of the sample city; lane as in `directory.terms.Lane`."""

    code: str
    name: str
    short_name: str
    lane: str
    bank_code: str = ""


@dataclass(frozen=True, slots=True)
class Telephone:
    """Somebody to call in the sample city; words as in `directory.terms`. Hours in China."""

    institution_code: str
    role: str
    name: str
    phone: str
    days: str = "every_day"
    from_clock: str = "00:00"
    to_clock: str = "00:00"


UNITS = (
    Unit("370800000000", "济宁市反诈中心 (示例)", "centre", CITY_AREA, CITY_NAME),
    Unit("370800990001", "银行驻反诈中心席 (示例)", "institution", CITY_AREA, CITY_NAME),
    Unit("370800990002", "运营商驻反诈中心席 (示例)", "institution", CITY_AREA, CITY_NAME),
    Unit("370811000000", "任城区反诈中心 (示例)", "centre", "370811", "任城区"),
    Unit(
        *("370811010000", "观音阁派出所 (示例)", "station", "370811010", "观音阁街道"),
        shifts="每天 00:00-24:00",
        languages=("sign",),
        point=(35.41, 116.59),
    ),
    Unit("370900000000", "泰安市反诈中心 (示例)", "centre", OTHER_AREA, OTHER_NAME),
)
CAST = (
    Player("limin", "李敏", _("接警员"), "call_taker", "370800000000", "080001"),
    Player("wangqiang", "王强", _("资金席"), "funds_officer", "370800000000", "080002"),
    Player("zhaoqian", "赵倩", _("资金席 (银行驻点)"), "funds_officer", "370800990001", "080003"),
    Player("chenjing", "陈静", _("值班长"), "duty_officer", "370800000000", "080004"),
    Player("hanbing", "韩冰", _("通信席"), "telecom_officer", "370800000000", "080006"),
    Player("machao", "马超", _("通信席 (运营商驻点)"), "telecom_officer", "370800990002", "080007"),
    Player("zhoulei", "周磊", _("大队领导"), "team_leader", "370800000000", "080005"),
    Player("gaofei", "高飞", _("预警劝阻席"), "dissuasion_officer", "370800000000", "080008"),
    Player("mahai", "马海", _("劝阻民警"), "field_officer", "370811010000", "080009"),
    Player("outsider", "孙岩", _("外地接警员"), "call_taker", "370900000000", "090001"),
)
INSTITUTIONS = (
    Bank("102100099996", "中国工商银行", "工商银行", "bank", "ICBC"),
    Bank("103100000026", "中国农业银行", "农业银行", "bank", "ABC"),
    Bank("104100000004", "中国银行", "中国银行", "bank", "BOC"),
    Bank("105100000017", "中国建设银行", "建设银行", "bank", "CCB"),
    Bank("403100000004", "中国邮政储蓄银行", "邮储银行", "bank", "PSBC"),
    Bank("402451000010", "山东省农村信用社", "山东农信", "bank", "SDRCU"),
    Bank("Z00831000014", "示例支付一", "示例支付一", "payment"),
    Bank("Z09111000016", "示例支付二", "示例支付二", "payment"),
    Bank("C10000000011", "示例运营商", "示例运营商", "telecom"),
    Bank("P10000000013", "示例网络平台", "示例网络平台", "platform"),
)
TELEPHONES = (
    *(
        Telephone(bank.code, "liaison", name, f"0537-00002{number}1", "workdays", "08:30", "17:30")
        for number, (bank, name) in enumerate(
            zip(
                INSTITUTIONS,
                ("何丽", "吕强", "孔静", "孟涛", "颜敏", "曾辉", "闵娜", "冉军"),
                strict=False,
            )
        )
    ),
    *(
        Telephone(bank.code, "liaison", "值班电话 (示例)", f"0537-00002{number}9")
        for number, bank in enumerate(INSTITUTIONS[:8])
        if number != len(INSTITUTIONS) - 3
    ),
    *(
        Telephone(
            bank.code, "branch_head", name, f"0537-00003{number}1", "workdays", "08:30", "18:00"
        )
        for number, (bank, name) in enumerate(
            zip(INSTITUTIONS, ("卜宁", "谷峰", "常莹", "路远", "鲍晨", "柴悦"), strict=False)
        )
    ),
    Telephone(
        "", "central_bank", "支付结算科 (示例)", "0537-0000401", "workdays", "08:30", "17:30"
    ),
    Telephone("", "regulator", "消保科 (示例)", "0537-0000402", "workdays", "08:30", "17:30"),
)
"""Invented, like the numbers: 0537-0000xxx is nobody's."""
