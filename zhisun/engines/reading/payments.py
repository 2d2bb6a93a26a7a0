"""Which amounts were paid (已付款项): not those asked for, summed up, promised or refused."""

import re
from collections.abc import Sequence

from zhisun.engines.reading.elements import Element, in_order

_VERB = (
    r"转账|转款|转走|转出|转|打款|打(?!电话|来|了?个?电话|开|听|扮|字|工|算|包)|汇款|汇|付款|支付|付|垫付|充值|充|存入|存|投资|投入|投|缴纳|缴|交纳|交|"
    r"刷|扫码|下注|购买|入金|划走|划扣|扣款|扣|盗刷|消费|寄"
)
_PAID_BEFORE = re.compile(rf"(?:{_VERB})[^。；！？\d]{{0,14}}$")
_PAID_AFTER = re.compile(
    r"[^。；！？，]{0,6}?(?:[转打汇付存划寄充](?:账|款)?(?:[给到至入进往]|过去|出|走)|过去|进去)"
)
_SUMMED = re.compile(
    r"(?:合计|共计|总共|一共|总计|累计|共|损失|被骗|骗走|骗取|余额|额度|利息|返利|返|提现|到账|盈利|赚|收益|佣金|"
    r"奖励|借|贷款|想贷|月薪|工资|价格|价值|流水)[^。；！？，\d]{0,8}$"
)
_ASKED = re.compile(
    r"(?:要求|需要|还要|又要|再要|要我|要他|要她|让我|让他|让她|还让|又让|叫我|说要|索要|才能|必须|需|得"
    r"|(?<![主重只不快])要)"
    r"[^。；！？，\d]{0,12}$"
)
_ENUMERATED = re.compile(r"第[一二三四五六七八九十\d]{1,2}[笔次单][^。；！？，\d]{0,6}$")
_ON_RECEIPT = re.compile(r"(?<!涉案)(?<!贷款)(?<!总)金额[:是为\s]*$")
_THEN_DONE = re.compile(
    r"[^。；！？，]{0,8}(?:[，,。\s]\s*)?[我俺][^。；！？]{0,14}?(?:转|打|汇|付|寄)(?:到|给|过去|了)"
)
_ANSWERED = re.compile(
    r"(?:转|打|汇|付|存|寄)[^。；！？]{0,6}多少(?:钱|元|款)?[？?。\s]*(?:答[:：])?[^。；？\d]{0,8}$"
)
_SUM_WORD = re.compile(r"(?:合计|共计|总共|一共|总计|共)[^。；！？，\d]{0,6}$")
_SENT_TO = re.compile(r"[转打汇付存寄充划](?:账|款|钱)?[给到至入进往][^。！？；]{0,60}$")
_DONE = re.compile(r"[了走过完](?![要让叫])[^。；！？，]{0,6}$")
_REFUSED = re.compile(
    r"[^。；！？\d]{0,8}?(?:未付|没付|没转|未转|没给|没有转|未成功|没成功|转账失败|被退回)"
)
_SERIES = re.compile(r"\s*(?:[、,，和及]|分别)\s*(?:人民币)?")
_NUMBER = re.compile("#+")
_LEFT, _RIGHT = 80, 30


def paid(elements: Sequence[Element], text: str) -> list[list[Element]]:
    """The amounts told as paid, in order, those of one enumeration (99元、1280元) together.

    text: half-width, so that offsets are those of the elements.
    """
    words = _without_numbers(elements, text)
    groups: list[list[Element]] = []
    before: Element | None = None
    for amount in in_order(elements, "amount"):
        left = words[max(before.end if before else 0, amount.start - _LEFT) : amount.start]
        right = words[amount.end : amount.end + _RIGHT]
        follows = bool(groups) and groups[-1][-1] is before and _SERIES.fullmatch(left)
        before = amount
        if "currency" in amount.extra or _REFUSED.match(right):
            continue
        if follows:
            groups[-1].append(amount)
        elif _is_paid(_NUMBER.sub("#", left), right):
            groups.append([amount])
    return groups


def _without_numbers(elements: Sequence[Element], text: str) -> str:
    """The text with every account and phone number as #, so that words are near their amount."""
    pieces, at = [], 0
    for element in in_order(elements, "card", "phone", "wechat", "email", "time"):
        pieces += [text[at : element.start], "#" * (element.end - element.start)]
        at = element.end
    return "".join([*pieces, text[at:]])


def _is_paid(left: str, right: str) -> bool:
    if _SUMMED.search(left):
        return _SUM_WORD.search(left) is not None and _SENT_TO.search(left) is not None
    if _ASKED.search(left) and not _DONE.search(left):
        return _THEN_DONE.match(right) is not None
    if _PAID_AFTER.match(right):
        return True
    return any(cue.search(left) for cue in (_PAID_BEFORE, _ENUMERATED, _ON_RECEIPT, _ANSWERED))
