"""Small names (小名、称呼): 小梁, 阿Ken, 飞哥, 晓芸姐, 强子, 可可, 老冯头.

As with full names, each side gives points and so does the making; a word that begins in the name
or reaches into it takes the name away. The points are ours.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.names import GIVEN, common_surnames
from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.everyday_words import NOT_NAMES
from zhisun.engines.reading.full_names import NEVER_FAMILY, called, told_again
from zhisun.engines.reading.words import pairs, wordiness

_HAN = r"[\u4e00-\u9fff]"
_FAMILY = common_surnames(300) - NEVER_FAMILY
_KIN = "哥姐爷叔婶嫂姨妹总"
_CANDIDATE = re.compile(
    rf"(?P<small>[小老阿大](?P<of>{_HAN})(?P<head>头|儿(?![子女童])|[嫂婆伯叔哥姐姨]){{0,1}})"
    rf"|(?P<latin>[阿小老][A-Z](?:[a-z]{{1,8}}|(?![A-Za-z0-9])))"
    rf"|(?P<kin>(?P<given>{_HAN}{{1,2}})[{_KIN}])"
    rf"|(?P<foreign>(?<![A-Za-z])[A-Z][a-z]{{2,9}}(?![A-Za-z0-9]))"
    rf"|(?P<child>(?P<one>{_HAN})[子娃])|(?P<twin>(?P<half>{_HAN})(?P=half)[哥姐]?)"
)
_BEGINS = re.compile(
    rf"(?=[小老阿大]|(?<![A-Za-z])[A-Z][a-z]{{2}}|{_HAN}{{1,2}}[{_KIN}子娃]|({_HAN})\1)"
)
_ANY = re.compile(rf"[A-Z][a-z]|[小老阿大{_KIN}子娃]|({_HAN})\1")
_LOOSE_LEFT = frozenset(
    "的是叫给和与向被让找跟对由同及有将把从往使令即以因民当而骗给、到了见员师主生友手商贩工户"
)
_TO_PEOPLE = frozenset("跟和叫找给让被与向对由个喂")
_RIGHT = re.compile(
    r"$|[^\u4e00-\u9fff]|称|说|报警|报案|的|那里|那儿|那边|这里|在|接|被|于|到|联系|转|打|告|让"
    r"|要|通过|名下"
    r"|账户|账号|户|先生|女士|微信|支付宝|卡|身份证|电话|手机|及|和|与|等|是|来|去|收|付|将|把"
    r"|向|自称|表示"
    r"|发|添加|加|下载|登录|点|认识|因|用|使用|又|再|先|共|今|昨|于是|随|遂|立|当|以|从|遭|你|借"
    r"|给|有|还|就"
    r"|也|都|没|不|会|能|需|很|想|觉|看|拿|交|充|投|买|卖|做|开|谎|冒|假|涉|犯|退|供|一|两|三|四"
    r"|五|卷|拉|推"
    r"|带|教|喊|问|答|叫|催|帮|跑|出|上|拉黑|介绍|讲|学|骂|哄|坚持|卷|建议|根据|按|信|意识|刷|提|同"
    r"|急|怕|住|结|误|陷|犹豫|答应|跟|啊|呀|那|宝贝|赶|快|抓|马上|微信"
)
_NOT_RIGHT = re.compile("[店区书]")
_NO_KIN = frozenset(
    "大二三四五六七八九十表堂小老师帅亲哥姐爷叔婶嫂姨妹这那么个孩儿妻房车包鸽票骗女男日样份面里外前后家弟孙电对"
    "上下两分点例案空学美她他我你们的了一不和是在给公少爸妈舅姑太老共汇任先领各其同汇资首全与到给跟找叫让被由向对"
    "要就都说请让问喊称看去把从又再也还打转认加因为"
)
_NO_CHILD = frozenset(
    "儿孩妻房车包鸽票骗女男日样份面里电对两分点例案亲孙弟王太公母父君才原量分粒因种句圈摊班底路"
    "脑肚身鼻嗓胡帽鞋裤袜裙被褥毯桌椅柜箱盒袋瓶罐筷勺刀叉院屋棚帘梯锤钉绳链珠镜扇影架筐篮笼"
    "猴狮豹兔蚊虫杏李桃橘柚茄椰饺包粽丸果饼叶枝根疯傻瞎聋哑瘸胖瘦矮秃麻痞赌油面本册折单片条格方"
    "段号钻铜银金一的了这那么个什位呆例弹嘴傻把性妹婶嫂娘爷爸虎拍"
)
_FLEET = frozenset("柱强虎飞军峰辉涛龙斌波勇刚伟亮超磊杰黑猴胖瘦麻疤明健豪彪锋凯鹏林海")
_PROGRAMS = frozenset(
    ["App", "Zoom", "Line", "LINE", "Skype", "Teams", "Potato", "Signal", "Telegram", "Vip", "Bit"]
)
_NO_TWIN = frozenset(
    "爸妈爷奶哥姐弟妹叔舅姑姨婆公太宝常刚天年月日人个家处事件种样条句声步层次多少大小慢快好早晚高低轻重"
    "深浅远近长短满白红绿黑黄渐往偏恰仅纷源滔看想说听问试等谢谢聊走玩坐念数算查点笑哈嘻呵嘿呜嗯"
    "啊哦哎喂对行是不了的我你他一二三四五六七八九十万千百块元角分毛回时刻频连单双正反实空稍略微悄"
    "偷默静仍久熊娃两某某转付花加发打收支买卖只各统全都再又也"
)
_CALLED, _ENOUGH = 2, 2.5
_MOST_WORDS = 100
_ONLY_FAMILY = frozenset(family for family in _FAMILY if wordiness(family) <= _MOST_WORDS) - set(
    "康曲包米路白金费计麦毛车节平方江石文时花水牛马云龙成古山党钟贺常雷温苗鲁宫单项年广家乡客字城店票商生学"
)


def small_names(text: str) -> Iterator[Found]:
    """Names that are no full names, each as long as it can be."""
    if _ANY.search(text) is None:
        return
    at = 0
    while (begin := _BEGINS.search(text, at)) is not None:
        at = begin.start() + 1
        match = _CANDIDATE.match(text, begin.start())
        if match is not None and _points(text, match) >= _ENOUGH:
            yield Found("person", *match.span(), match[0], 0.82 if match["twin"] else 0.72)
            at = match.end()


def _points(text: str, match: re.Match[str]) -> float:  # noqa: PLR0911 one for each kind
    start, end = match.span()
    known = pairs()
    made = _made(match)
    if not made or match[0] in NOT_NAMES or match[0][:2] in NOT_NAMES:
        return 0
    left = _left(text, start)
    if match[0][:2] in known and left != _CALLED and not _known_person(text, match):
        return 0
    right = _right(text, end)
    if left is None or right is None:
        return 0
    if match[0][0] == "大" and left < _CALLED and text[start - 1 : start] not in _TO_PEOPLE:
        return 0
    if (match["foreign"] and left < _CALLED) or _weak_twin(match, left, right):
        return 0
    return made + left + right + told_again(text, start, end)


def _known_person(text: str, match: re.Match[str]) -> bool:
    """小宋 and 文哥 stand in the dictionary too; 洋洋 after 让 is somebody."""
    if match["twin"]:
        return match.start() > 0 and text[match.start() - 1] in _TO_PEOPLE
    if text[match.end() : match.end() + 1] == "(":
        return True
    return match["of"] in _ONLY_FAMILY or (match["kin"] is not None and match["given"] in _FAMILY)


def _weak_twin(match: re.Match[str], left: float, right: float) -> bool:
    """可可 stands between marks or after a cue; what is no given name's needs the cue."""
    if not match["twin"]:
        return False
    return min(left, right) < 1 or (match["half"] not in GIVEN and left < _CALLED)


def _made(match: re.Match[str]) -> float:  # noqa: PLR0911 one for each kind
    """Points of the making, 0 when it cannot be a name."""
    if match["latin"] or match["foreign"]:
        return 1.5 if match[0] not in _PROGRAMS else 0
    if char := match["of"]:
        family = char in _FAMILY
        if match[0][0] == "大" and not family:
            return 0.5 if char in GIVEN else 0
        return (1 if family else 0.75 if char in GIVEN else 0) + (0.5 if match["head"] else 0)
    if given := match["given"]:
        if any(char in _NO_KIN or char not in GIVEN for char in given):
            return 0
        return 0.75 if len(given) == 1 and given not in _FAMILY else 1
    if char := match["one"]:
        return 0.75 if char in _FLEET else 0
    return 0.5 if match["half"] not in _NO_TWIN else 0


def _left(text: str, at: int) -> float | None:  # noqa: PLR0911 one for each kind
    if called(text, at):
        return _CALLED
    if at == 0 or not "\u4e00" <= text[at - 1] <= "\u9fff":
        return 1
    if text[at - 1 : at + 1] in pairs() and text[max(0, at - 2) : at] not in pairs():
        return None
    if text[at - 1] in _TO_PEOPLE:
        return 1
    if text[at - 1] in _LOOSE_LEFT or text[max(0, at - 2) : at] in pairs():
        return 0.5
    return -1


def _right(text: str, end: int) -> float | None:  # noqa: PLR0911 one for each kind
    if end == len(text) or not "\u4e00" <= text[end] <= "\u9fff":
        return 1
    if _NOT_RIGHT.match(text, end):
        return None
    if _RIGHT.match(text, end):
        return 1 if text[end - 1 : end + 1] not in pairs() else 0.5
    if text[end - 1 : end + 1] in pairs():
        return None
    return 0.5 if text[end : end + 2] in pairs() else 0
