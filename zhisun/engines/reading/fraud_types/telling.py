"""How a text is told: about one named person and money, or about swindles in general."""

import re
from collections import Counter
from dataclasses import dataclass

_PERSON = re.compile(
    r"[\u4e00-\u9fff](?:女士|先生|某某|某(?![些个种平台银行网公司知名购物])|小姐|大爷|阿姨|同学|大妈|老伯)"
)
_MONEY = re.compile(
    r"(?:被骗|损失|转账|转了|转走|汇款|汇了|投入|支付|转出|转入|打款|充值|缴纳|交了)"
    r"[^，。；]{0,14}?0[余多]?[万元块w]"
)
_ENUMERATION = re.compile(
    r"第[一二三四五六七]步|(?:套路|手法|骗术|类型|方式|骗局|招数|特征)[一二三四五0]"
)
_TOLD_HEADLINE = re.compile(r"女子|男子|被骗|小伙|老人|市民|大学生|居民|骗走|损失|中招|报警|报案")
_GENERAL_HEADLINE = re.compile(
    r"套路|揭秘|盘点|如何|[几0]种|有哪些|合集|什么是|大全|你知道|手段|解读|秘籍|诈骗短信|全过程|防范"
)
_CHANNEL = re.compile(
    r"微信|qq|app|网上|平台|短信|电话|链接|客服|网友|下载|软件|扫码|二维码|陌生|网址|网站|转账|直播|抖音|群里|进群|好友"
)
_IN_GENERAL = re.compile(
    r"被害人|受害人|受害者|事主|骗子|诈骗分子|诈骗份子|犯罪分子|不法分子|投资者|消费者"
)
_TYPE_NAME = re.compile(
    r"刷单返利|投资理财|网络贷款|虚假贷款|冒充(?:电商)?(?:物流)?客服|公检法|虚假征信|虚假购物|冒充领导|冒充熟人|游戏产品|婚恋交友"
    r"|杀猪盘|裸聊|退改签|校园贷|刷单(?:类|诈骗)|贷款(?:类|诈骗)|etc|中奖|网购诈骗|代办信用卡|领导、?熟人"
)
_OTHER_HEADLINE = re.compile(
    r"传销|洗钱|跑分|帮信|集资|合同诈骗|表兄|亲友|工友|同事|律师|假药|医托|赌博.{0,9}[判刑]|网络赌博[罪案]|出老千|操作失误|骗贷|检察机关提醒|获刑"
)
HEADLINE = 45


@dataclass(frozen=True, slots=True)
class Telling:
    """Counts of what tells one story from talk of many.

    person: mentions of the person named most; money: sums paid; steps: numbered steps; channels,
    type_names: different ones; general_words: swindlers and victims in general. told, general,
    other: whether the headline tells of somebody, of a kind of swindle, or of another crime.
    """

    person: int
    money: int
    steps: int
    channels: int
    general_words: int
    type_names: int
    told: bool
    general: bool
    other: bool


def telling(text: str) -> Telling:
    """How the squeezed `text` is told. Linear: every pattern is bounded."""
    persons = Counter(_PERSON.findall(text))
    headline = text[:HEADLINE]
    return Telling(
        person=max(persons.values(), default=0),
        money=len(_MONEY.findall(text)),
        steps=len(_ENUMERATION.findall(text)),
        channels=len(set(_CHANNEL.findall(text))),
        general_words=len(_IN_GENERAL.findall(text)),
        type_names=len(set(_TYPE_NAME.findall(text))),
        told=_TOLD_HEADLINE.search(headline) is not None,
        general=_GENERAL_HEADLINE.search(headline) is not None,
        other=_OTHER_HEADLINE.search(headline) is not None,
    )
