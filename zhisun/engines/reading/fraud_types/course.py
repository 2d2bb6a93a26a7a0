"""Where an article tells the course of one person's loss, and how many such losses it tells.

A course: somebody is met or written to, is led on, pays, notices, reports. It begins at a mention
of the person and shows within a few lines. Of numbered parts each that tells a loss counts.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from zhisun.engines.reading.fraud_types.alternatives import each

_SUM = re.compile(r"0[余多]?(?:万[余多]?元?|元)")
_DAY = re.compile(
    r"0[年月]|近日|日前|不久前|前段时间|去年|今年|当[天日]|次日|昨日|家住|居民|市[民的]|县的|区的|镇的|村的"
)
_LOST = re.compile(
    r"(?:被骗|损失|骗走|交了|缴了|缴足|补缴|充了|充进|刷了|打了|打过去|凑|买了|借出|借了|借款|花了"
    r"|划走|转过去|汇出|存了|押了|骗取|诈骗|转账|转了|转出|转给|汇款|汇了|支付|充值|投入|转入|共计|累计|付了|投了|缴纳"
    r"|打款|存入|转走|下单|垫付|购买|打给|扣[走除了]|消费|贷款|刷走|取走|付款)[^。;]{0,22}?0[余多]?[万元]"
    r"|0[余多]?[万元][^。;]{0,8}(?:被骗|没了|不翼而飞|转[走出入给])"
)
_KNEW = re.compile(
    r"报[警案]|意识到|被骗|察觉|上当|求助|拉黑|提现|联系不上|失联|打不开|才[知发恍醒]|损失|民警|止付|劝阻|受骗"
    r"|骗子|中招|蹊跷|不对劲|起疑|醒悟|傻眼|空号|关机|踢出|解散|注销|没了|不存在|取不出|提不[出了]|卖不出"
    r"|没到账|未到账"
)
_INTRODUCED = re.compile(
    r"(?:[市县区镇村乡]的?|居民|市民|家住[^,。]{0,8}|事主|受害[人者]|被害人|网友|辖区[^,。]{0,6}|群众|顾客|学生"
    r"|[日月年]|[日月],[^,。]{0,8}|[。;!?:]|近日|一位|读者|员工|女子|男子|业主|患者|大学生|老人|村民|会计"
    r"|客户|的|,|0)$"
)
_PART = re.compile(
    r"案[例情件]\(?[一二三四五六七0](?![起名])|"
    + each("套路 类型 骗局 手法 情景 故事 骗术 陷阱 招数", "[一二三四五六七0]")
    + "|"
    + each(
        "教训 事件 实例 镜头 现场 剧情 场景 经历 遭遇",
        "[一二三四五六七0](?![个位名起些种样天次直致度再共向般边方旦同切律番])",
    )
    + "|"
    + each(r"。 ! \?", r"0(?![年月日元万个名点多余起%,.时分人岁天次笔])")
    + "|"
    + each("一 二 三 四 五 六", "[、.]")
    + r"|第[一二三四]起|①|②|③|④|另一[位名个起]|又一[位名]|还有一[位名]|无独有偶|另有"
)
_SUSPECT = re.compile(
    r"(?:嫌疑人|被告人?|为首的?|主犯|成员|头目|抓获|同伙|骗子|民警|所长|队长|记者|通讯员|主任|警官|律师"
    r"|检察官|法官|教授|编辑|以|名叫|男子|犯罪分子|团伙|老板|组长|上线|、|抓捕|责编|作者|审核|供稿|自称"
    r"|叫|冒充)$"
)
_WINDOW, _PART_WINDOW, _PART_LEAST = 450, 400, 60
_STEPS = ("contact", "led", "sum", "noticed", "station")
_DENSE = ("led", "sum", "noticed")
_PLENTY = 12
_NEXT_TO_BEST = 0.8
_TURN, _TURN_LEAST = 500, 35  # characters in which one person's loss is told before the next's
_SUSPECTED = 4  # mentions by which a suspect is told
_AGAIN = 100  # characters: a mention sooner than that begins nothing new
_LOSS, _BEFORE, _AFTER, _APART = 3, 60, 220, 45
_OF = frozenset("市县区镇村乡民")  # before a name when a person is introduced


@dataclass(frozen=True, slots=True)
class Course:
    """start: where the best course begins, the length of the text without one.

    victims: persons with a loss of their own. in_turn: persons introduced one after the other, each
    with a loss told before the next comes. parts: numbered parts that each tell a loss.
    """

    start: int
    victims: int
    in_turn: int
    parts: int


def course(
    text: str, persons: Mapping[str, Sequence[int]], signs: Mapping[str, Sequence[int]]
) -> Course:
    """persons: where each is mentioned, "" for those without a name. signs: where each stands.

    Linear in the text but for the mentions, which are few. Both ascend.
    """
    marks = {name: list(signs.get(name, ())) for name in (*_STEPS, "swindlers")}
    marks["sum"] = [found.start() for found in _SUM.finditer(text)]
    marks["day"] = [found.start() for found in _DAY.finditer(text)]
    victims = {
        person: places
        for person, places in persons.items()
        if not person or not any(_SUSPECT.search(text[max(0, at - 5) : at]) for at in places)
    }
    return Course(
        start=_start(len(text), victims, marks),
        victims=_losers(text, victims, marks),
        in_turn=_in_turn(text, persons),
        parts=_parts(text, persons, marks),
    )


def _start(
    length: int, victims: Mapping[str, Sequence[int]], marks: Mapping[str, list[int]]
) -> int:
    """The first mention from where a course is told about as well as anywhere."""
    told: list[tuple[int, float]] = []
    for person, places in victims.items():
        last = -_AGAIN
        for at in places:
            if at - last < _AGAIN:
                continue
            last = at
            told.append((at, _well(at, marks) + (0.5 if person else 0)))
    if not told:
        return length
    best = max(score for _, score in told)
    return min(at for at, score in told if score >= best - _NEXT_TO_BEST)


def _well(at: int, marks: Mapping[str, list[int]]) -> float:
    """How much of a course follows: steps, a day or place, density; less where it is general."""
    counts = {name: _many(marks[name], at, at + _WINDOW) for name in _STEPS}
    steps = sum(count > 0 for count in counts.values())
    day = 0.7 if _many(marks["day"], at - 50, at + 25) else 0.0
    dense = min(_PLENTY, sum(counts[name] for name in _DENSE)) / _PLENTY
    return steps + day + 2 * dense - 0.5 * min(4, _many(marks["swindlers"], at, at + _WINDOW))


def _losers(text: str, victims: Mapping[str, Sequence[int]], marks: Mapping[str, list[int]]) -> int:
    """Named persons who each lose a sum, and notice or report; none next to another."""
    places: dict[str, int] = defaultdict(int)
    for person, mentions in victims.items():
        if not person:
            continue
        for at in mentions:
            loss = (
                (_many(marks["sum"], at - _BEFORE, at + _AFTER) > 0)
                + (_many(marks["noticed"], at - _BEFORE, at + _AFTER) > 0)
                + (_many(marks["station"], at - _BEFORE, at + _AFTER) > 0)
                + (
                    _many(marks["day"], at - _BEFORE, at + 20) > 0
                    or text[max(0, at - 1) : at] in _OF
                )
            )
            if loss >= _LOSS:
                places[person] = at
                break
    last, count = -_APART, 0
    for at in sorted(places.values()):
        if at - last >= _APART:
            count += 1
            last = at
    return count


def _in_turn(text: str, persons: Mapping[str, Sequence[int]]) -> int:
    """Persons who are introduced, lose a sum and know it, before the next one is named.

    A digest without numbers tells them so; within one story the others are only named.
    """
    first = sorted(
        mentions[0]
        for person, mentions in persons.items()
        if person
        and not any(_SUSPECT.search(text[max(0, at - 5) : at]) for at in mentions[:_SUSPECTED])
    )
    count = 0
    for start, after in pairwise([*first, len(text)]):
        told = text[start : min(after, start + _TURN)]
        before = text[max(0, start - 12) : start] or ","
        if len(told) < _TURN_LEAST or not _INTRODUCED.search(before):
            continue
        count += _LOST.search(told) is not None and _KNEW.search(told) is not None
    return count


def _parts(text: str, persons: Mapping[str, Sequence[int]], marks: Mapping[str, list[int]]) -> int:
    """Numbered parts in which somebody loses money."""
    cuts = [found.start() for found in _PART.finditer(text)]
    if not cuts:
        return 0
    people = sorted(at for places in persons.values() for at in places)
    count = 0
    for start, after in zip(cuts, [*cuts[1:], len(text)], strict=True):
        end = min(after, start + _PART_WINDOW)
        lost = _many(marks["sum"], start, end) and _many(marks["noticed"], start, end)
        told = lost or _many(marks["station"], start, end)
        if end - start > _PART_LEAST and told and _many(people, start, end):
            count += 1
    return count


def _many(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)
