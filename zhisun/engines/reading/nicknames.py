"""Names that are no full names (网名、绰号): “浅笑安然”, 飞哥, 客服小刘, who speaks in a chat."""

import re
from collections import Counter
from collections.abc import Iterator

from zhisun.engines.identity.names import GIVEN, common_surnames
from zhisun.engines.reading.elements import Found, Page
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.words import pairs

_HAN = r"[\u4e00-\u9fff]"
_NAMED = r"网名|昵称|微信名|微信好友|好友|化名|外号|绰号|人称|真名"
_PEOPLE = (
    r"认识|结识|网友|客服|专员|接待员?|导师|老师|讲师|助理|助教|主播|买家|卖家|群友|群主"
    r"|女友|男友|女朋友|男朋友"
    r"|管理员|同伙|队友|中介|运营|女网友|男网友"
)
_QUOTE = r"[“‘\"'「]"
_NICK = r"[\u4e00-\u9fffA-Za-z0-9_·~]"
_BEGINS = "".join(
    sorted({word[0] for word in f"{_NAMED}|{_PEOPLE}".split("|")} | set("自叫名男女老头经领"))
)
_QUOTED = re.compile(
    rf"(?=[{_BEGINS}])(?:(?P<cue>{_NAMED})|(?P<people>{_PEOPLE})|(?P<called>自称|叫做?|名为|男子|女子"
    rf"|老板|头目|经理|领导))"
    rf"(?P<link>(?:[是为叫做:]|名叫|一个){{0,2}}){_QUOTE}(?P<name>{_NICK}{{2,10}}?)[”’\"'」]"
)
_ANY_QUOTE = re.compile(_QUOTE)
_SAID = re.compile(
    rf"(?:网名|昵称|微信名|外号|绰号|人称|花名)(?:[叫是为]"
    rf"|叫做){{0,2}}(?P<name>{_NICK}{{2,8}}?)(?=[，。,、；;:\n）)]|的|$)"
)
_TO_QUOTED = re.compile(
    rf"(?:给|向|被|跟|和|与|找|联系|听从|受|经|由|上家|下家|上线|下线|昵称|叫|名|称|人"
    rf"|哥们){_QUOTE}(?P<name>{_NICK}{{2,6}}?)[”’\"'」]"
    r"(?=[(（](?:另案|在逃|身份|化名|真实|男|女)|(?:的?(?:指使|指挥|安排|要求|男子|女子|男人"
    r"|女人|网友|陌生人|人|介绍|诱导))"
    r"|(?:联系|见面|聊|提供|帮|让|称|说|发|见|指使|安排|取得联系|结识|相识|认识))"
)
"""出售给“胖子”（另案处理）, 和“梦醒时分”聊."""
_FRAMED = re.compile(
    rf"叫做?(?P<name>{_NICK}{{2,6}}?)的(?=(?:[年中]?[轻老]?[男女]|人(?![工民])|网友|姑娘|小伙"
    rf"|小姑娘|好友|微信好友|客服|老师"
    r"|导师|朋友|主播|卖家|买家|同学|老乡|老板|医生|专家|家伙|[，。,]))"
)
"""一个叫夜色撩人的网友."""
_NOT_NICK_AFTER = re.compile(
    r"的?(?:[\u4e00-\u9fff]{0,4}(?:APP|app|App|软件|平台|网站|公众号|公司|群|项目|小程序"
    r"|链接|会议|客户端|店|账号|账户|直播间|频道|电话|短信|业务))",
)
_NOT_NICK = re.compile(
    r".*(?:客服|公司|平台|中心|银行|警官|警察|民警|公安|法官|人员|老师|导师|经理|部门"
    r"|官方|专家|领导|集团|支付|贷款?|投资|理财|刷单|任务|"
    r"商城|网|APP|软件|项目|部队|政府|学校|办|局|院|业务|服务|机构|分析师|专员|师傅|快递"
    r"|外卖|国际|优选|基金|证券|人|者|员|家|师|商|女|男"
    r"|群|费|金|款|户|币|单|卡|股|钱|线|队|号|部|长|总监|美女|帅哥|高手|大神|先生|女士"
    r"|女儿|儿子|妈妈?|爸爸?|爷爷|奶奶|老公|老婆|男友|女友|亲友|朋友|熟人|同学|亲戚|恋人|上司"
    r"|干部|大佬|军官|助理|店铺|店)$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(rf"(?:^|(?<=[。！？\n”\s]))[“]?(?P<name>{_NICK}{{1,8}}?)[”]?:(?!//)")
_OTHERS = (
    "我 你 他 她 问 答 对方 客服 骗子 妈 爸 妈妈 爸爸 老公 老婆 受害人 嫌疑人 民警 警察 "
    "女儿 儿子 事主 报警人 网址 链接 电话 微信 账号 卡号 户名 备注 时间 地点 地址 金额"
    " 提示 案例 一 二 三 老师 导师 助理 系统 群主 经理 甲 乙 男 女 接线员 接警员 群众 市民 "
    "记者 左 右 坐席 用户 来电 去电 主播 买家 卖家 法官 检察官 主持人 律师 专家 警方 编者 编辑 "
    "网友 读者 被告人 原告 被告 证人 辩护人 公诉人 审判长 招式 口诀 真相 套路 横批 手法 步骤 "
    "特点 结果 原因 建议 点评 案情 提醒 旁白"
)
_NOT_SPEAKER = frozenset(_OTHERS.split())
_OFFICES = ("客服", "平台", "中心", "银行", "公司", "系统", "群", "官方", "软件", "项目", "网站")
_TALK = frozenset("我你您是的请了吗这")
_SHORT, _TWICE = 3, 2
_KIN_NAME = re.compile(
    rf"(?:儿子|女儿|闺女|孙子|孙女|妹妹|弟弟|我儿|我女|外甥女?|侄子|侄女|儿媳妇?|媳妇|女婿|姑娘"
    rf"|小孩|孩子"
    rf"|外孙女?|老婆|老公|对象|闺蜜|室友|舍友)(?:叫)?(?P<name>[{''.join(sorted(GIVEN))}]{{2}})"
    r"(?=$|[^\u4e00-\u9fff]|[在说的今才从被是上用把想要])"
)


def nicknames(page: Page) -> Iterator[Found]:
    """Quoted names beside a word for a person, names after 网名, small names after a role."""
    text = page.text
    for match in _QUOTED.finditer(text) if _ANY_QUOTE.search(text) else ():
        if _is_nick(text, match):
            yield _person(match, 0.84)
    yield from _in_frames(text)
    for match in _SAID.finditer(text):
        if not _NOT_NICK.fullmatch(match["name"]):
            yield _person(match, 0.84)
    yield from _speakers(text)
    yield from _of_kin(text)


def _in_frames(text: str) -> Iterator[Found]:
    """一个叫夜色撩人的网友, 卖给“胖子”（另案处理）."""
    for match in _FRAMED.finditer(text):
        if not match["name"].endswith(_OFFICES) and match["name"][:2] not in NOT_NAMES:
            yield _person(match, 0.76)
    for match in _TO_QUOTED.finditer(text):
        if not _NOT_NICK.fullmatch(match["name"]) and match["name"][:2] not in NOT_NAMES:
            yield _person(match, 0.76)


def _of_kin(text: str) -> Iterator[Found]:
    """我儿子子轩: a given name alone."""
    for match in _KIN_NAME.finditer(text):
        if match["name"] not in pairs() and match["name"] not in NOT_NAMES:
            yield _person(match, 0.72)


def _person(match: re.Match[str], confidence: float) -> Found:
    return Found("person", *match.span("name"), match["name"], confidence)


def _is_nick(text: str, match: re.Match[str]) -> bool:
    """昵称“佳慧”; beside other words for people only what is no word: not 女子“网恋”."""
    name = match["name"]
    if _NOT_NICK_AFTER.match(text, match.end()) or _NOT_NICK.fullmatch(name) or name.isdecimal():
        return False
    little = len(name) <= _SHORT and name[0] in "小阿老"
    if match["cue"] or (match["people"] and (match["link"] or little)):
        return True
    if match["people"]:
        return name not in pairs()
    return len(name) <= _SHORT and _called(name, little=little)


def _called(name: str, *, little: bool) -> bool:
    family = name[0] in common_surnames() and name[:2] not in NOT_NAMES
    return (family and name[1:] not in pairs()) or (little and name[:2] not in pairs())


def _speakers(text: str) -> Iterator[Found]:
    """Who speaks in a chat: the words before a colon, twice, or beside a line of 我."""
    if "我:" not in text and text.count(":") < _TWICE:
        return
    said = [m for m in _SPEAKER.finditer(text) if m["name"] not in _NOT_SPEAKER]
    names = Counter(match["name"] for match in said)
    chat = "我:" in text
    if not chat and max(names.values(), default=0) < _TWICE:
        return
    for match in said:
        name = match["name"]
        told = names[name] > 1 and not name.endswith(_OFFICES) and not _TALK & set(name)
        heading = not chat and _is_heading(name)
        if name.isascii() or heading or not (told or _may_speak(name)):
            continue
        if names[name] > 1 or name[:2] not in pairs():
            yield _person(match, 0.7)


def _is_heading(name: str) -> bool:
    """选择：, 甲页：, 时长：are words a line is headed with, however often."""
    word = len(name) == _TWICE and name in pairs() and name[0] not in "小阿老"
    return word or name[0] in "甲乙丙丁第"


def _may_speak(name: str) -> bool:
    return name[:2] not in NOT_NAMES and _NOT_NICK.fullmatch(name) is None
