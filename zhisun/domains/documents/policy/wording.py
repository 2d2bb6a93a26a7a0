"""How amounts and dates are written on paper."""

from datetime import datetime

from zhisun.domains.documents.terms import CURRENCIES
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import LARGEST_FEN, Fen

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "仟"), (100, "佰"), (10, "拾"))
DATE_DIGITS = "〇一二三四五六七八九"


def capital_amount(amount_fen: Fen) -> str:
    """The amount in Chinese capitals, without the currency: 贰万捌仟元整.

    Raises InputError below zero and above LARGEST_FEN.
    Source: 支付结算办法 附一 正确填写票据和结算凭证的基本规定; where it leaves a 零 to the writer,
    none is written.
    """
    if not 0 <= amount_fen <= LARGEST_FEN:
        raise InputError("document_amount_out_of_range", field="amount_fen")
    whole, cents = divmod(amount_fen, 100)
    jiao, fen = divmod(cents, 10)
    if not cents:
        return f"{_capitals(whole)}元整"
    words = f"{_capitals(whole)}元" if whole else ""
    if jiao:
        words += f"{CAPITALS[jiao]}角"
    elif whole:
        words += CAPITALS[0]
    return words + (f"{CAPITALS[fen]}分" if fen else "")


def _capitals(number: int) -> str:
    for unit, name in PLACES:
        if number >= unit:
            head, rest = divmod(number, unit)
            gap = CAPITALS[0] if 0 < rest < unit // 10 else ""
            return _capitals(head) + name + gap + (_capitals(rest) if rest else "")
    return CAPITALS[number]


def amount_in_words(amount_fen: Fen, currency: str) -> str:
    """The amount with its currency in capitals: 人民币贰万捌仟元整."""
    return CURRENCIES[currency][0] + capital_amount(amount_fen)


def amount_in_figures(amount_fen: Fen, currency: str) -> str:
    """The amount with its sign in figures: ¥28,000.00."""
    return CURRENCIES[currency][1] + grouped(amount_fen)


def grouped(amount_fen: Fen) -> str:
    """The amount in yuan for a column of a table: 28,000.00."""
    whole, cents = divmod(amount_fen, 100)
    return f"{whole:,}.{cents:02d}"


def chinese_date(at: datetime) -> str:
    """The day in Chinese time in Chinese numerals: 二〇二六年十一月二十一日."""
    day = at.astimezone(CHINA)
    year = "".join(DATE_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{_numeral(day.month)}月{_numeral(day.day)}日"


def clock_time(at: datetime) -> str:
    """The second in Chinese time: 2026年11月21日9时41分07秒; a full minute without its seconds."""
    local = at.astimezone(CHINA)
    seconds = f"{local.second:02d}秒" if local.second else ""
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{local.minute:02d}分{seconds}"


def table_time(at: datetime) -> str:
    """The second in Chinese time for a column of a table: 2026-11-21 09:41:07."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    words = {0: "", 1: "十"}.get(tens, f"{DATE_DIGITS[tens]}十")
    return words + (DATE_DIGITS[ones] if ones else "")
