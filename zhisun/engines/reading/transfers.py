"""Transfers said in a narrative (口述转账): account, name, bank, amount and time put together.

One transfer for each amount that is told as paid. What the words leave open stays None: the
call-taker asks. The rules are in README.md.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhisun.engines.reading.elements import Element, Shelf, in_order
from zhisun.engines.reading.folding import one_for_one
from zhisun.engines.reading.payees import OWN_BANK, Payee, Payees
from zhisun.engines.reading.payments import paid
from zhisun.engines.reading.roles import PAYER
from zhisun.engines.reading.segments import boundaries
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import Fen, fen

_WITH_HOUR = re.compile(r"\d{4}-\d\d-\d\dT\d\d(?::\d\d){0,2}")
_METHODS = {
    "手机银行": re.compile("手机银行"),
    "网银": re.compile("网银|网上银行"),
    "ATM": re.compile("ATM|自动取款机|柜员机", re.IGNORECASE),
    "柜面": re.compile("柜台|柜面|营业厅|网点"),
    "扫码": re.compile("扫码|二维码|收款码"),
    "第三方支付": re.compile("支付宝|微信|云闪付|财付通"),
    "现金": re.compile("现金"),
}
_DONE_THEN = re.compile(r"[^。；！？，]{0,6}?(?:转|付|打(?!电话|来)|汇|存|到账)")
_TIME_LABEL = re.compile(r"[^。；！？]{0,80}?(?:时间|大概|大约|是|于)[:是为在\s]*")
_MARK_BEFORE = re.compile(r"(?:[，,。；;！？:：\s]|就是|都是|刚才)[\s，,]*$")
_OF_CONTACT = re.compile(
    r"接到|接[了过]?个?电话|来电|打电话|打来|打我|收到|短信|认识|加[了过]?我?(?:的|他|她)?(?:微信|QQ|好友|群)|添加|看到|刷到"
    r"|下载|网上|联系我|找我|拉[进入]|聊天|广告"
)
_OF_ALL = re.compile(r"[都均全][是在]?$")
_MARK_AFTER = re.compile(r"[，,]?(?:[。；;！？\s)）]|$)")
_TIME_AFTER, _METHOD_BEFORE, _METHOD_AFTER = 80, 40, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidTransfer:
    """One transfer as the narrative tells it; None is what it does not tell.

    sequence: 1-based, in the order told. start, end: the span of the amount.
    at: aware, only when at least the hour is known; time_said: norm as precise as the words.
    payee_bank, payee_bank_code: from the words, else from the BIN. pay: the payment firm when the
    account is not a bank's. method: a word of the intake form (手机银行, 网银, ATM …).
    """

    sequence: int
    amount_fen: Fen
    approx: bool
    start: int
    end: int
    at: datetime | None
    time_said: str | None
    payee_account: str | None
    payee_name: str | None
    payee_bank: str | None
    payee_bank_code: str | None
    pay: str | None
    payer_account: str | None
    payer_bank: str | None
    method: str | None


def transfers(elements: Sequence[Element], text: str) -> tuple[SaidTransfer, ...]:
    """The transfers of a narrative, from the elements `read` found in it."""
    text = one_for_one(text)
    groups = paid(elements, text)
    if not groups:
        return ()
    bounds = boundaries(groups, text)
    story = _Story(elements, text)
    told: list[SaidTransfer] = []
    for i, payee in enumerate(Payees(elements, text).of(groups, bounds)):
        told += story.told(groups[i], payee, bounds[i : i + 2], first_sequence=len(told) + 1)
    return tuple(told)


class _Story:
    """What stands around an amount besides the receiver: time, own account and bank, method."""

    def __init__(self, elements: Sequence[Element], text: str) -> None:
        self.text = text
        self.times = Shelf(in_order(elements, "time"))
        self.banks = Shelf(in_order(elements, "bank"))
        own = [e for e in elements if e.extra.get("role") == PAYER]
        self.own = Shelf(own)
        of_all = (e for e in in_order(elements, "time") if self._is_of_all(e))
        self.time_of_all = next((e.norm for e in of_all), None)
        self.only_own = own[:1] if len({e.norm for e in own}) == 1 else []

    def told(
        self, group: Sequence[Element], payee: Payee, bounds: Sequence[int], *, first_sequence: int
    ) -> Iterator[SaidTransfer]:
        first, last = group[0], group[-1]
        low, high = bounds
        time_said = self._time(first, last, low, high)
        own = self.own.between(low, high)[:1] or self.only_own
        for sequence, amount in enumerate(group, start=first_sequence):
            amount_fen = _fen(amount)
            if amount_fen is None:
                continue
            yield SaidTransfer(
                sequence=sequence,
                amount_fen=amount_fen,
                approx=bool(amount.extra.get("approx")),
                start=amount.start,
                end=amount.end,
                at=_instant(time_said),
                time_said=time_said,
                payee_account=payee.account,
                payee_name=payee.name,
                payee_bank=payee.bank,
                payee_bank_code=payee.bank_code,
                pay=payee.pay,
                payer_account=own[0].norm if own else None,
                payer_bank=self._own_bank(low, high) or _issuer(own),
                method=self._method(max(low, first.start - _METHOD_BEFORE), last.end),
            )

    def _time(self, first: Element, last: Element, low: int, high: int) -> str | None:
        """The last time said before the amount; else one after it that says when it was done.

        A time at which somebody called, wrote or was met is the contact's, not the payment's.
        """
        for time in reversed(self.times.between(low, first.start)):
            if not _OF_CONTACT.search(self.text, time.end, first.start):
                return time.norm
            break
        for time in self.times.between(last.end, min(high, last.end + _TIME_AFTER)):
            said = _TIME_LABEL.fullmatch(self.text, last.end, time.start)
            if said or _DONE_THEN.match(self.text, time.end) or self._alone(time):
                return time.norm
        return self.time_of_all

    def _alone(self, time: Element) -> bool:
        """Whether the time is a clause of its own: …，刚转完，3月12号15点10分。"""
        left = _MARK_BEFORE.search(self.text[max(0, time.start - 6) : time.start])
        return left is not None and _MARK_AFTER.match(self.text, time.end) is not None

    def _is_of_all(self, time: Element) -> bool:
        """都是今天上午: a time that holds for every payment without its own."""
        return _OF_ALL.search(self.text[max(0, time.start - 4) : time.start]) is not None

    def _own_bank(self, low: int, high: int) -> str | None:
        for bank in self.banks.between(low, high):
            if OWN_BANK.search(self.text[max(low, bank.start - 6) : bank.start]):
                return bank.norm
        return None

    def _method(self, low: int, end: int) -> str | None:
        said = self.text[low : end + _METHOD_AFTER]
        return next((name for name, words in _METHODS.items() if words.search(said)), None)


def _issuer(own: Sequence[Element]) -> str | None:
    bank = own[0].extra.get("bank") if own else None
    return str(bank) if bank else None


def _fen(amount: Element) -> Fen | None:
    """None for what no form can hold: finer than a fen, or larger than all money."""
    try:
        return fen(amount.norm or "")
    except InputError:
        return None


def _instant(time_said: str | None) -> datetime | None:
    if time_said is None or not _WITH_HOUR.fullmatch(time_said):
        return None
    return datetime.fromisoformat(time_said).replace(tzinfo=CHINA)
