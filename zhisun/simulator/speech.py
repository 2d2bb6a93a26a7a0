"""How a victim says amounts, times and account numbers on the phone."""

from datetime import datetime
from random import Random

from zhisun.kernel.moments import CHINA, minutes_between

DIGITS = "零一二三四五六七八九"
WAN_YUAN = 10_000
_HOURS = ((5, "凌晨"), (9, "早上"), (12, "上午"), (14, "中午"), (18, "下午"), (24, "晚上"))
_CARD_GROUP = 4


def amount(amount_fen: int, chance: Random) -> str:
    """28,000 yuan as 28000元, 2.8万, 两万八 … ; only ways that lose nothing."""
    yuan = amount_fen // 100
    ways = [f"{yuan}元", f"{yuan}块钱", f"{yuan:,}元"]
    if yuan >= WAN_YUAN and yuan % 1000 == 0:
        ways += [f"{yuan / WAN_YUAN:g}万", f"{yuan / WAN_YUAN:g}万元", _spoken(yuan)]
    return chance.choice(ways)


def moment(at: datetime, now: datetime, chance: Random) -> str:
    """The clock time to the minute, or how long ago."""
    local = at.astimezone(CHINA)
    part = next(name for until, name in _HOURS if local.hour < until)
    hour = local.hour - 12 if local.hour > 12 else local.hour  # noqa: PLR2004 a dial has twelve
    ago = minutes_between(at, now)
    ways = [
        f"今天{part}{hour}点{local.minute:02d}分",
        f"{local.hour}:{local.minute:02d}",
        f"{local:%H:%M:%S}",
    ]
    if local.date() == now.astimezone(CHINA).date() and 0 < ago < 60:  # noqa: PLR2004 an hour
        ways.append(f"{ago}分钟前")
    return chance.choice(ways)


def number(account_no: str, chance: Random) -> str:
    """In one run, or in groups of four as it stands on a card."""
    groups = (account_no[i : i + _CARD_GROUP] for i in range(0, len(account_no), _CARD_GROUP))
    return chance.choice([account_no, account_no, " ".join(groups)])


def _spoken(yuan: int) -> str:
    """两万八 and the like, for whole thousands below a hundred thousand."""
    wan, thousands = divmod(yuan // 1000, 10)
    if wan >= 10:  # noqa: PLR2004 beyond, people say the number
        return f"{yuan / WAN_YUAN:g}万块"
    head = f"{'两' if wan == 2 else DIGITS[wan]}万"  # noqa: PLR2004 liang, not er
    return f"{head}{DIGITS[thousands]}" if thousands else f"{head}块"
