"""Who was warned in the sample city before its first start, and what was taken down. All invented.

Minutes are counted back from the first start; those of what follows, from the one before.
"""

from dataclasses import dataclass
from enum import StrEnum

from zhisun.domains.dissuasion.terms import ContactResult, Outcome, SignalKind, SignalSource, Step
from zhisun.domains.takedown.terms import Measure, TargetKind

HOUR, DAY = 60, 1440
STATION, COUNTY, ELSEWHERE = "370811010", "370811", "370881"
CARRIER, PLATFORM = "C10000000011", "P10000000013"

SAFE = (
    ("domain", "bank.example", "银行门户 (示例)"),
    ("domain", "gov-service.example", "政务服务 (示例)"),
    ("phone", "0537-0000110", "本市反诈中心"),
)
"""The white list: kind, value, why."""

DRAFTS = (
    ("domain", "fanli-xinren.example", "SD"),
    ("phone", "19900099001", "KF"),
    ("app", "com.example.touzibao", "TZ"),
)
"""What was proposed and waits to be verified."""

HARMLESS = ("www.library.example", "news.example", "school.example", "bus.example", "map.example")


class Deed(StrEnum):
    """What an officer did."""

    SIGN = "sign"
    DESK_SIGN = "desk_sign"
    RETURN = "return"
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    TALKED_BACK = "talked_back"
    MET = "met"
    NOT_HOME = "not_home"
    GUARDIAN = "guardian"
    ASK_ACCOUNT = "ask_account"
    APPROVE_HOLDS = "approve_holds"
    UNTROUBLED = "safe"
    DISSUADED = "dissuaded"
    DEFRAUDED = "defrauded"
    NOT_FOUND = "not_found"
    FALSE_ALARM = "false_alarm"
    LOOK_BACK = "look_back"
    REPORTED = "reported"


ANSWERS = {
    Deed.REACHED: (Step.CALL, ContactResult.COOPERATES),
    Deed.TALKED_BACK: (Step.CALL, ContactResult.UNCOOPERATIVE),
    Deed.NO_ANSWER: (Step.CALL, ContactResult.NO_ANSWER),
    Deed.MET: (Step.VISIT, ContactResult.MET),
    Deed.NOT_HOME: (Step.VISIT, ContactResult.NOT_FOUND),
}
OUTCOMES = {
    Deed.UNTROUBLED: (Outcome.SAFE, "没有转账，已卸载应用"),
    Deed.DISSUADED: (Outcome.DISSUADED, "见到本人，当面劝停，已断开联系"),
    Deed.DEFRAUDED: (Outcome.DEFRAUDED, "见面前已转账一笔"),
    Deed.NOT_FOUND: (Outcome.NOT_FOUND, "上门无人，邻居说外出务工"),
    Deed.FALSE_ALARM: (Outcome.FALSE_ALARM, "本人是该网站的检测人员，预警不实"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One signal of somebody; after: minutes since the one before. hit: kind of the lure."""

    source: SignalSource
    kind: SignalKind
    hit: str = ""
    after: int = 0
    seconds: int = 0
    yuan: str = ""
    severity: int = 4
    under_way: bool = False
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """Somebody who was warned `ago` minutes before the first start, and what followed."""

    name: str
    phone: str
    ago: int
    signs: tuple[Sign, ...]
    deeds: tuple[tuple[int, Deed], ...] = ()
    area: str = STATION
    address: str = "观音阁街道示例小区"
    fraud_type: str = "SD"
    unit: str = ""
    id_number: str = ""


_S, _K, _D = SignalSource, SignalKind, Deed

TEXT = Sign(source=_S.SMS_12381, kind=_K.CALL, hit="phone", seconds=240)
LINE = Sign(source=_S.LINE_96110, kind=_K.CALL, hit="phone", seconds=900, after=4, severity=5)
TOOL = Sign(source=_S.APP, kind=_K.APP, hit="app", after=5)
ABOVE = Sign(source=_S.PROVINCE, kind=_K.LINK, hit="domain")
TALKING = Sign(
    source=_S.PROVINCE, kind=_K.CALL, hit="phone", seconds=1500, severity=5, under_way=True
)
OWN = Sign(source=_S.OWN, kind=_K.LINK, hit="domain", after=3)
PAYING = Sign(source=_S.PROVINCE, kind=_K.TRADE, hit="account", yuan="28000", severity=5, after=2)
COUNTER = Sign(
    source=_S.BANK,
    kind=_K.TOLD,
    told="客户在柜台要求向陌生账户汇款，说是客服让转的，劝不住。",
    after=6,
    under_way=True,
)
NEIGHBOUR = Sign(source=_S.CITIZEN, kind=_K.TOLD, told="家人反映他几天来一直在手机上做任务垫钱。")
WEAK = Sign(source=_S.PROVINCE, kind=_K.LINK, hit="url", severity=2)

DAYS = (
    Warned(
        name="付春梅",
        phone="19900030001",
        ago=12 * DAY,
        signs=(TEXT, LINE, TOOL),
        deeds=(
            *((4, _D.SIGN), (2, _D.REACHED), (38, _D.MET), (20, _D.DISSUADED)),
            *((DAY, _D.LOOK_BACK), (2 * DAY, _D.LOOK_BACK)),
        ),
        fraud_type="KF",
    ),
    Warned(
        name="邱建军",
        phone="19900030002",
        ago=10 * DAY + 3 * HOUR,
        signs=(TALKING, PAYING, COUNTER),
        deeds=(
            *((2, _D.SIGN), (2, _D.NO_ANSWER), (2, _D.ASK_ACCOUNT), (1, _D.APPROVE_HOLDS)),
            *((25, _D.MET), (15, _D.DISSUADED), (DAY, _D.LOOK_BACK), (2 * DAY, _D.LOOK_BACK)),
        ),
        fraud_type="GJF",
    ),
    Warned(
        name="史红霞",
        phone="19900030003",
        ago=9 * DAY + 5 * HOUR,
        signs=(ABOVE,),
        deeds=((6, _D.DESK_SIGN), (5, _D.REACHED), (9, _D.FALSE_ALARM)),
        area=COUNTY,
        address="任城区示例路 12 号",
    ),
    Warned(
        name="钟志远",
        phone="19900030004",
        ago=8 * DAY + HOUR,
        signs=(OWN, TEXT, ABOVE),
        deeds=(
            *((9, _D.SIGN), (12, _D.NO_ANSWER), (90, _D.NOT_HOME), (5, _D.NOT_FOUND)),
            *((DAY, _D.LOOK_BACK), (2 * DAY, _D.LOOK_BACK)),
        ),
        fraud_type="DK",
    ),
    Warned(
        name="邵桂兰",
        phone="19900030005",
        ago=7 * DAY + 2 * HOUR,
        signs=(TEXT, PAYING),
        deeds=(
            *((7, _D.SIGN), (6, _D.TALKED_BACK), (55, _D.MET), (9, _D.DEFRAUDED)),
            *((22, _D.REPORTED), (DAY, _D.LOOK_BACK), (2 * DAY, _D.LOOK_BACK)),
        ),
        fraud_type="TZ",
    ),
    Warned(
        name="孟祥宇",
        phone="19900030006",
        ago=5 * DAY + 4 * HOUR,
        signs=(NEIGHBOUR, TOOL),
        deeds=((8, _D.SIGN), (7, _D.REACHED), (30, _D.UNTROUBLED), (DAY, _D.LOOK_BACK)),
    ),
    Warned(
        name="尹思琪",
        phone="19900030007",
        ago=2 * DAY + 6 * HOUR,
        signs=(ABOVE, TOOL, TEXT),
        deeds=(
            *((5, _D.SIGN), (4, _D.REACHED), (6, _D.GUARDIAN), (40, _D.MET)),
            *((10, _D.DISSUADED), (DAY, _D.LOOK_BACK)),
        ),
        unit="示例中学",
        id_number="370811",
    ),
    Warned(
        name="乔国庆",
        phone="19900030008",
        ago=DAY + 3 * HOUR,
        signs=(LINE, OWN),
        deeds=((4, _D.SIGN), (3, _D.REACHED), (35, _D.MET), (12, _D.DISSUADED)),
        fraud_type="TZ",
    ),
    Warned(
        name="龚小燕",
        phone="19900030009",
        ago=58,
        signs=(TALKING, COUNTER),
        deeds=(
            *((1, _D.SIGN), (2, _D.NO_ANSWER), (2, _D.ASK_ACCOUNT), (3, _D.NO_ANSWER)),
            (2, _D.NO_ANSWER),
        ),
        fraud_type="GJF",
    ),
    Warned(
        name="庞志强",
        phone="19900030010",
        ago=24,
        signs=(TALKING, PAYING),
        deeds=((2, _D.SIGN), (2, _D.NO_ANSWER), (1, _D.ASK_ACCOUNT), (2, _D.APPROVE_HOLDS)),
        fraud_type="KF",
    ),
    Warned(
        name="柳文静",
        phone="19900030011",
        ago=45,
        signs=(ABOVE, TEXT),
        deeds=((6, _D.SIGN), (9, _D.REACHED)),
    ),
    Warned(
        name="常富贵",
        phone="19900030012",
        ago=70,
        signs=(TEXT, TOOL),
        deeds=((6, _D.SIGN), (9, _D.REACHED), (35, _D.MET)),
        fraud_type="DK",
    ),
    Warned(name="安淑珍", phone="19900030013", ago=6, signs=(WEAK,)),
    Warned(
        name="齐海涛",
        phone="19900030014",
        ago=20,
        signs=(ABOVE,),
        area=ELSEWHERE,
        address="曲阜市示例街 3 号",
    ),
    Warned(name="", phone="19900030015", ago=12, signs=(OWN,), area="", address=""),
    Warned(
        name="卢玉芬",
        phone="19900030016",
        ago=26,
        signs=(WEAK,),
        deeds=((5, _D.SIGN), (4, _D.RETURN)),
    ),
)


class Fate(StrEnum):
    """How far a takedown has come."""

    DRAFTED = "drafted"
    DECLINED = "declined"
    RECALLED = "recalled"
    STANDS = "stands"
    CHECKED = "checked"
    GONE = "gone"
    RELAPSED = "relapsed"
    RELEASED = "released"
    RELEASE_ASKED = "release_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was taken down `ago` minutes before the first start. place: which lure of its kind."""

    kind: TargetKind
    measure: Measure
    institution: str
    lure: str
    place: int
    ago: int
    fate: Fate


def _phone(place: int, ago: int, fate: Fate, measure: Measure = Measure.SUSPEND) -> Target:
    return Target(
        kind=TargetKind.PHONE,
        measure=measure,
        institution=CARRIER,
        lure="phone",
        place=place,
        ago=ago,
        fate=fate,
    )


def _site(place: int, ago: int, fate: Fate) -> Target:
    return Target(
        kind=TargetKind.DOMAIN,
        measure=Measure.BLOCK,
        institution=CARRIER,
        lure="domain",
        place=place,
        ago=ago,
        fate=fate,
    )


def _net(kind: TargetKind, measure: Measure, lure: str, ago: int, fate: Fate) -> Target:
    return Target(
        kind=kind, measure=measure, institution=PLATFORM, lure=lure, place=1, ago=ago, fate=fate
    )


TAKEDOWNS = (
    _phone(0, 2 * HOUR + 21, Fate.RELAPSED),
    _phone(1, 10 * DAY, Fate.CHECKED, Measure.INTERCEPT),
    _site(0, 2 * HOUR + 12, Fate.RELAPSED),
    _net(TargetKind.APP, Measure.DELIST, "app", 8 * DAY, Fate.GONE),
    _net(TargetKind.IM_ACCOUNT, Measure.SEAL_SHORT, "im", 8 * DAY, Fate.STANDS),
    _phone(2, 7 * DAY, Fate.STANDS),  # the carrier does not know it, and refuses
    _phone(7, 6 * DAY, Fate.RELEASED),
    _phone(3, 5 * DAY, Fate.STANDS, Measure.BLOCK),
    _site(1, 3 * DAY, Fate.STANDS),
    _site(2, 2 * DAY, Fate.DECLINED),
    _phone(4, 2 * HOUR + 2, Fate.RELEASE_ASKED),
    _phone(5, 5 * HOUR, Fate.RECALLED),
    _site(3, 4 * HOUR, Fate.STANDS),
    _phone(6, 18, Fate.DRAFTED),
    _site(4, 11, Fate.DRAFTED),
)
