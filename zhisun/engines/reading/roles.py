"""Whose account it is (收款方、付款方): the words nearest before an account decide."""

import re
from collections.abc import Iterator
from dataclasses import replace

from zhisun.engines.reading.elements import Element
from zhisun.engines.reading.folding import half_width

PAYEE, PAYER = "payee", "payer"
PAYMENT_FIRMS = {"支付宝": "支付宝", "微信": "微信支付", "财付通": "财付通", "云闪付": "云闪付"}

_TO = r"[给到至入进往向]"
_PAYEE_WORDS = (
    rf"转(?:账|款)?{_TO}|打(?:款|钱)?{_TO}|汇(?:款)?{_TO}|付(?:款)?{_TO}|存{_TO}|充(?:值)?{_TO}"
    r"|(?:转|打|汇|付)过去|给(?!我)|收款|对方|他的|她的|指定|提供的|(?<!从)到|至|向|户名|对公|骗子"
)
_PAYER_WORDS = (
    r"我的|我?本人|自己的?|从|用|我(?=[工农建中交招邮]行|银行卡|卡)|名下|付款|由|受害人"
    r"|我(?:妈|爸|老[公婆]|爱人)的?(?=卡|账|银行|[工农建中交招邮]行)"
)
_ROLE = re.compile(rf"(?P<payee>{_PAYEE_WORDS})|(?P<payer>{_PAYER_WORDS})")
_LEAVING = re.compile(r"[^。；！？]{0,8}?(?:转出|转走|扣款|扣走|支出|被盗刷|被扣)")
_PAY_CUE = re.compile(
    rf"({'|'.join(PAYMENT_FIRMS)})(?:支付|账[号户]|帐[号户]|收款|号|:|：|是|为|的|[(（“ ])*$"
)
_SENTENCE = re.compile(r"[。；！？\n]")
_REACH = 36
_PAY_REACH = 12


def with_roles(elements: tuple[Element, ...], text: str) -> tuple[Element, ...]:
    """The elements; accounts among them with `role` and, at a payment firm, `pay`.

    role: payee, payer or "" when the words do not say. pay: the payment firm a phone, WeChat or
    e-mail account belongs to.
    """
    return tuple(_placed(elements, half_width(text)))


def _placed(elements: tuple[Element, ...], text: str) -> Iterator[Element]:
    last_end = 0
    for element in elements:
        if element.type in ("card", "phone", "wechat", "email"):
            pay = _payment_firm(text, element)
            if element.type == "card" or pay:
                extra = {**element.extra, "role": _role(text, element, last_end)}
                extra |= {"pay": pay} if pay else {}
                yield replace(element, extra=extra)
                last_end = element.end
                continue
        yield element


def _payment_firm(text: str, element: Element) -> str:
    if element.type == "card":
        return ""
    cue = _PAY_CUE.search(text[max(0, element.start - _PAY_REACH) : element.start])
    if cue is None or (cue[1] == "微信" and "支付" not in cue[0] and "收款" not in cue[0]):
        return ""
    return PAYMENT_FIRMS[cue[1]]


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
