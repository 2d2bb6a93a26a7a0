"""Names told by half (何某、周某某、张某甲、刘某春): the family name and 某."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from zhisun.engines.identity.names import GIVEN, compound_surnames, surnames
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.name_cues import NEVER_FAMILY, STRONG_RIGHT, told_again
from zhisun.engines.reading.name_ends import AFTER_NAME, ENDS_NAME
from zhisun.engines.reading.words import pairs

_COMPOUND = "|".join(sorted(compound_surnames()))
_ANY = "".join(sorted(surnames()))
_HAN = r"[\u4e00-\u9fff]"
_SOME = re.compile(
    rf"(?=..?某)(?P<family>{_COMPOUND}|(?<![订账清名保运])单于(?!某[年月日天时])|[{_ANY}])(?P<some>某{{1,2}})(?P<next>{_HAN}?)"
)
_HEAVENLY = frozenset("甲乙丙丁戊己庚辛")
_SOME_NOT_BEFORE = re.compile(
    r"[一些个种项公酒平银企单地网钱天日月年市区县村镇楼小家软金购电房手知男女贷程投交游直视"
    r"短社婚A-Za-z“]"
)
_SOME_WORDS = frozenset({"打开", "对方", "离开", "展开", "公开", "警方", "官方", "双方", "地方"})
_SOME_WORDS |= {"买方", "卖方", "我方", "到时", "其他", "通过"}

_BEGINS_A_VERB = re.compile("[才先便即遂]|正(?:被|在|要|准备|打算|欲|按|遭|通过|处于|是)")
_VERB_STARTS = frozenset("先同有加向便投即遂觉感多声应如乐立为信发成开学")
_GRAMMAR = frozenset("将被把向与和为系以")
DOUBTFUL = frozenset("来于时应全应经别都过")


def some_names(text: str) -> Iterator[Found]:
    """何某, 周某某, 张某甲, 刘某春: the last character belongs when it is a name's."""
    matches = [m for m in _SOME.finditer(text) if _family_of_some(text, m)]
    followers: defaultdict[str, set[str]] = defaultdict(set)
    for match in matches:
        followers[match[0]].add(text[match.end() : match.end() + 1])
    for match in matches:
        last = match["next"]
        word = text[match.start() - 1 : match.start() + 1]
        if word in _SOME_WORDS:
            continue
        if word in pairs() and _SOME_NOT_BEFORE.match(text, match.end("some")):
            continue  # 江苏某公司
        name = match["family"] + match["some"]
        if last in _HEAVENLY or (match["some"] == "某" and _part_of_name(text, match, followers)):
            name += last
        yield Found("person", match.start(), match.start() + len(name), name, 0.95)


def _family_of_some(text: str, match: re.Match[str]) -> bool:
    """于某某, 时某 are people; 对某, 在某 are not: such a family name needs to stand twice."""
    if match["family"] not in NEVER_FAMILY:
        return True
    if match["family"] not in DOUBTFUL:
        return False
    called = (
        match.start() == 0 or text[match.start() - 1] in "人民子员友者、，。和与了给被把让跟叫至"
    )
    if text[match.start() - 1 : match.start() + 1] in pairs():
        return False
    return called or len(match["some"]) > 1 or told_again(text, match.start(), match.end("some"))


def _part_of_name(
    text: str, match: re.Match[str], followers: Mapping[str, Collection[str]]
) -> bool:
    """刘某春 against 赵某根(据): a name meets different words, a word goes on the same way."""
    last, end = match["next"], match.end()
    if not last or last not in GIVEN or last in ENDS_NAME or _BEGINS_A_VERB.match(text, end - 1):
        return False
    if not STRONG_RIGHT.match(text, end) and text[end : end + 1] not in _GRAMMAR:
        if last in _VERB_STARTS or text[end - 1 : end + 1] in pairs():
            return False
        told_differently = len(followers[match[0]]) > 1 or text[end : end + 2] in pairs()
        return told_differently or AFTER_NAME.match(text, end) is not None
    return True
