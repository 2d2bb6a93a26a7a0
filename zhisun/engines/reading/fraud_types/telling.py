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
_LURED = re.compile(
    r"(?:让|叫|要|令|诱导|引导|诱其|要求|骗)(?:我|他|她|其|事主|受害人|爸|妈|老伴)|为由|自称|冒充|对方|他们说|说我|说是|称其|推荐|指示"
)
_PAID = re.compile(
    r"(?:转|打|交|垫|付|充|汇|刷|扣|贷|花|投|存|收|取|押|赔|骗|入金|损失|少|卡里)(?:了|走|给|入|出|过|进|去|账|款|共|计|我|他|定金|押金|完)*"
    r"[^，。；、]{0,8}?[0一二两三四五六七八九十百千几]{1,5}[余多来]?[万千百块元wk]"
)
GONE = re.compile(
    r"拉黑|屏蔽|联系不上|打不开|打不通|没人[理了接]|不理我|失联|不[给让]提|提不[了出]|取不[了出]|拒绝出金|没了|被[转刷扣盗]走|少了"
    r"|找不[着到]|影[子都]|不返|未返|没返|不接电话|没这[回件]?事|是假的|没加过|没变化|没下文|没见过人|玻璃|模型机|再联系|冒充的|系冒充|被骗|扣款|不放款|未发货|不发货|没发货|再[打交转充垫]"
)
_ENUMERATION = re.compile(
    r"第[一二三四五六七]步|(?:套路|手法|骗术|类型|方式|骗局|招数|特征)[一二三四五0]"
)
_TOLD_HEADLINE = re.compile(r"女子|男子|被骗|小伙|老人|市民|大学生|居民|骗走|损失|中招|报警|报案")
_GENERAL_HEADLINE = re.compile(
    r"套路|揭秘|盘点|如何|[几0]种|有哪些|合集|什么是|大全|你知道|手段|解读|秘籍|诈骗短信|全过程|防范|这类|千万别|典型案例|伎俩|产业链|亲述|内幕|预警|到底什么|公布案例|解析|乱象|戏精"
    r"|一文|怎么防|别点|千万不要|平均损失|骗局叫|避坑|防骗"
    r"|频发|频现|持续高发|每个人|每周发生|紧急提醒|为何|调查[：|]|背后藏|新套路"
)
_OTHER_HEADLINE = re.compile(
    r"传销|洗钱|跑分|帮信|集资|养老|合伙人|障眼法|戏法|代理被骗|多名|上百|合同诈骗|表兄|亲友|工友|同事|律师|假药|医托|赌博.{0,9}[判刑]|网络赌博[罪案]|出老千|操作失误|骗贷|检察机关提醒|获刑"
)
_WIRE = re.compile(
    r"微信|微[:号0]|vx|qq|扣扣|企鹅|网|app|软件|链接|平台|群|客服|电话|短信|邮[件箱]|直播|视频|抖音|快手|扫码"
    r"|二维码|验证码|账[号户]|会议|u|来电|好友|闲鱼|转转|京东|淘宝|支付宝|telegram|登[录陆]|下载|手机|号码|页面"
    r"|冒充|裸聊|游戏|征信|刷单|朋友圈|语音|打来|发来|共享|公众号|小程序|卡号|快递|花呗|白条|发消息|头像|聊|自称"
    r"|部队|消防"
)
_FACE_TO_FACE = re.compile(
    r"当面|当场|当街|路边|街头|路口|集市|上门|店里|门店|门口|家中|家里|工地|同村|老乡|同事|邻居|工友|亲戚|熟人"
    r"|认识多年|借条|欠条|合同|盗|被偷|偷走|打架|殴打|纠纷|调解|拖欠|现金|房东|租客|装修|彩礼|走失|捡到|错转|转错"
    r"|误转|存折|质量问题|消协|酒后|赌|传销|帮信|洗钱|跑分|出借|出租"
)
_LOSER = re.compile(
    r"(?<!判处)(?<!退赔)(?<!告人)(?<!疑人)([\u4e00-\u9fff](?:女士|先生|某|阿姨|大爷|大妈|同学))(?![^。;]{0,30}?(?:抓获|刑拘|判处|供述))"
    r"[^。;]{0,30}?0[余多]?[万元]"
)
_NUMBERED = re.compile(
    r"(?:案[例情件]\(?|教训(?<!一个教训)|故事(?<!一个故事)|事件(?<!一个事件)|实例(?<!一个实例)|镜头(?<!一个镜头)"
    r"|现场(?<!一个现场)|剧情(?<!一个剧情)|场景(?<!一个场景)|经历(?<!一个经历)|遭遇(?<!一个遭遇)|骗局(?<!一个骗局)"
    r"|受害人(?<!一个受害人)(?=.[,，。:：、])|受害者(?<!一个受害者)(?=.[,，。:：、]))"
    r"([一二三四五六七八0])(?![余多]?[起件宗名人个位万元天年月日时分些种样直致度再共向般边方旦同切律番])"
)
HEADLINE = 45


@dataclass(frozen=True, slots=True)
class Telling:
    """Counts of what tells one story from talk of many.

    person: mentions of the person named most; money: sums paid; steps: numbered steps. told,
    general, other: whether the headline tells of somebody, of a kind of swindle, or of another
    crime. lured, paid, gone: whether somebody was made to act, a sum went, and what was promised
    did not come. numbered: whether cases stand one by one with numbers. losers: names with a sum
    each. face_to_face: dealings in person and no sign of a wire.
    """

    person: int
    money: int
    steps: int
    told: bool
    general: bool
    other: bool
    lured: bool
    paid: bool
    gone: bool
    numbered: bool
    losers: int
    face_to_face: bool


def telling(text: str) -> Telling:
    """How the squeezed `text` is told. Linear: every pattern is bounded."""
    persons = Counter(_PERSON.findall(text))
    headline = text[:HEADLINE]
    return Telling(
        person=max(persons.values(), default=0),
        money=len(_MONEY.findall(text)),
        steps=len(_ENUMERATION.findall(text)),
        told=_TOLD_HEADLINE.search(headline) is not None,
        general=_GENERAL_HEADLINE.search(headline) is not None,
        other=_OTHER_HEADLINE.search(headline) is not None,
        lured=_LURED.search(text) is not None,
        paid=_PAID.search(text) is not None,
        gone=GONE.search(text) is not None,
        numbered=numbered(text),
        losers=losers(text),
        face_to_face=_FACE_TO_FACE.search(text) is not None and _WIRE.search(text) is None,
    )


def losers(text: str) -> int:
    """Names that each stand before a sum within a sentence."""
    return len(set(_LOSER.findall(text)))


def numbered(text: str) -> bool:
    """Whether two cases or more are numbered; a numeral in digits reads as "0" each time."""
    numerals = _NUMBERED.findall(text)
    return len(set(numerals)) > 1 or numerals.count("0") > 1
