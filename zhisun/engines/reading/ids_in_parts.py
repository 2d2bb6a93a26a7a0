"""Ids told in parts (拆开写的账号): jin下划线88, lin丨1986, lin(字母L)ove99, sun_x 0917, txr55六6.

Only what they look like; whether one is an id is for the words before it to say. What is counted,
paid or a number of its own behind a sign is no part.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from zhisun.engines.reading.runs import DIGITS

_FIGURES = "零〇幺一二两三四五六七八九壹贰叁肆伍陆柒捌玖"
_JOINT = "下划线|横杠|中?杠|减号"
_JOINTS = (("下划线", "_"), ("横杠", "-"), ("中杠", "-"), ("减号", "-"), ("杠", "-"))
_REMARK = rf"\((?:(?:字母|大写|小写|英文|数字)? ?[A-Za-z\d]|{_JOINT}|[-_]|去点|去掉)\)"
_EXPLAINED = re.compile(
    r"(?P<sign>[-_A-Za-z\d]?)[·*.]{0,2}"
    rf"\((?:字母|大写|小写|英文|数字)? ?(?P<said>[-_A-Za-z\d]|{_JOINT}|去点|去掉)\)"
)
_END = r"(?![-_A-Za-z0-9.:])"
_COUNTED = (
    r"(?! ?(?:[元块万千百个月日号点年岁%+起返押赚送单一两人名天次分余多几房室版期楼层款寸米斤台套]"
    r"|本|[wkWK](?![A-Za-z])|来[块元]|左右|手机|会员|\d))"
)
_OF_ANOTHER = r"(?!(?i:qq|vx|wx|tg|tel))"
_PARTS = re.compile(
    r"[A-Za-z](?<![A-Za-z0-9_.@/=][A-Za-z])(?:"
    rf"[-_A-Za-z0-9]{{0,12}}(?: ?(?:{_JOINT}) ?[-_A-Za-z0-9{_FIGURES}]{{1,12}}){{1,3}}"
    rf"|(?: [A-Za-z]){{1,8}}(?: ?[-_])? ?(?:(?:然后|再|接着)?(?:{_JOINT})?[{_FIGURES}\d]{{2,8}}"
    rf"|[a-z]{{0,3}}\d{{2,8}}|[{_FIGURES}]{{2,8}})"
    r"|(?<=[❤♥][A-Za-z])[A-Za-z]{0,5} \d{3,8}(?: [A-Za-z]{1,4})?"
    rf"|[-_A-Za-z0-9]{{0,14}}(?:[·*.]{{0,2}}{_REMARK}[-_A-Za-z0-9]{{0,14}}){{1,3}}"
    rf"|(?:[-_A-Za-z]{{2,14}}[丨|*~=]{{1,2}}\d{{2,6}}[a-z]{{0,4}}"
    rf"|[A-Za-z0-9]{{1,12}}(?: [-_] ?|[-_] ){_OF_ANOTHER}[A-Za-z0-9]{{2,12}}"
    rf"|[-_A-Za-z0-9]{{1,14}}[{_FIGURES}]{{1,4}}{_OF_ANOTHER}[-_A-Za-z0-9]{{1,14}}"
    rf"|[-_A-Za-z]{{1,13}}[{_FIGURES}]{{3,8}}+(?![十百千万点])(?=(?i:qq|v[xb]|wx)?(?![A-Za-z0-9]))"
    rf"|[A-Za-z]{{0,9}}[-_][-_A-Za-z]{{0,9}}(?: (?=[A-Za-z]{{0,4}}\d)[A-Za-z0-9]{{2,5}}{_END}"
    rf"|(?<=\d) [a-z]{{1,4}}{_END}| [{_FIGURES}]{{3,8}}+(?![十百千万]))++"
    r"|[A-Za-z]{1,12} (?:0\d{2,5}|\d{1,4}[a-z]{1,3}|[a-z]{1,3}\d{1,4}|\d{2,4} [a-z]{2,4})"
    rf"{_END}"
    rf")(?:(?![A-Za-z0-9_])|(?=(?i:qq)[{_FIGURES}\d]{{5}})){_COUNTED}"
    rf")(?:(?![A-Za-z0-9_])|(?=(?i:qq)[{_FIGURES}\d]{{5}}))"
)
_WHOLE = re.compile(r"(?=.*[-_\d])[A-Za-z][-_A-Za-z0-9]{5,19}")
_THEN = re.compile("然后|再|接着")
_LEFT_OUT = re.compile(r"[ 丨|*~=·.]")


class InParts(NamedTuple):
    """Where it stands, and the id as it is typed."""

    start: int
    end: int
    norm: str


def ids_in_parts(text: str) -> Iterator[InParts]:
    """Those of six to twenty signs, letters first, with a figure or a joint."""
    for match in _PARTS.finditer(text):
        norm = _written(match[0])
        if _WHOLE.fullmatch(norm):
            yield InParts(*match.span(), norm)


def _written(said: str) -> str:
    said = _EXPLAINED.sub(_explained, said)
    for words, sign in _JOINTS:
        said = said.replace(words, sign)
    said = _THEN.sub("", said)
    return _LEFT_OUT.sub("", said).translate(DIGITS)


def _explained(match: re.Match[str]) -> str:
    """What a remark tells: the sign before it once more, or one that is left out."""
    sign, said = match["sign"], match["said"]
    if said in ("去点", "去掉"):
        return "" if said == "去掉" else sign
    told = dict(_JOINTS).get(said, said)
    return sign if told.lower() == sign.lower() else sign + told
