"""Narratives a stranger can paste: their accounts exist and their money moves at every start.

Written by us after cases the news tells of: the shop refund of 28,000 yuan stopped in nine
minutes, the tents for a fire brigade, tasks for commission. All identifiers are invented.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhisun.simulator.plans import Move, MoveKind, Opening
from zhisun.simulator.roster import HOUSES

ICBC, ABC, BOC, CCB, PSBC, RURAL, FIRM_ONE, FIRM_TWO = (house.code for house in HOUSES)
RICH_FEN = 1_000_000_000
"""A sample victim's account lasts for many starts."""
AGE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Holding:
    """One account of a sample."""

    institution: str
    account_no: str
    name: str
    id_number: str
    balance_fen: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One movement of a sample, so many minutes before the start. No payee: cashed out."""

    minutes_ago: float
    payer: Holding
    payee: Holding | None
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One narrative, who called, and what really happened."""

    key: str
    title: str
    caller_name: str
    caller_phone: str
    narrative: str
    steps: tuple[Step, ...]


ZHOU = Holding(CCB, "6227000000930558203", "周海生", "370832197803150001", RICH_FEN)
MA = Holding(ICBC, "6222020000919805788", "马小川", "370829199610020000")
NIU = Holding(ABC, "6228480000016184566", "牛大力", "370828198704110001")
YANG = Holding(FIRM_ONE, "83100431725501", "杨树林", "370881199902240003")

CHENG = Holding(PSBC, "6221880000443723490", "程秋菊", "370881198109090001", RICH_FEN)
LIU = Holding(BOC, "6216610000861008512", "刘国健", "370830198512120004")
GAO = Holding(RURAL, "6223190000077187", "高远", "370831199303030002")

XU = Holding(ABC, "6228480000995908936", "许文静", "370883199407070005", RICH_FEN)
TIAN = Holding(CCB, "6227000000034384902", "田野", "370826199201010003")
KONG = Holding(FIRM_TWO, "91119284231269", "孔令宇", "370881200001010006")
DU = Holding(ICBC, "6222020000179466727", "杜若飞", "370827198808080007")

SAMPLES = (
    Sample(
        key="refund",
        title="冒充客服退款，两万八",
        caller_name="周海生",
        caller_phone="19900010001",
        narrative=(
            "你好，我要报警，我被骗了。大概半小时前有个电话打过来，号码是17090001234，说是网店的客服，"
            "说我前几天买的鞋有质量问题，可以双倍退款，让我加QQ 2900012345，又发了个网址"
            "tuikuan-fuwu.example.com让我填。后来说我操作错了，要先转一笔验证金。"
            "十分钟前，我从建设银行卡6227000000930558203转了28000元，"
            "对方账号6222020000919805788，户名马小川，工商银行的。转完他还让我再转，我觉得不对就打110了。"
            "我叫周海生，电话19900010001，在梁山县水泊路住。"
        ),
        steps=(
            Step(10, ZHOU, MA, 2_800_000),
            Step(7, MA, NIU, 1_200_000),
            Step(6.5, MA, YANG, 900_000),
            Step(4, YANG, None, 300_000),
        ),
    ),
    Sample(
        key="tents",
        title="冒充消防采购帐篷，户名不符",
        caller_name="程秋菊",
        caller_phone="19900010002",
        narrative=(
            "喂，110吗，我在曲阜开户外用品店。有个自称消防大队姓赵的，电话16500002345，要订二十顶帐篷，"
            "还让我帮忙从他熟人那里捎一批自热米饭，说货款到了一起给我结。"
            "二十五分钟前，我用手机银行从邮储银行6221880000443723490往中国银行6216610000861008512"
            "汇了46500元，他给我的户名是刘建国。刚才我去消防大队问，人家说没这回事。"
            "我叫程秋菊，19900010002。"
        ),
        steps=(
            Step(25, CHENG, LIU, 4_650_000),
            Step(18, LIU, GAO, 3_000_000),
            Step(12, GAO, None, 500_000),
        ),
    ),
    Sample(
        key="tasks",
        title="刷单返利，转了两笔",
        caller_name="许文静",
        caller_phone="19900010003",
        narrative=(
            "我在家做兼职刷单被骗了。先在群里点赞返过我三十多块，后来让我下载星选任务做大单，要连做三单才给提现。"
            "二十分钟前我从农业银行6228480000995908936转了6000元，对方账号6227000000034384902，户名田野，"
            "建设银行的。十五分钟前又转了1.2万，对方账号91119284231269，户名孔令宇，是示例支付二的账户。"
            "现在客服说我操作失误，要再补两万才给返。我叫许文静，手机19900010003，住邹城市。"
        ),
        steps=(
            Step(20, XU, TIAN, 600_000),
            Step(15, XU, KONG, 1_200_000),
            Step(13, TIAN, DU, 600_000),
            Step(9, KONG, DU, 500_000),
        ),
    ),
)


def openings(samples: Sequence[Sample], at: datetime) -> list[Opening]:
    """The accounts of the samples, each once."""
    holdings = {
        holding.account_no: holding
        for sample in samples
        for step in sample.steps
        for holding in (step.payer, step.payee)
        if holding
    }
    return [
        Opening(
            institution=holding.institution,
            account_no=holding.account_no,
            name=holding.name,
            opened_at=at - AGE,
            id_number=holding.id_number,
            balance_fen=holding.balance_fen,
        )
        for holding in holdings.values()
    ]


def moves(samples: Iterable[Sample], at: datetime) -> list[Move]:
    """What moved before `at`, under serials of this start."""
    return [
        Move(
            move_id=f"S{at:%Y%m%d%H%M%S%f}{sample.key.upper()}{number}",
            at=at - timedelta(minutes=step.minutes_ago),
            payer_institution=step.payer.institution,
            payer=step.payer.account_no,
            amount_fen=step.amount_fen,
            kind=MoveKind.TRANSFER if step.payee else MoveKind.CASH,
            payee_institution=step.payee.institution if step.payee else "",
            payee=step.payee.account_no if step.payee else "",
            payee_name=step.payee.name if step.payee else "",
            remark="" if step.payee else "提现",
        )
        for sample in samples
        for number, step in enumerate(sample.steps)
    ]
