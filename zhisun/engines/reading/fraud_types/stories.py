"""The stories a long text tells: whose they are, where they stand, how much of the text they take.

An article about one victim is a case, one about three is a digest, one about swindlers none. A
story is a run of mentions of one person with enough around it: a sum, somebody noticing, a channel,
a day. Who is named as a suspect, an officer or a writer has no story of his own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from zhisun.engines.reading.fraud_types.alternatives import each

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
    "龚邵万钱严覃武戴莫孔向汤单柳焦"
)
_NO_SURNAME = (
    "的了在对向从到给由把被与和及是有称以让按自用于为将同叫找加跟位名个各该这那两一二三四五六七八九十几多些"
    "老小大男女等当某另经系涉据后前中上下内外其他她它你我您不也都就还又并而或即使令请使求要可能会来去说"
)  # characters that end a word before 某 or a title
_TITLES = "女士 先生 小姐 阿姨 大爷 大妈 老太 奶奶 爷爷 同学 大姐 姑娘 某某"
_AFTER_A_NAME = frozenset((*_TITLES.split(), "某"))
_SURNAME = re.compile(rf"(?![{_NO_SURNAME}])[\u4e00-\u9fffa-z]")
_SOMEBODY = frozenset(("事主", "报警", "受害", "被害", "当事", "男子", "女子", "小伙", "姑娘"))
_NAME = re.compile(
    each(_TITLES, "")
    + "|某(?![些个种平台银行网公司知名购物市县区镇村地日小大])|"
    + each(
        "小 老 阿",
        rf"[{_SURNAMES}明红梅丽芳华强军雪莉美玲娟敏静燕霞磊洋宛宇雨婷](?![区伙额费微时说学店票书米])",
    )
    + "|事主|报警人|受害人|被害人|受害者|当事人|男子|女子|小伙"
)
_NOT_THE_VICTIM = re.compile(
    r"(?:嫌疑人|被告人|为首的?|主犯|成员|抓获|同伙|骗子|民警|所长|队长|记者|通讯员|主任|警官|律师|检察官"
    r"|法官|教授|编辑|以|和|与|、|名叫)$"
)
_SUM = re.compile(
    r"(?:被骗|损失|骗走|交了|缴了|充了|充进|刷了|打了|花了|划走|借出|补缴|骗取|诈骗|转账|转了|转出|转给|汇款|汇了|支付|充值|投入|转入|共计|累计|付了|投了|缴纳"
    r"|打款|存入|转走|下单)[^,。;]{0,12}?0[余多]?[万元]"
)
_NOTICED = re.compile(
    r"报[警案]|意识到.{0,8}骗|发[现觉].{0,6}被骗|察觉|上当|求助|拉黑|无法提现|提现失败|联系不上|失联|打不开"
    r"|骗子|中招|蹊跷|不对劲|醒悟|傻眼|空号|踢出|解散|提不[出了]|取不出|没到账"
)
_CHANNEL = re.compile(
    r"对方|客服|网友|链接|添加|下载|平台|app|微信|qq|群|网上|电话|好友|直播|短信|网站|抖音|网络|朋友圈|线上"
)
_WHEN = re.compile(
    r"0年|0月|近日|日前|不久前|前段时间|去年|今年|当[天日]|次日|昨日|家住|居民|市[民的]|县的|区的|镇的|村的"
)
_APART = 300  # characters between two mentions of one person within a story
_BEFORE, _AFTER, _ROOM = 60, 150, 100
_MENTIONS, _MENTIONS_UNNAMED = 2, 3
_EVIDENCE, _EVIDENCE_UNNAMED = 3, 4
_ANOTHER = 0.4  # of the longest: shorter ones are asides


@dataclass(frozen=True, slots=True)
class Stories:
    """start: of the longest story, in characters; length: of it, 0 without one.

    mentions: of its person. others: further stories about as long.
    """

    start: int
    length: int
    mentions: int
    others: int


def persons(text: str) -> dict[str, list[int]]:
    """Where each person is mentioned in the squeezed `text`, by two characters of the name.

    Those without a name stand together under "".
    """
    places: dict[str, list[int]] = defaultdict(list)
    last = 0
    for found in _NAME.finditer(text):
        start, word = found.start(), found[0]
        if word in _AFTER_A_NAME and start > last and _SURNAME.match(text, start - 1):
            start -= 1
        elif word in _AFTER_A_NAME and word not in _SOMEBODY:
            continue
        last, person = found.end(), text[start : start + 2]
        places["" if person in _SOMEBODY else person].append(start)
    return dict(places)


def stories(text: str, mentioned: Mapping[str, Sequence[int]]) -> Stories:
    """The stories told in the squeezed `text`. mentioned: `persons` of it."""
    taken: list[tuple[int, int, int]] = []
    for unnamed, run in sorted(
        _runs(mentioned), key=lambda each: (each[0], -len(each[1]), each[1][0])
    ):
        first, last = run[0], run[-1]
        if any(start <= last and first <= end for start, end, _ in taken):
            continue
        if _is_story(text, run, unnamed=unnamed):
            taken.append((first, last, len(run)))
    if not taken:
        return Stories(len(text), 0, 0, 0)
    taken.sort(key=lambda each: (each[0] - each[1], each[0]))
    lengths = [last - first + _ROOM for first, last, _ in taken]
    return Stories(
        start=taken[0][0],
        length=lengths[0],
        mentions=taken[0][2],
        others=sum(length >= _ANOTHER * lengths[0] for length in lengths[1:]),
    )


def _runs(mentioned: Mapping[str, Sequence[int]]) -> Iterator[tuple[bool, list[int]]]:
    """Where each person is mentioned without a long pause; True of persons without a name."""
    for person, mentions in mentioned.items():
        run = list(mentions[:1])
        for place in mentions[1:]:
            if place - run[-1] > _APART:
                yield not person, run
                run = []
            run.append(place)
        yield not person, run


def _is_story(text: str, run: list[int], *, unnamed: bool) -> bool:
    if len(run) < (_MENTIONS_UNNAMED if unnamed else _MENTIONS):
        return False
    others = sum(_NOT_THE_VICTIM.search(text[max(0, at - 5) : at]) is not None for at in run)
    if 2 * others >= len(run):
        return False
    told = text[max(0, run[0] - _BEFORE) : run[-1] + _AFTER]
    evidence = (
        (_SUM.search(told) is not None)
        + (_NOTICED.search(told) is not None)
        + (_WHEN.search(told) is not None)
        + (len(set(_CHANNEL.findall(told))) > 1)
    )
    return evidence >= (_EVIDENCE_UNNAMED if unnamed else _EVIDENCE)
