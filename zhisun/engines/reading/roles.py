"""Whose account it is (收款方、付款方): the words nearest before an account decide."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.firms import firm_after, firm_before
from zhisun.engines.reading.folding import one_for_one

PAYEE, PAYER = "payee", "payer"

_TO = r"[给到至入进往向]"
_KIN = (
    r"(?:老[公婆伴]|爱人|妈|爸|父亲|母亲|妻子|丈夫|对象|媳妇|姐姐?|妹妹?|哥哥?|弟弟?|儿子|女儿"
    r"|闺女|朋友|同事)"
)
_OWN = r"(?:银行卡?|[工农建中交招邮][商业设国]?(?:储|银)?行|储蓄卡|存折|卡|账[户号]|帐[户号])"
_PAYEE_WORDS = (
    rf"转(?:账|款)?{_TO}|打(?:款|钱)?{_TO}|汇(?:款)?{_TO}|付(?:款)?{_TO}|存{_TO}|充(?:值)?{_TO}|寄{_TO}|划{_TO}"
    r"|(?:转|打|汇|付)过去|给(?!我)|收款|收方|对方|他的|她的|指定|提供的|(?<!从)到|至|[向往]|户名|对公|骗子"
)
_PAYER_WORDS = (
    r"(?:我|俺|咱)的|[我俺]?本人|自己的?|从|(?<![信费备作])用(?!户)|由|付款[卡方人账户]|汇款[卡人账户]|转出|付款|受害人"
    rf"|(?:[我俺]|本人|自己)名下|[我俺](?={_OWN})|[我俺]{_KIN}(?:她|他)?的?(?={_OWN}|名下)"
)
_ROLE = re.compile(rf"(?P<payer>{_PAYER_WORDS})|(?P<payee>{_PAYEE_WORDS})")
_LEAVING = re.compile(
    r"(?:里面?|上|内|的|钱|给我|被){0,3}(?:转出|转走|划走|扣款|扣走|支出|被盗刷|被扣)"
)
_SENTENCE = re.compile(r"[。；！？\n]")
_REACH = 36
_ACCOUNTS = frozenset({"card", "phone", "wechat", "email"})


def with_roles(elements: tuple[Element, ...], text: str) -> tuple[Element, ...]:
    """The elements; accounts among them with `role` and, at a payment firm, `pay`.

    role: payee, payer or "" when the words do not say. pay: the payment firm a phone, WeChat or
    e-mail account belongs to.
    """
    if not any(element.type in _ACCOUNTS for element in elements):
        return elements
    return tuple(_placed(elements, one_for_one(text)))


def _placed(elements: tuple[Element, ...], text: str) -> Iterator[Element]:
    last_end = 0
    for element in elements:
        if element.type in _ACCOUNTS:
            pay = _payment_firm(text, element)
            if element.type == "card" or pay:
                extra = {**element.extra, "role": _role(text, element, last_end)}
                extra |= {"pay": pay} if pay else {}
                yield element._replace(extra=extra)
                last_end = element.end
                continue
        yield element


def _payment_firm(text: str, element: Element) -> str:
    """The firm said before the account, or after one that no BIN gives to a bank."""
    if "bank" in element.extra:
        return ""
    firm = firm_before(text, element.start)
    return firm or (firm_after(text, element.end) if element.type == "card" else "")


def _role(text: str, element: Element, last_end: int) -> str:
    """The last cue of the sentence before the account, not reaching over the account before it."""
    left = text[max(last_end, element.start - _REACH) : element.start]
    left = _SENTENCE.split(left)[-1]
    if _LEAVING.match(text[element.end : element.end + 16]):
        return PAYER
    last = None
    for match in _ROLE.finditer(left):
        last = match
    return "" if last is None else PAYEE if last["payee"] else PAYER
