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
_QUOTED = re.compile(
    rf"(?:(?P<cue>{_NAMED})|(?P<people>{_PEOPLE})|(?P<called>自称|叫做?|名为|男子|女子"
    rf"|老板|头目|经理|领导))"
    rf"(?P<link>(?:[是为叫做:]|名叫|一个){{0,2}}){_QUOTE}(?P<name>{_NICK}{{2,10}}?)[”’\"'」]"
)
_ANY_QUOTE = re.compile(_QUOTE)
_SAID = re.compile(
    rf"(?:网名|昵称|微信名|外号|绰号|人称|花名)(?:[叫是为]"
    rf"|叫做){{0,2}}(?P<name>{_NICK}{{2,8}}?)(?=[，。,、；;:\n）)]|的|$)"
)
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
    r"|亲友|朋友|熟人|同学|亲戚|恋人|上司|干部|大佬|军官|助理|店铺|店)$",
    re.IGNORECASE,
)
_ROLES = (
    r"(?P<role>客服|专员|经理|导师|老师|助理|助教|主播|运营|群主|中介|接待员?|管理员|店长"
    r"|讲师|房东|邻居|同事|同学|朋友|老乡|网友|女友|男友|队友"
    r"|闺蜜|舍友|室友|司机|上线|卡商|车手|马仔|销售|顾问|大堂经理|教练|业务员|店员|对象"
    r"|财务|会计)|叫|有个|一个|跟|和|找|是|给|让|由|被|的|与"
)
_FIRST_OF_ROLES = (
    "客专经导老助主运群中接管店讲房邻同朋网女男队闺舍室司上卡车马销顾大教业对财会"
    "叫有一跟和找是给让由被的与"
)
_SMALL = re.compile(
    rf"(?=[{_FIRST_OF_ROLES}])(?:{_ROLES})(?P<name>[小阿老大](?P<last>{_HAN})"
    rf"|(?P<given>{_HAN})(?P<kin>[哥姐爷叔婶嫂姨妹]|子(?![女弟孙公]))"
    rf"|(?P<twin>{_HAN})(?P=twin))"
    rf"(?=$|[^\u4e00-\u9fff]|[说是在让把给跟和的叫也就又还不没发拉推带让卷一让称将因为用与])"
)
_NO_KIN = frozenset(
    "大二三四五六七八九表堂小老师帅亲哥姐爷叔婶嫂姨妹这那么个孩儿妻房车包鸽票骗女男日样份面"
    "里外前后家弟孙电样对上下两嫂分点例案"
)
_SPEAKER = re.compile(rf"(?:^|(?<=[。！？\n”\s]))[“]?(?P<name>{_NICK}{{1,8}}?)[”]?:(?!//)")
_OTHERS = (
    "我 你 他 她 问 答 对方 客服 骗子 妈 爸 妈妈 爸爸 老公 老婆 受害人 嫌疑人 民警 警察 "
    "女儿 儿子 事主 报警人 网址 链接 电话 微信 账号 卡号 户名 备注 时间 地点 地址 金额"
    " 提示 案例 一 二 三 老师 导师 助理 系统 群主 经理 甲 乙 男 女 接线员 接警员 群众 市民 "
    "记者 左 右 坐席 用户 来电 去电 主播 买家 卖家"
)
_NOT_SPEAKER = frozenset(_OTHERS.split())
_SHORT = 3
_KIN_NAME = re.compile(
    rf"(?:儿子|女儿|闺女|孙子|孙女|妹妹|弟弟|我儿|我女|外甥|侄子"
    rf"|侄女)(?:叫)?(?P<name>[{''.join(sorted(GIVEN))}]{{2}})"
    r"(?=$|[^\u4e00-\u9fff]|[在说的今才从被是上用把想要])"
)


def nicknames(page: Page) -> Iterator[Found]:
    """Quoted names beside a word for a person, names after 网名, small names after a role."""
    text = page.text
    for match in _QUOTED.finditer(text) if _ANY_QUOTE.search(text) else ():
        if _is_nick(text, match):
            yield _person(match, 0.84)
    for match in _SAID.finditer(text):
        if not _NOT_NICK.fullmatch(match["name"]):
            yield _person(match, 0.84)
    for match in _SMALL.finditer(text):
        if _is_small(text, match):
            yield _person(match, 0.72)
    yield from _speakers(text)
    yield from _of_kin(text)


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


def _is_small(text: str, match: re.Match[str]) -> bool:
    """客服小刘, 跟飞哥, 叫强子; not 一个小区, 的老板, 有个大学."""
    name, at = match["name"], match.start("name")
    said = text[at - 1] == "叫" or match["role"]
    if name in NOT_NAMES or (not said and text[at : at + 2] in pairs()):
        return False
    if match["twin"]:
        return match["twin"] in GIVEN and text[at - 2 : at] in ("客服", "女友", "叫做", "的叫")
    if match["given"]:
        return match["given"] not in _NO_KIN and match["given"] in GIVEN
    known = match["last"] in GIVEN or match["last"] in common_surnames()
    return known and (name[0] != "大" or text[at - 1] in "跟和叫找")


def _speakers(text: str) -> Iterator[Found]:
    """Who speaks in a chat: the words before a colon, twice, or beside a line of 我."""
    if "我:" not in text:
        return
    said = [m for m in _SPEAKER.finditer(text) if m["name"] not in _NOT_SPEAKER]
    names = Counter(match["name"] for match in said)
    for match in said:
        name = match["name"]
        if name.isascii() or _NOT_NICK.fullmatch(name) or name[:2] in NOT_NAMES:
            continue
        if names[name] > 1 or name[:2] not in pairs():
            yield _person(match, 0.7)
