"""Who received a payment (收款方): account, name, bank or payment firm nearest to the amount."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhisun.engines.identity.banks import bank_code
from zhisun.engines.reading.elements import Element, Shelf, in_order
from zhisun.engines.reading.roles import PAYER, PAYMENT_FIRMS

_BREAK = re.compile(
    r"[。！？]|[，,;；](?:\s*(?:又|再|然后|后来|后|接着|之后|随后|第二|另))?[^，。]{0,6}?(?:转|打|汇|付|存|充)"
    r"|后来|然后"
)
_NEXT_PAYMENT = re.compile(r"[，,;；][^，。]{0,16}(?:向|给)[^，。]{0,6}$")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
OWN_BANK = re.compile(r"(?:用|从|我的?|自己的?|本人的?|通过|名下的?)(?:的|本人|一张){0,2}$")
_TOWARDS = re.compile(
    r"[\s,，(（]*(?:[^，。；！？\d]{0,6}(?:户名|姓名)[^，。；！？\d]{0,6}[，,])?[\s(（]*"
)
_AMONG = re.compile(r"[。；！？，\d]")
_SAME = re.compile(r"同一|同样|还是(?:这个|那个|转|打|他|她)|(?:这个|该|上述|这张)(?:账户|账号|卡)")
_NAME_AFTER = re.compile(
    r"[\s,，(“]*(?:(?:[^。；]{0,16}[，,])?[^，。；\d]{0,24}(?:户名|姓名|名字|收款人|开户人|持卡人|账户名|户主|名叫|叫))?"
    r"(?:是|叫|为|做|[: ,，“])*|[\s,，(]*[^，。；\d]{0,6}(?:银行|行|农信|信用社)[\s,，)]*"
)
_NAME_BEFORE = re.compile(r"[^。；\d]{0,16}")
_GIVEN_TO = re.compile(r"[^。；，\d]{0,8}?(?:给|到|至|入|向)[^。；，\d]{0,6}")
_FIRM = re.compile(
    rf"[^。；，\d]{{0,8}}?(?:到|给|至|进|入)[^。；，\d]{{0,6}}?({'|'.join(PAYMENT_FIRMS)})"
)
_BREAK_COST, _FARTHEST = 30, 60
_NAME_REACH, _BANK_BEFORE, _BANK_AFTER = 36, 14, 18


@dataclass(frozen=True, slots=True)
class Payee:
    """What is known of the receiver."""

    account: str | None = None
    name: str | None = None
    bank: str | None = None
    bank_code: str | None = None
    pay: str | None = None


class Payees:
    """The possible receivers of one narrative."""

    def __init__(self, elements: Sequence[Element], text: str) -> None:
        self.text = text
        self.accounts = Shelf(e for e in elements if e.extra.get("role", PAYER) != PAYER)
        self.names = Shelf(in_order(elements, "person", "org"))
        self.banks = Shelf(in_order(elements, "bank"))
        self._by_name = self._accounts_by_name()

    def _accounts_by_name(self) -> dict[str, Element]:
        """Accounts whose holder is said beside them: …是王芳的."""
        accounts = self.accounts.between(0, len(self.text))
        named = ((self._name(account), account) for account in accounts)
        return {name: account for name, account in named if name}

    def of(self, first: Element, last: Element, *, high: int) -> Payee:
        """The receiver of the amounts from `first` to `last`; text after `high` is others'."""
        given = self._given(self.names, last.end, min(high, last.end + _NAME_REACH))
        account = self._by_name.get(given or "") or self._account(first, last, high)
        if account is None:
            return self._without_account(last, high)
        payee = self._at(account)
        return payee if given in (None, payee.name) else replace(payee, name=payee.name or given)

    def same(self, low: int, high: int) -> bool:
        """Whether the words between say that it is the account told before or next."""
        return _SAME.search(self.text, low, high) is not None

    def _account(self, first: Element, last: Element, high: int) -> Element | None:
        """The nearest account; a new clause between pushes it away."""
        after = self.accounts.between(last.end, min(high, last.end + _FARTHEST))[:1]
        before = self.accounts.between(first.start - _FARTHEST, first.start)[-1:]
        costs = {self._cost_before(account, first): account for account in before}
        costs |= {self._cost_after(last, account): account for account in after}
        nearest = min(costs, default=_FARTHEST)
        return costs[nearest] if nearest < _FARTHEST else None

    def _cost_before(self, account: Element, amount: Element) -> int:
        """What stands in brackets after an account (户名：…) still belongs to it."""
        between = _BRACKETS.sub("", self.text[account.end : amount.start])
        return len(between) + _BREAK_COST * len(_BREAK.findall(between))

    def _cost_after(self, amount: Element, account: Element) -> int:
        between = self.text[amount.end : account.start]
        breaks = len(_BREAK.findall(between)) + (_NEXT_PAYMENT.search(between) is not None)
        return len(between) + _BREAK_COST * breaks

    def _at(self, account: Element) -> Payee:
        bank = self._bank(account)
        if bank is not None:
            name, code = bank.norm, bank_code(bank.norm or "") or None
        else:
            name, code = _fact(account, "bank"), _fact(account, "bank_code")
        return Payee(account.norm, self._name(account), name, code, _fact(account, "pay"))

    def _bank(self, account: Element) -> Element | None:
        """The bank said right before the account, else right after it."""
        for bank in self.banks.between(account.start - _BANK_BEFORE, account.start)[-1:]:
            own = OWN_BANK.search(self.text[max(0, bank.start - 6) : bank.start])
            if not own and not _AMONG.search(self.text[bank.end : account.start]):
                return bank
        for bank in self.banks.between(account.end, account.end + _BANK_AFTER)[:1]:
            if _TOWARDS.fullmatch(self.text[account.end : bank.start]):
                return bank
        return None

    def _name(self, account: Element) -> str | None:
        """A name after the account (户名…), else one that leads to it (打给某某农行卡…)."""
        for name in self.names.between(account.end, account.end + _NAME_REACH):
            if _NAME_AFTER.fullmatch(self.text, account.end, name.start):
                return name.norm
            break
        for name in reversed(self.names.between(account.start - _NAME_REACH, account.start)):
            between = self.text[name.end : account.start]
            near = _NAME_BEFORE.fullmatch(between) and not _BREAK.search(between)
            return name.norm if near else None
        return None

    def _without_account(self, last: Element, high: int) -> Payee:
        """转了3万给某人, 转到支付宝: what stands right after the amount."""
        end = min(high, last.end + _NAME_REACH)
        firm = _FIRM.match(self.text, last.end, end)
        bank = self._given(self.banks, last.end, end)
        code = bank_code(bank) or None if bank else None
        pay = PAYMENT_FIRMS[firm[1]] if firm else None
        return Payee(None, self._given(self.names, last.end, end), bank, code, pay)

    def _given(self, shelf: Shelf, low: int, high: int) -> str | None:
        for one in shelf.between(low, high):
            return one.norm if _GIVEN_TO.fullmatch(self.text, low, one.start) else None
        return None


def _fact(account: Element, key: str) -> str | None:
    value = account.extra.get(key)
    return str(value) if value else None
