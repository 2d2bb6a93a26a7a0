"""`settled`: the names, programs, places and organisations of a text, rules and weights together.

What the rules found is one opinion among the features; the trained tagger has the last word.
"""

import re
from collections.abc import Iterable

import numpy as np

from zhisun.engines.reading.app_words import common
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.form_fields import OUTRIGHT
from zhisun.engines.reading.tagging.agreeing import agreed
from zhisun.engines.reading.tagging.decoding import tagged_spans
from zhisun.engines.reading.tagging.enumerated import enumerated
from zhisun.engines.reading.tagging.extents import extent, joined
from zhisun.engines.reading.tagging.lexicon import lexicon
from zhisun.engines.reading.tagging.tokens import BEGINS, Codes
from zhisun.engines.reading.tagging.weights import Weights, shipped

KINDS = ("person", "app", "address", "org")
_OTHERS = (
    "time", "amount", "phone", "hotline", "card", "idcard", "bank", "qq", "wechat", "telegram",
    "email", "url", "crypto",
)  # fmt: skip
NUMBERS = {kind: number for number, kind in enumerate((*KINDS, *_OTHERS), 1)}
_LEARNED = 0.8
_CARRIERS = ("移动", "联通", "电信", "铁通")
"""辽宁移动 is no place."""
_BRANCHES = ("分行", "支行", "营业部")
_ANY_PROGRAM = ("平台", "网站", "软件", "APP", "app", "机构", "公司")
_ANY_TOWN = frozenset(
    {"小镇", "乡镇", "全镇", "本镇", "各镇", "该镇", "城镇", "村镇", "中方", "外方", "我国"}
)
_ANY_OF_THEM = ("某派出所", "某公安局", "通行证", "身份证", "驾驶证")
"""青羊区某派出所, 港澳通行证: an office that is not told, a paper."""
_SOME_PEOPLE = re.compile("[一两三四五六七八九十几多](?:先生|女士|男子|女子)$")
"""两女士: people who are counted."""
_METAL = re.compile("(?:黄金[、和及与]?|现货|[炒买卖])$")
"""黄金白银: no town in Gansu."""
_GROUPS = ("”微信群", "”QQ群", "”群")
_NOBODY = frozenset(
    {
        "line",
        "whatsapp",
        "skype",
        "telegram",
        "qq",
        "tg",
        "vx",
        "wx",
        "旺旺",
        "大家",
        "人家",
        "威x",
        "薇x",
        "微x",
        "卫信",
    }
)
_PRICED = re.compile("[一-龥]\\d{3,}$")
"""小狗1500: a thing and its price."""
_ASKED = frozenset({"什么", "怎么", "那么", "这么", "多么", "之余", "业余"})
"""什么(辰光), 闲暇之余(喜欢): no family name."""
_SENT = re.compile(r"(?:回复?|发送|编辑(?:短信)?|暗号|口令)[:：]?[“\"'‘「]$")
"""回复“T”退订: what is to be sent is no program."""
_QUOTES = frozenset('“‘"《「【')
_ORDER = re.compile(
    r"已?(?:通知|指派|指令|转派|移交|移送|报告|联系)(?=[一-龥]{2,8}(?:所|局|队|中心)$)"
)
_PLACE, _OFFICE = KINDS.index("address"), KINDS.index("org")
_LONGEST = (30, 30, 80, 60)
"""Characters that a name, a program, a place, an organisation has at most. Ours."""


def settled(text: str, found: list[Found], weights: Weights | None = None) -> list[Found]:
    """`found` of other kinds as they are, those of KINDS as the tagger says.

    text: the folded text, which the places of `found` count in.
    """
    if not text:
        return found
    use = weights or shipped()
    marks = np.frombuffer(marks_of(len(text), found), np.uint8)
    spans = tagged_spans(codes_of(text), marks, lexicon(), use.grid, use.links)
    known, kept = _parted(found)
    outright = [one for one in known.values() if one.confidence >= OUTRIGHT]
    kept += outright
    named = _covered(len(text), outright)
    least = use.least.tolist()
    for told, first, stop, won in spans.tolist():
        kind = _PLACE if told == 0 and text.startswith("警方", stop) else told
        start = _behind_the_order(text, first, stop) if kind == _OFFICE else first
        if kind == 1 and text[start] == "某" and _is_any(text, start, stop):
            continue
        if kind == _PLACE and text.startswith(_CARRIERS, stop):
            continue
        if _names_nobody(text, start, stop, kind) or named.find(1, start, stop) >= 0:
            continue
        start, end = extent(text, start, stop) if kind == _PLACE else (start, stop)
        end = whose + 1 if kind == 0 and (whose := text.find("某的", start, end)) > 0 else end
        told_too = known.get((KINDS[kind], start, end))
        bar = least[kind] * (2 if text[start:end] in NOT_NAMES else 1)
        if told_too is not None:
            kept.append(told_too)
        elif won >= bar and _can_be_one(text, start, end, kind):
            kept.append(Found(KINDS[kind], start, end, text[start:end], _LEARNED))
    kept = agreed(text, joined(text, kept))
    return [*kept, *enumerated(text, kept)]


def _covered(length: int, found: Iterable[Found]) -> bytearray:
    """One byte a character: 1 where one of `found` stands, here what a field of a form names."""
    mask = bytearray(length)
    for one in found:
        mask[one.start : one.end] = b"\1" * (one.end - one.start)
    return mask


def _parted(found: list[Found]) -> tuple[dict[tuple[str, int, int], Found], list[Found]]:
    """Those of KINDS by kind and place, and the others."""
    known: dict[tuple[str, int, int], Found] = {}
    kept: list[Found] = []
    for one in found:
        if one[0] in KINDS:
            known[one[:3]] = one
        else:
            kept.append(one)
    return known, kept


def _names_nobody(text: str, start: int, end: int, kind: int) -> bool:
    """众多网贷(平台) is any program, “聚财”微信群 a group, 济宁分行 behind its bank nobody else."""
    anybody = text.endswith(_ANY_OF_THEM, start, end) or text[start:end] in _ANY_TOWN
    if anybody or (kind == 0 and _is_no_person(text, start, end)):
        return True
    if kind in {0, len(KINDS) - 1}:
        return text.endswith(_BRANCHES, start, end) and text[start - 1 : start] in {"行", "社"}
    if kind == 1:
        return _is_no_program(text, start, end)
    silver = text[start:end] == "白银"
    return silver and _METAL.search(text, max(0, start - 3), start) is not None


def _is_any(text: str, start: int, end: int) -> bool:
    """某会议 is any; “某期乐” and 某某贷 are one whose name is hidden."""
    if text[start + 1 : start + 2] == "某":
        return False
    return text[start - 1 : start] not in _QUOTES or common(text[start + 1 : end])


def _is_no_person(text: str, start: int, end: int) -> bool:
    named = text[start:end].lower()
    asked = text[start - 1 : start + 1] in _ASKED
    return named in _NOBODY or asked or _SOME_PEOPLE.match(named) is not None


def _is_no_program(text: str, start: int, end: int) -> bool:
    if _SENT.search(text, max(0, start - 6), start):
        return True
    if (text[start] in "老小" and text[end - 1] == "家") or text.startswith(_GROUPS, end):
        return True
    any_program = text.startswith(_ANY_PROGRAM, end) and common(text[start:end])
    return any_program and text[start - 1 : start] not in _QUOTES


def _behind_the_order(text: str, start: int, end: int) -> int:
    """The beginning of 谯楼派出所 in 已通知谯楼派出所."""
    order = _ORDER.match(text, start, end)
    return order.end() if order else start


def _can_be_one(text: str, start: int, end: int, kind: int) -> bool:
    """Whether anything is called so: no row of signs nor of X, whatever the weights make of it.

    What begins with a blank is a kind without its name: a line that begins with 县公安局.
    """
    if text[start].isspace() or text[end - 1].isspace():
        return False
    if kind == 0 and _PRICED.search(text, start, end):
        return False
    named = any(char.isalnum() and char not in "xX" for char in text[start:end])
    return end - start <= _LONGEST[kind] and named


def marks_of(length: int, found: Iterable[Found]) -> bytearray:
    """One byte a character: which element stands there, and where it begins (tokens.py)."""
    marks = bytearray(length)
    for one in found:
        number = NUMBERS[one.type]
        marks[one.start : one.end] = bytes((number,)) * (one.end - one.start)
        marks[one.start] = number | BEGINS
    return marks


def codes_of(text: str) -> Codes:
    """The code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
