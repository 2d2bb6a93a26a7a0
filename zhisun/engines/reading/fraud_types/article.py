"""What tells an article about one case from one about swindles, other crimes, figures or opinions.

Read of texts long enough to be articles only. Counts are of signs in a thousand characters, cut at
what is plenty, so that each is a share from 0 to 1.
"""

import re
from dataclasses import dataclass

from zhisun.engines.reading.fraud_types.stories import Stories, stories

HEADLINE = 45
_LEAST = 300  # characters: density in a shorter text is no better known
_EARLY = 150
_SIGNS = {
    "online": (
        re.compile(r"朋友圈|微信|qq|app|网上|平台|短视频|网站|客服|闲鱼|转转|咸鱼|直播"),
        8,
    ),
    "offline": (
        re.compile(
            r"传销|下线|集资|合同诈骗|亲友|亲戚|借[了给走钱]|借款|借条|欠条|工友|同事|熟人|合伙|门店|线下"
            r"|养老|老人|房产|业主|楼盘|当面|非法拘禁|套路贷|赌资|输光|挥霍|偿还|还债|追讨"
        ),
        6,
    ),
    "in_general": (
        re.compile(
            r"往往|通常|一般|常见|此类|这[类种些]|一旦|等[手方][段式]|等名义|等理由|便会|会[以让]|会要求|先是|再以"
            r"|然后再|利用.{0,12}心理|[获骗]取.{0,6}信任"
        ),
        6,
    ),
    "reported": (
        re.compile(r"报[警案]|接报|意识到.{0,8}骗|发[现觉].{0,6}被骗|察觉.{0,5}骗"),
        4,
    ),
    "figures": (
        re.compile(
            r"[同环]比|占[比总全]|警情0起|0起|共[发接]|下降0|上升0|案发|统计|数据显示|发布|类型"
        ),
        3,
    ),
    "opinions": (
        re.compile(
            r"专家|律师|业内|教授|负责人|监管|平台方|行业|采访|记者调查|记者了解|报告|认为|表示"
        ),
        3,
    ),
}
_NUMBERED = re.compile(r"案[例情件]([一二三四五六七八0])")
_TOLD = re.compile(
    r"[女男]子|被骗|小伙|老人|市民|大学生|居民|骗走|损失|中招|报[警案]|女孩|姑娘|女士|先生|宝妈|一[女男]|大妈"
    r"|阿姨|骗了"
)
_CAUGHT = re.compile(
    r"团伙|集团|落网|公诉|起诉|捣毁|打掉|特大|跨境|宣判|大案|一窝端|缅北|全链条|抓获|系列|告破|破获|刑拘|被抓"
)
_ANOTHER_MATTER = re.compile(
    r"传销|洗钱|跑分|帮信|集资|养老|合伙|戏法|多名|上百|合同诈骗|亲友|工友|同事|律师|假药|赌博.{0,9}[判刑]"
    r"|网络赌博[罪案]|出老千|操作失误|骗贷|沉迷|涉案.{0,3}亿|亿元|旧币|房"
)
_WARNS = re.compile(r"警惕|提醒|小心|注意|谨防|当心|防骗|反诈|别信|千万")
_PRICE = re.compile(r"0[余多]?万|0元")


@dataclass(frozen=True, slots=True)
class Article:
    """How a long text is told; shares are 0 to 1.

    early: one story begins where the article does. share, mentions: how much of the article its
    longest story takes, how often its person is named (plenty is 1). others: another story about
    as long. numbered: cases with numbers. The rest: signs in the text, and what the headline says.
    """

    early: bool
    share: float
    mentions: float
    others: bool
    numbered: bool
    online: float
    offline: float
    in_general: float
    reported: float
    figures: float
    opinions: float
    told: bool
    price: bool
    caught: bool
    another_matter: bool
    warns: bool


def article(text: str) -> Article:
    """How the squeezed `text` is told. Linear: every pattern is bounded."""
    headline, length = text[:HEADLINE], max(len(text), _LEAST)
    signs = {
        name: min(1.0, len(pattern.findall(text)) * 1000 / length / plenty)
        for name, (pattern, plenty) in _SIGNS.items()
    }
    found = stories(text)
    numbers = _NUMBERED.findall(text)
    return Article(
        early=found.length > 0 and found.start < _EARLY,
        share=min(1.0, found.length / length / 0.6),
        mentions=_plenty(found),
        others=found.others > 0,
        numbered=len(set(numbers)) > 1 or numbers.count("0") > 1,
        told=_TOLD.search(headline) is not None,
        price=_PRICE.search(headline) is not None,
        caught=_CAUGHT.search(headline) is not None,
        another_matter=_ANOTHER_MATTER.search(headline) is not None,
        warns=_WARNS.search(headline) is not None,
        **signs,
    )


def _plenty(found: Stories) -> float:
    """Six mentions are enough."""
    return min(1.0, found.mentions / 6)
