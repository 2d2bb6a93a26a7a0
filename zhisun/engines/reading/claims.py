"""Which account each payment went to (账户归属): nearest first, each account once, then sharing."""

import re
from collections.abc import Iterator, Sequence

from zhisun.engines.reading.elements import Element, Shelf

Group = Sequence[Element]

BREAK = re.compile(
    r"[。！？\n]|[，,;；](?:\s*(?:又|再|然后|后来|后|接着|之后|随后|第二|另))?[^，。\n]{0,6}?(?:转|打|汇|付|存|充)"
    r"|后来|然后"
)
_NEXT_PAYMENT = re.compile(r"[，,;；][^，。]{0,16}[向给往从][^，。]{0,6}$")
_BRACKETS = re.compile(r"\([^()]{0,40}\)")
_SAME = re.compile(
    r"同一|同样|还是(?:这个|那个|转|打|他|她)|(?:这个|这|该|上述|这张|那张|他那张)(?:账户|账号|卡|号)"
)
_ALL_TO = re.compile(r"(?:都|全|均|全部)(?:是|转|打|汇|进|给|存|付)")
_IN_PARTS = re.compile(r"[。；！？\n]|分.{0,3}[次笔]")
_ELSEWHERE = re.compile(r"微信|支付宝|扫码|二维码|现金|红包|另一|另外一|别的")
_BREAK_COST, _NEAR, _FAR, _MOST = 30, 60, 240, 2
_CLAUSE = 24


class Claims:
    """The accounts of one narrative, claimed by its payments."""

    def __init__(self, groups: Sequence[Group], accounts: Sequence[Element], text: str) -> None:
        self._groups = groups
        self._text = text
        self._accounts = Shelf(accounts)
        self._starts = [group[0].start for group in groups] + [len(text)]

    def settled(
        self, said: Sequence[Element | None], given: Sequence[str | None]
    ) -> list[Element | None]:
        """The account of each group.

        said: those that the words name by their holder. given: whom each group was given to.
        """
        found = list(said)
        taken = {account.start for account in found if account}
        numbers = {account.norm for account in found if account}
        for cost, i, account in sorted(self._pairs(), key=lambda pair: pair[0]):
            again = account.start in taken or (cost >= _NEAR and account.norm in numbers)
            if found[i] is None and not again and (cost < _NEAR or not self._elsewhere(i)):
                found[i] = account
                taken.add(account.start)
                numbers.add(account.norm)
        held = {name: e for name, e in zip(given, found, strict=True) if name and e}
        known = [e or held.get(name or "") for e, name in zip(found, given, strict=True)]
        return self._shared(known)

    def _pairs(self) -> Iterator[tuple[int, int, Element]]:
        for i, group in enumerate(self._groups):
            first, last = group[0], group[-1]
            for account in self._accounts.between(first.start - _FAR, first.start)[-_MOST:]:
                yield self._cost_before(account, first), i, account
            for account in self._accounts.between(last.end, last.end + _FAR)[:_MOST]:
                yield self._cost_after(last, account), i, account

    def _cost_before(self, account: Element, amount: Element) -> int:
        """What stands in brackets after an account (户名：…) still belongs to it."""
        between = _BRACKETS.sub("", self._text[account.end : amount.start])
        return len(between) + _BREAK_COST * len(BREAK.findall(between))

    def _cost_after(self, amount: Element, account: Element) -> int:
        between = self._text[amount.end : account.start]
        breaks = len(BREAK.findall(between)) + (_NEXT_PAYMENT.search(between) is not None)
        return len(between) + _BREAK_COST * breaks

    def _shared(self, found: list[Element | None]) -> list[Element | None]:
        """Payments without an account of their own: 同一账户, 都转给, or an account told first."""
        for i in range(1, len(found)):
            if found[i] is None and (self._same(i) or self._told_first(found, i)):
                found[i] = found[i - 1]
        for i in range(len(found) - 2, -1, -1):
            later = found[i + 1]
            if found[i] is None and (self._same(i) or (later and self._all_to(later, i))):
                found[i] = later
        return found

    def _same(self, i: int) -> bool:
        low = self._groups[i - 1][-1].end if i else 0
        return _SAME.search(self._text, low, self._starts[i + 1]) is not None

    def _all_to(self, account: Element, i: int) -> bool:
        """…，都进了某某的卡 after several amounts."""
        low = max(self._groups[i][-1].end, account.start - 2 * _CLAUSE)
        return account.start > low and _ALL_TO.search(self._text, low, account.start) is not None

    def _told_first(self, found: Sequence[Element | None], i: int) -> bool:
        account, before = found[i - 1], self._groups[i - 1][0]
        if account is None or account.start > before.start or self._elsewhere(i):
            return False
        return _IN_PARTS.search(self._text, account.end, before.start) is not None

    def _elsewhere(self, i: int) -> bool:
        """Whether the payment's own clause names another receiver than a bank account."""
        low = max(self._groups[i - 1][-1].end if i else 0, self._groups[i][0].start - _CLAUSE)
        high = min(self._starts[i + 1], self._groups[i][-1].end + _CLAUSE)
        return _ELSEWHERE.search(self._text, low, high) is not None
