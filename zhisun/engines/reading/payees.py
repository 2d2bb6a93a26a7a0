"""Who received a payment (收款方): the holder, bank or payment firm told with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhisun.engines.identity.banks import bank_code
from zhisun.engines.reading.claims import BREAK, Claims, Group
from zhisun.engines.reading.elements import Element, Shelf, in_order
from zhisun.engines.reading.firms import FIRMS
from zhisun.engines.reading.roles import PAYER

OWN_BANK = re.compile(
    r"(?:(?<![信费])用|从|[我俺][\u4e00-\u9fff]{0,2}的?|自己的?|本人的?|通过|付款[卡人]?[:：]?|[她他](?!的))(?:的|本人|一张|她|他){0,2}$"
)
_TOWARDS = re.compile(
    r"[\s,，(（]*(?:[^，。；！？\d]{0,6}(?:户名|姓名)[^，。；！？\d]{0,6}[，,])?[\s(（]*(?:(?:开户|收款)[行银]行?)?[是为在:：\s]*"
)
_OPENED_AT = re.compile(r"(?:开户行|开户银行|收款行|收款银行|所属银行)[是为在:：\s]*$")
_AMONG = re.compile(r"[。；！？，\d]")
_LABEL = re.compile(
    r"(?:户名|姓名|名字|收款人|收款方|开户人|持卡人|账户名|户主|名叫|叫|户头|公司名称|单位名称)"
    r"(?:上|写|显示|的|是|叫|做|为|一个|[:：\s“\"'(])*$"
)
_NAME_AFTER = re.compile(
    r"[\s，,(（“]*(?:是|叫|为)?\s*|[\s,，(（]*[^，。；\d]{0,6}(?:银行|行|农信|信用社|储蓄?)[^，。；\d]{0,8}[\s,，)）]*"
)
_NAME_BEFORE = re.compile(r"[^。；\d]{0,16}")
_GIVEN_TO = re.compile(r"[^。；，\d]{0,8}?(?:给|到|至|入|向|进)[^。；，\d]{0,6}")
_NAMED_AFTER = re.compile(
    r"[^。；！？\d]{0,20}(?:户名|姓名|收款人|收款方|名字|名叫)[是叫为:：\s“\"]*"
)
_CALLED = r"(?:了|一个|一名|叫做?|名叫|个|[:：\s“\"]){0,4}$"
_RECEIVES = re.compile(rf"[给向往]{_CALLED}")
_PAID_TO = re.compile(
    rf"(?:[转打汇付存寄充](?:账|款|钱)?[给到至入进]|收款人|收款方|对方户名|对方姓名){_CALLED}"
)
_PAYS_NEXT = re.compile(
    r"[”\"]?(?:的|名下|那里|那边|账|卡|帐|[^，。；\d]{0,8}(?:转|打|汇|付|存|寄|充|支付))"
)
_FIRM_TOLD = re.compile(
    rf"[^。；，\d]{{0,8}}?(?:到|给|至|进|入)[^。；，\d]{{0,6}}?({'|'.join(FIRMS)})"
)
_SELF = re.compile(
    r"(?:我叫|我是|我名字叫|本人|报警人|报案人|受害人|事主|被害人|付款人|付款方|付款户名|汇款人)(?:[:：\s是叫为]|我?本人)*$"
)
_TOWARDS_BANK = re.compile(r"[向往给到至入进](?![我俺自])[^，。；！？\n]{0,10}$")
_STOP = re.compile(r"[。；！？;]")
_STOP_COST, _NAME_COST = 30, 40
_NAME_REACH, _BANK_BEFORE, _BANK_AFTER, _LABEL_REACH = 60, 14, 18, 14


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
        accounts = [e for e in elements if "role" in e.extra]
        own = {e.norm for e in accounts if e.extra["role"] == PAYER}
        self._all = Shelf(accounts)
        self.accounts = [e for e in accounts if e.norm not in own]
        people = in_order(elements, "person", "org")
        self.names = Shelf(
            e for e in people if not _SELF.search(text[max(0, e.start - 12) : e.start])
        )
        self.banks = Shelf(in_order(elements, "bank"))
        self._names = {account.start: self._name(account) for account in self.accounts}

    def of(self, groups: Sequence[Group], bounds: Sequence[int]) -> list[Payee]:
        """The receiver of each group; group i is told from bounds[i] to bounds[i + 1]."""
        spans = list(zip(groups, bounds, bounds[1:], strict=False))
        given = [self._given_name(group, low, high) for group, low, high in spans]
        by_name = {name: e for e in self.accounts if (name := self._names[e.start])}
        claims = Claims(groups, self.accounts, self.text)
        settled = claims.settled([by_name.get(name or "") for name in given], given)
        held = {e.norm: name for e, name in zip(settled, given, strict=True) if e and name}
        return [
            self._at(account, name or held.get(account.norm))
            if account
            else self._without_account(group, low, high, name)
            for account, name, (group, low, high) in zip(settled, given, spans, strict=True)
        ]

    def _at(self, account: Element, given: str | None) -> Payee:
        """Facts of an account. The holder named with it goes before the one money was given to."""
        name = self._names[account.start] or given
        pay = _fact(account, "pay")
        if pay is not None:
            return Payee(account.norm, name, None, None, pay)
        bank = self._bank(account)
        if bank is not None:
            return Payee(account.norm, name, bank.norm, bank_code(bank.norm or "") or None)
        return Payee(account.norm, name, _fact(account, "bank"), _fact(account, "bank_code"))

    def _bank(self, account: Element) -> Element | None:
        """The bank said right before the account, else right after it, else as 开户行 near it."""
        for bank in self.banks.between(account.start - _BANK_BEFORE, account.start)[-1:]:
            own = OWN_BANK.search(self.text[max(0, bank.start - 6) : bank.start])
            if not own and not _AMONG.search(self.text[bank.end : account.start]):
                return bank
        for bank in self.banks.between(account.end, account.end + _BANK_AFTER)[:1]:
            if _TOWARDS.fullmatch(self.text[account.end : bank.start]):
                return bank
        low, high = self._zone(account)
        for bank in self.banks.between(low, high):
            if _OPENED_AT.search(self.text[max(low, bank.start - 8) : bank.start]):
                return bank
        return None

    def _zone(self, account: Element) -> tuple[int, int]:
        """From the account before to the account after, no farther than a name can be."""
        low, high = account.start - _NAME_REACH, account.end + _NAME_REACH
        for before in self._all.between(low, account.start)[-1:]:
            low = max(low, before.end)
        for after in self._all.between(account.end, high)[:1]:
            high = min(high, after.start)
        return max(0, low), high

    def _name(self, account: Element) -> str | None:
        """The holder: the cheapest of the names that are told with the account."""
        ranked = sorted(self._holders(account), key=lambda pair: pair[0])
        return ranked[0][1].norm if ranked else None

    def _holders(self, account: Element) -> Iterator[tuple[int, Element]]:
        low, high = self._zone(account)
        for name in self.names.between(low, high):
            after = name.start >= account.end
            between = (
                self.text[account.end : name.start]
                if after
                else self.text[name.end : account.start]
            )
            labelled = _LABEL.search(self.text[max(low, name.start - _LABEL_REACH) : name.start])
            stops = _STOP if after else BREAK
            cost = len(between) + _STOP_COST * len(stops.findall(between))
            leads = _NAME_AFTER.fullmatch(between) if after else self._leads(between)
            if (labelled and cost < _NAME_COST) or leads:
                yield cost, name

    def _leads(self, between: str) -> bool:
        return _NAME_BEFORE.fullmatch(between) is not None and not BREAK.search(between)

    def _given_name(self, group: Group, low: int, high: int) -> str | None:
        """Whom the words of the payment give the money to: 给某某转了, 转给某某, 收款人某某."""
        for name in reversed(self.names.between(low, group[0].start)):
            left = self.text[max(low, name.start - 12) : name.start]
            receives = _RECEIVES.search(left) and _PAYS_NEXT.match(self.text, name.end)
            if receives or _PAID_TO.search(left):
                return name.norm
        end = min(high, group[-1].end + _NAME_REACH)
        for name in self.names.between(group[-1].end, end):
            between = self.text[group[-1].end : name.start]
            told = _GIVEN_TO.fullmatch(between) or _NAMED_AFTER.fullmatch(between)
            return name.norm if told else None
        return None

    def _without_account(self, group: Group, low: int, high: int, name: str | None) -> Payee:
        """转了3万给某人, 转到支付宝, 向尾号0110的农行卡转: what stands beside the amount."""
        last = group[-1]
        end = min(high, last.end + _NAME_REACH)
        firm = _FIRM_TOLD.match(self.text, last.end, end)
        bank = self._given_bank(last.end, end) or self._bank_towards(low, group[0].start)
        code = bank_code(bank) or None if bank else None
        return Payee(None, name, bank, code, FIRMS[firm[1]] if firm else None)

    def _given_bank(self, low: int, high: int) -> str | None:
        for bank in self.banks.between(low, high):
            return bank.norm if _GIVEN_TO.fullmatch(self.text, low, bank.start) else None
        return None

    def _bank_towards(self, low: int, high: int) -> str | None:
        for bank in reversed(self.banks.between(low, high)):
            left = self.text[max(low, bank.start - _BANK_BEFORE) : bank.start]
            return bank.norm if _TOWARDS_BANK.search(left) else None
        return None


def _fact(account: Element, key: str) -> str | None:
    value = account.extra.get(key)
    return str(value) if value else None
