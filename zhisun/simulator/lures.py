"""What swindlers use in the sample city: sites, numbers, accounts, apps. All of it invented.

Names end in .example, numbers begin with 199000 like everybody's here, cards pass their check
digit and belong to nobody.
"""

from dataclasses import dataclass
from random import Random

from zhisun.simulator.numbers import card
from zhisun.simulator.roster import HOUSES


@dataclass(frozen=True, slots=True)
class Lure:
    """One of them, and who told the centre of it. days_ago: when it was last seen."""

    kind: str
    value: str
    fraud_type: str
    severity: int
    source: str
    confidence: int
    days_ago: int


@dataclass(frozen=True, slots=True)
class Trade:
    """What one kind of fraud calls its sites and apps."""

    fraud_type: str
    severity: int
    words: tuple[str, ...]


TRADES = (
    Trade("SD", 4, ("shuadan", "renwu", "dianzan", "fanli")),
    Trade("DK", 4, ("kuaidai", "miaojie", "dikoudai")),
    Trade("GJF", 5, ("gongan-anquan", "anjian-chaxun", "zijin-hecha")),
    Trade("KF", 4, ("kefu-tuikuan", "baixian-guanbi", "lipei")),
    Trade("TZ", 5, ("licai-gaoshou", "qihuo-vip", "xinbi")),
    Trade("GW", 3, ("jipiao-dijia", "ershou-jiaoyi")),
)
SHARES = {
    "省厅下发": 30,
    "运营商共享": 25,
    "银行共享": 15,
    "市局串并": 20,
    "群众举报": 10,
}
"""Who told of them, in percent."""
SITES, PAGES, NUMBERS, CARDS, PROGRAMS, NAMES = 150, 40, 90, 50, 30, 30
OLDEST_DAYS = 13


def lures(seed: str = "lures") -> list[Lure]:
    """Everything the centre has been told, the same every time."""
    chance = Random(seed)
    found: dict[tuple[str, str], Lure] = {}
    for kind, many in (
        *(("domain", SITES), ("url", PAGES), ("phone", NUMBERS)),
        *(("account", CARDS), ("app", PROGRAMS), ("im", NAMES)),
    ):
        for number in range(many):
            one = _lure(kind, number, chance)
            found[one.kind, one.value] = one
    return list(found.values())


def _lure(kind: str, number: int, chance: Random) -> Lure:
    trade = chance.choice(TRADES)
    word = chance.choice(trade.words)
    values = {
        "domain": f"{word}{number:03d}.example",
        "url": f"https://m.{word}{number:03d}.example/dl/{chance.randrange(1000)}",
        "phone": f"1990009{chance.randrange(10_000):04d}",
        "account": card(chance.choice(HOUSES[:6]), chance),
        "app": f"com.example.{word.replace('-', '')}{number:03d}",
        "im": f"{word.replace('-', '_')}_{number:03d}",
    }
    return Lure(
        kind=kind,
        value=values[kind],
        fraud_type=trade.fraud_type,
        severity=trade.severity,
        source=chance.choices(list(SHARES), list(SHARES.values()))[0],
        confidence=chance.choice((60, 80, 90, 100)),
        days_ago=chance.randrange(1, OLDEST_DAYS),
    )
