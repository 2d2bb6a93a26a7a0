"""How the cost of reading grows with a text made of one piece over and over (成本增长).

Four times the text should cost about four times as much, sixteen would be quadratic. Measured, not
asserted: a ratio of times depends on the machine.
"""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.transfers import transfers

PIECES = (
    "1", "1 ", "一", "万", "a.", "某", "张某", "济南", "“", "1、", "公司", "转1万，", "@a", "(",
    "0-", "6222020070000000110", "http://", "3点", "卡", "😀", "\ud800", "路",
    "卡6222020070000000110刘志强，", "小张说", "王伟、", "50、", "至6日", "1️⃣", "微❤", "在“",
    "加扣：", "点", "100，", "3.15、", "又5000", "，国庆", "5号到", "微信“", "QQ昵称", "加我a",
    "转给", "）(", "多少：", "软件名称：", "姓名：张", "三个w点",
    "微信a丨", "微信abc 12 ", "QQ上", "九4", "12=34=", "a(字母L)", "薇a 一",
    "姓名：张伟\n", "软件：甲乙、丙丁、戊己\n", "昵称：小雨\n", "123456\n",
)  # fmt: skip
"""What the recognisers look for, without what would end it."""
PAYMENTS = ("给张三转了3万，账号6222020070000000110，", "，又转了1万", "转到支付宝")
TELLING = (
    "刷单",
    "a",
    "1",
    "王某",
    "转账1万元",
    "被骗",
    "http://a",
    "第一步",
    "😀",
    " ",
    "，",
    "ＱＱ",
    "DIGIT",
)
SHORT, LONG = 10_000, 40_000
"""Characters."""


class Growth(NamedTuple):
    """piece: what is repeated; ratio: time of LONG by that of SHORT; seconds: of LONG."""

    what: str
    piece: str
    ratio: float
    seconds: float


def growths(rounds: int) -> Iterator[Growth]:
    """Each piece by each of the three readers; the best of so many rounds."""
    for piece in PIECES:
        yield _growth("要素", piece, lambda text: lambda: read(text, ref_time=None), rounds)
    for piece in PAYMENTS:
        yield _growth("付款", piece, _payments, rounds)
    for piece in TELLING:
        yield _growth("类型", piece, lambda text: lambda: classify(text), rounds)


def _payments(text: str) -> Callable[[], object]:
    elements = read(text, ref_time=None)
    return lambda: transfers(elements, text)


def _growth(
    what: str, piece: str, job: Callable[[str], Callable[[], object]], rounds: int
) -> Growth:
    short, long = (job(piece * (length // len(piece))) for length in (SHORT, LONG))
    quick, slow = (min(_seconds(one) for _ in range(rounds)) for one in (short, long))
    return Growth(what, piece, slow / max(quick, 1e-6), slow)


def _seconds(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started
