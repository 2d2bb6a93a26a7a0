"""Banks (银行) by full and everyday name."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from zhisun.engines.identity.banks import bank_code, bank_name, known_names
from zhisun.engines.identity.divisions import names, short_names
from zhisun.engines.reading.elements import Found, Page, left_of

_SHORT = frozenset({"中信", "光大", "民生", "平安", "兴业", "浦发", "华夏", "广发", "微众", "农信"})
"""Words of their own: a bank only when a card, an account or 银行 follows."""
_SHORTEST = {"招商": "招商银行", "邮政": "邮政储蓄", "渤海": "渤海银行"}
"""Shorter still."""

_CARD_AFTER = re.compile(
    r"(?:的)?(?:[那这一]?张)?(?:银行|储蓄|信用|借记|对公)?"
    r"(?:卡(?!片|口)|账户|帐户|账号|手机银行|网银|公户|存折|尾号)|[那这]个户(?!口)|一个叫[一-龥]{2,4}的户头"
    r"|被[转扣盗刷划]|的(?!20\d\d[01]\d)\d{4} ?\d{4}(?!\d{0,4}[号快单块元])|[\s:(（，,]{0,2}"
    r"(?:\d{4}|[零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]{4}|\d[ .·*-]\d)"
)
_SIGNED_AFTER = re.compile(
    r"的?(?:$|[。；;)）\n]|[，,](?=[一-龥]{2,4}(?:$|[，。])))|的(?=[一二两三四五六七八九十\d])"
)
_SIGNED_BEFORE = re.compile(
    r"(?:户名[^，,。]{2,12}[，,]|开户行[为是:：]?|打给[^，。]{2,8}[，,]|还有|[，,。；:：(（\s](?=的)|\d{4}[，,]|某[一-龥]?[，,])$"
)
_NO_BANK_AFTER = re.compile(r"(?:业?保险)?监督?管|业协会")
_GREETED_BEFORE = re.compile(r"(?:尊敬的(?:用户[:：])?|[您我]的?)$")
_GREETED_REACH = 6
_ROW_NOT_BANK_AFTER = re.compile(r"[为动走业政列驶程人李装情头规长销径速星车]")
_ROW_NOT_BANK_BEFORE = re.compile(
    r"[修新组搭扩共筹重施手员职加打分领竣途集空其信]$|(?<!打)开$|(?<![账帐])户$"
)
_LOCAL = re.compile(
    r"农村商业银行|农商联合银行|农商银行|农商行|村镇银行|农村信用(?:联)?社|信用联社|农信社|农信|银行"
)
_LONGEST_PLACE = 6


def banks(page: Page) -> Iterator[Found]:
    """Known names, longest first; norm is the name put in papers.

    A message that greets with the bank it is signed by names it once.
    """
    signed: set[str] = set()
    for match in reversed(list(_pattern().finditer(page.text))):
        if _stands(page.text, match):
            code = bank_code(_SHORTEST.get(match[0], match[0]))
            left = left_of(page.text, match.start(), _GREETED_REACH)
            if code in signed and _GREETED_BEFORE.search(left):
                continue
            signed.add(code)
            yield Found("bank", *match.span(), bank_name(code), 0.95, {"bank_code": code})


def local_banks(page: Page) -> Iterator[Found]:
    """Banks no table holds, named after a place: 曲阜农商行, 邹城村镇银行. norm is as written."""
    for match in _LOCAL.finditer(page.text):
        for length in range(_LONGEST_PLACE, 1, -1):
            place = page.text[max(0, match.start() - length) : match.start()]
            if place in short_names() or _divided(place):
                start = match.start() - len(place)
                yield Found("bank", start, match.end(), place + match[0], 0.8)
                break


def _divided(place: str) -> bool:
    """新野 before 农商银行 is the county, though too much of a word to be one elsewhere."""
    return place in names() or any(place + kind in names() for kind in "县市区旗")


def _stands(text: str, match: re.Match[str]) -> bool:
    name = match[0]
    after = text[match.end() : match.end() + 12]
    short = name in _SHORT or name in _SHORTEST
    row = len(name) == 2 and name.endswith("行")  # noqa: PLR2004 工行, 建行 …
    if (short or row) and _CARD_AFTER.match(after) is not None:
        return True
    if short:
        signed = _SIGNED_AFTER.match(after) is not None
        return signed and _SIGNED_BEFORE.search(left_of(text, match.start(), 16)) is not None
    if row:
        before = left_of(text, match.start(), 2)
        return not (_ROW_NOT_BANK_AFTER.match(after) or _ROW_NOT_BANK_BEFORE.search(before))
    return _NO_BANK_AFTER.match(after) is None


@cache
def _pattern() -> re.Pattern[str]:
    names = [*known_names(), *_SHORTEST]
    rests = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        rests[name[0]].append(re.escape(name[1:]))
    return re.compile("|".join(f"{re.escape(at)}(?:{'|'.join(rests[at])})" for at in rests))
