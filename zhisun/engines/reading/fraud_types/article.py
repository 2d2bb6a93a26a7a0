"""What tells an article about one case from one about swindles, other crimes, figures or opinions.

Read of texts long enough to be articles only. Counts are of signs in a thousand characters, cut at
what is plenty, so that each is a share from 0 to 1.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import log1p
from typing import Any

import numpy as np

from zhisun.engines.reading.fraud_types.course import course
from zhisun.engines.reading.fraud_types.lookup import Lookup
from zhisun.engines.reading.fraud_types.signs_table import SIGNS
from zhisun.engines.reading.fraud_types.stories import Stories, persons, stories
from zhisun.engines.reading.fraud_types.telling import GONE, losers, numbered

HEADLINE = 45
_LEAST = 300  # characters: density in a shorter text is no better known
_EARLY = 150
_PLENTY = {
    "online": 8,
    "offline": 6,
    "in_general": 6,
    "reported": 4,
    "figures": 3,
    "opinions": 6,
    "sorts": 6,
    "swindlers": 8,
    "accused": 6,
}
_ARRESTS, _WIRE, _OTHERS_CRIMES = 6, 4, 3  # in a thousand characters: plenty
_TOLD = re.compile(
    r"[女男]子|被骗|小伙|老人|市民|大学生|居民|骗走|损失|中招|报[警案]|女孩|姑娘|女士|先生|宝妈|一[女男]|大妈"
    r"|阿姨|骗了"
)
_CAUGHT = re.compile(
    r"团伙|集团|落网|公诉|起诉|捣毁|打掉|特大|跨境|宣判|大案|一窝端|缅北|全链条|抓获|系列|告破|破获|刑拘|被抓"
)
_OVER_THE_WIRE = re.compile(
    r"杀猪盘|电信|网络|刷单|虚假|平台|投资|贷款|客服|荐股|网上|跨境|境外|网"
)
_ANOTHER_MATTER = re.compile(
    r"传销|洗钱|跑分|帮信|集资|养老|合伙|戏法|多名|上百|合同诈骗|亲友|工友|同事|律师|假药|赌博.{0,9}[判刑]"
    r"|网络赌博[罪案]|出老千|操作失误|骗贷|沉迷|涉案.{0,3}亿|亿元|旧币|[购租卖]房|房[屋东]|楼盘"
)
_AMONG_KNOWN = re.compile(
    r"(?:诈?骗|坑)了?[^,。!?]{0,6}(?:友人|朋友(?!圈)|亲友|亲戚|亲属|同学|同事|合伙人|女友|男友|熟人|邻居|工友|室友|闺蜜|老乡)"
    r"|多名(?:女友|男友|女性|合伙)|沉迷[^,。!?]{0,6}(?:赌|博)|(?:迷恋|痴迷)[^,。!?]{0,4}赌"
)
"""A headline of a swindler whom the victims knew, or of a gambler in debt."""
_SOMEBODY = re.compile(
    r"某(?![些个种])|女士|先生|小(?![心程时组区额型店微编视米红黑众数])[一-龥]|男子|女子"
)
_OF_SOMEBODY = re.compile(
    rf"{_SOMEBODY.pattern}|他|她|我|事主|报警人|受害人|同学|阿姨|大爷|大妈|老人"
)
_NEAR_SOMEBODY = 250
"""Characters before what is lost in which somebody is told of; advice loses things of nobody."""
_OF_KINDS = re.compile(
    r"案例|这[些类种]|套路|揭秘|大全|盘点|秘籍|步骤|特征|防范|识别|知识|提示|手段"
)
_KIND = r"(?:步骤|套路|手段|类型|手法|骗局|陷阱|骗术|方法|招|诈骗|案例|特征|建议|真相)"
_MANY_KINDS = re.compile(rf"[一二三四五六七八九十几0大]+[大种个类招步点条起](?:典型)?{_KIND}?")
_NAMED_KIND = re.compile(r"套路|步骤|手段|类型|手法|骗局|骗术|案例|特征|招")
"""三大步骤和七大套路: a headline that counts kinds and names what is counted."""
_EXPLAINS = re.compile(
    r"为什么|为何|怎么办|如何|知道吗|什么是|是什么|详解|课堂|长[“\"]?这样"
    r"|说透|(?<!无)(?<!分)一文(?![不钱莫])|拆解|图解|是个什么|(?<!没)(?<!未)[看读]懂"
)
"""刷单，为什么被称为“诈骗之王”: a headline that explains a kind."""
_MORE_THAN_ONE = re.compile(
    r"(?:近期|近日|连续|接连|先后)[^。]{0,20}(?:多起|连发|高发|频发|接到多)"
)
_INSTANCES = re.compile("比如|例如|举例")
_EXPERTS = re.compile(r"(?:教授|专家|律师)[^。]{0,12}(?:表示|认为|说|指出)")
_OF_MANY = re.compile(
    r"典型案例|大案例|案例[警提]?|周报|通报|发布|公布|预警[|丨:]|多起|系列|高发|频发|近期|这些|这几|都是"
)
_WARNS = re.compile(r"警惕|提醒|小心|注意|谨防|当心|防骗|反诈|别信|千万")
_HELPERS = re.compile(
    r"帮助信息网络|帮信|掩饰、?隐瞒|跑分|两卡|走账|洗钱|卡商|卡农|取现|车手|goip|架设|虚拟拨号|引流|公民个人信息"
    r"|工具人|好处费|套现|支付结算|赃款|转移(?:赃款|资金|诈骗|非法)"
    r"|(?:出租|出借|出售|贩卖|收购|租借|提供|办理)[^,。]{0,8}(?:账户|收款码|对公|卡)"
)
_LAW = re.compile(r"第[一二三四五0]{1,5}条|规定|刑法|构成|最高人民|法律|条例|办法")
_QUIZ = re.compile(r"a[.、:][^b]{1,80}?b[.、:]")
_LEDE = 120  # characters: of what an article is about is said there
_BEGINNING = 200
_MUCH_SPOKEN_TO, _MUCH_LAW = 10, 5  # in a thousand characters: plenty
_SOME_INSTRUCTION, _MUCH_INSTRUCTION = 4, 12  # words of it in a thousand characters
_STEPS = re.compile(
    r"第[一二三四五六0](?:步|环(?!节)|幕|招(?!聘)|关(?!系)|阶段|集(?!团)|回合|式|计)|步骤[一二三四0]"
)
_MANY_STEPS = 3
_LEAD, _ADDRESSED = 300, 4  # characters; how often 你 in them is plenty
_PRICE = re.compile(r"0[余多]?万|0元")
_HEADLINES = {
    "told": _TOLD,
    "price": _PRICE,
    "caught": _CAUGHT,
    "another_matter": _ANOTHER_MATTER,
    "among_known": _AMONG_KNOWN,
    "warns": _WARNS,
    "of_kinds": _OF_KINDS,
    "of_many": _OF_MANY,
    "explains": _EXPLAINS,
}


@dataclass(frozen=True, slots=True)
class Article:
    """How a long text is told; shares are 0 to 1.

    early: one story begins where the article does. share, mentions: how much of the article its
    longest story takes, how often its person is named (plenty is 1). others: another story about
    as long. numbered: cases with numbers. late: how far down the best course of a loss begins, a
    logarithm from 0. victims, parts: of losses told one by one. losers: names before a sum.
    solved: told by those who solved a swindle over the wire. instruction: how much it teaches.
    foremost: the share of all mentions of persons that is of one, second: how often the next is
    named beside that one. spoken_to: how much the reader is spoken to, addressed: and at first.
    steps: a swindle is told in steps. quiz: the reader is to choose an answer. helpers: it begins
    with those who lent accounts, carried money or gathered people for a swindle. law: how much law
    is told. The rest: signs in the text, and what the headline says; explains asks why or what,
    experts are quoted, instances given, series begins with several cases; somebody is named or
    told of, lost: what was promised did not come; many_kinds counts kinds of swindles, of_many
    announces several cases, gang is one over the wire, among_known names victims whom the swindler
    knew, or a gambler.
    """

    early: bool
    share: float
    mentions: float
    others: bool
    numbered: bool
    late: float
    victims: int
    losers: int
    in_turn: int
    parts: int
    solved: float
    online: float
    offline: float
    in_general: float
    reported: float
    figures: float
    opinions: float
    sorts: float
    swindlers: float
    instruction: float
    foremost: float
    second: float
    spoken_to: float
    addressed: float
    steps: bool
    quiz: bool
    helpers: bool
    law: float
    accused: float
    told: bool
    price: bool
    caught: bool
    gang: bool
    another_matter: bool
    among_known: bool
    warns: bool
    of_kinds: bool
    many_kinds: bool
    of_many: bool
    explains: bool
    experts: bool
    instances: bool
    series: bool
    somebody: bool
    lost: bool


def article(text: str) -> Article:
    """How the squeezed `text` is told. Linear: every pattern is bounded."""
    headline, length = text[:HEADLINE], max(len(text), _LEAST)
    places = _places(text)
    mentioned = persons(text)
    found, run = stories(text, mentioned), course(text, mentioned, places)
    first, next_one, together = _mentions(mentioned)
    signs: dict[str, Any] = {**_density(places, length), **_in_headline(headline)}
    return Article(
        early=found.length > 0 and found.start < _EARLY,
        share=min(1.0, found.length / length / 0.6),
        mentions=_plenty(found),
        others=found.others > 0,
        numbered=numbered(text),
        late=log1p(run.start / 50 * length / max(len(text), 1)),
        victims=run.victims,
        losers=losers(text),
        in_turn=run.in_turn,
        instruction=_instruction(len(places["instruction"]) * 1000 / length),
        parts=run.parts,
        foremost=first / together if together else 0.0,
        second=next_one / first if first else 0.0,
        spoken_to=min(1.0, _spoken_to(text) * 1000 / length / _MUCH_SPOKEN_TO),
        addressed=min(1.0, _spoken_to(text[:_LEAD]) / _ADDRESSED),
        steps=_many_steps(text),
        quiz=_QUIZ.search(text) is not None,
        helpers=_HELPERS.search(text[:_LEDE]) is not None,
        law=min(1.0, len(_LAW.findall(text)) * 1000 / length / _MUCH_LAW),
        solved=_solved(places, length),
        experts=_EXPERTS.search(text) is not None,
        instances=_INSTANCES.search(text) is not None,
        series=_MORE_THAN_ONE.search(text[:_BEGINNING]) is not None,
        somebody=_SOMEBODY.search(text) is not None,
        lost=_lost(text),
        **signs,
    )


def _many_steps(text: str) -> bool:
    """Steps of several numbers; in digits each reads as "0"."""
    steps = _STEPS.findall(text)
    zeros = sum("0" in step for step in steps)
    return len({step for step in steps if "0" not in step}) + zeros >= _MANY_STEPS


def _lost(text: str) -> bool:
    """Whether what was promised did not come to somebody who was told of shortly before."""
    return any(
        _OF_SOMEBODY.search(text, max(0, gone.start() - _NEAR_SOMEBODY), gone.start()) is not None
        for gone in GONE.finditer(text)
    )


def _spoken_to(text: str) -> int:
    return text.count("你") + text.count("您")


def _in_headline(headline: str) -> dict[str, bool]:
    """What the headline says."""
    said = {name: pattern.search(headline) is not None for name, pattern in _HEADLINES.items()}
    named_kind = _NAMED_KIND.search(headline) is not None
    over_the_wire = _OVER_THE_WIRE.search(headline) is not None
    return said | {
        "many_kinds": named_kind and _MANY_KINDS.search(headline) is not None,
        "gang": "团伙" in headline and over_the_wire,
    }


def _density(places: Mapping[str, Sequence[int]], length: int) -> dict[str, float]:
    """0 to 1: how often the signs of _PLENTY stand."""
    return {
        name: min(1.0, len(places[name]) * 1000 / length / plenty)
        for name, plenty in _PLENTY.items()
    }


def _mentions(mentioned: Mapping[str, Sequence[int]]) -> tuple[int, int, int]:
    """Mentions of the person named most, of the next one, and of all; nobody without a name."""
    counts = sorted((len(places) for person, places in mentioned.items() if person), reverse=True)
    first, next_one, *_ = (*counts, 0, 0)
    return first, next_one, sum(counts)


def _instruction(many: float) -> float:
    """0 to 1: how an article teaches what swindlers do; some of it stands under every case."""
    beyond = (many - _SOME_INSTRUCTION) / (_MUCH_INSTRUCTION - _SOME_INSTRUCTION)
    return max(0.0, min(1.0, beyond))


def _plenty(found: Stories) -> float:
    """Six mentions are enough."""
    return min(1.0, found.mentions / 6)


def _solved(places: Mapping[str, list[int]], length: int) -> float:
    """An arrest or a sentence for a swindle over the wire, and not for another crime."""
    arrests, wire, other = (
        min(1.0, len(places[name]) * 1000 / length / plenty)
        for name, plenty in (
            ("solved", _ARRESTS),
            ("wire", _WIRE),
            ("other_crime", _OTHERS_CRIMES),
        )
    )
    return arrests * wire * (1 - 0.8 * other)


def _places(text: str) -> dict[str, list[int]]:
    """Where each sign stands."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places: dict[str, list[int]] = {name: [] for name in SIGNS}
    for _, start, names in _index().found(text, codes):
        for name in names:
            places[name].append(start)
    return places


@cache
def _index() -> Lookup[tuple[str, ...]]:
    """The words of all signs, each with what it is a sign of."""
    words: dict[str, tuple[str, ...]] = {}
    for name, table in SIGNS.items():
        for word in table.split():
            words[word] = (*words.get(word, ()), name)
    return Lookup(words)
