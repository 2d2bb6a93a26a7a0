"""Apps and platforms (软件、平台) the story says were installed or used.

What stands before and behind a name gives points (下载, 在 … 上抢单, 平台), so do quotes and the
making of the name: a coined one, a brand's ending. The points are ours.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.names import GIVEN, RARELY_GIVEN, common_surnames
from zhisun.engines.reading.app_words import (
    ENDS_BRANDED,
    FAMOUS,
    GENERIC,
    MARKET,
    WELL_KNOWN,
    common,
)
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.words import pairs

_KIND = (
    r"(?:手机)?(?:APP|软件|客户端|小程序|平台(?![币费])|交易所|应用(?![于到])"
    r"|(?<=[A-Za-z])会议(?![室上中])|商城(?=[抢购里上的])|网站|浏览器|理财通|游戏)"
)
_USES = (
    r"充|投(?!诉)|买|炒|注册|登录|登陆|下注|投注|共享|开(?:会|户|通)|交易|理财|抢单|刷单"
    r"|做(?:任务|单|了|的|点赞|三|几|兼职|代理)|接单|下单"
    r"|聊|视频|提现|提不|打不开|登不|进不|取不|借|贷|申请|联系|发(?:消息|红包)|刷|赚|卖|挖矿"
    r"|抽奖|签到|跟单"
    r"|操作|购买|入金|出金|输入|填|绑定|实名|办理|看到|看见|直播|代理|代付|垫付|还(?:能|有)"
    r"|里?有(?:个)?漏洞|返利|打赏|充了|消费|转"
)
_INSIDE = (
    rf"(?:里面?|上面?(?![海级班午门市网学课街车])|内(?!部))(?=$|[^\u4e00-\u9fff]|的|{_USES}"
    rf"|都|就|也|有|我|他|她|跟|和|加|把|开|下|被|没|了|显示|说|给|额|余|提|配|买|钱)"
)
_RIGHT = re.compile(
    rf"(?P<kind>\s?(?:的?(?:投资|理财|贷款|聊天|交友|炒股|购物|直播|刷单|兼职|办公|会议"
    rf"|社交)?{_KIND}|(?:这|那)(?:个|款)(?:{_KIND}|东西|里))"
    rf"|的[\u4e00-\u9fff]{{0,4}}(?:软件|APP|平台|小程序|网站|应用))"
    rf"|(?P<inside>{_INSIDE}|的?(?:客服|助理|后台|余额|账户里|截图|运营)|的(?:账号|额度|账户"
    rf"|老师|导师|讲师|主播|链接|会员))"
    rf"|(?P<use>{_USES})"
    r"|(?P<end>$|[^\u4e00-\u9fffA-Za-z0-9]|吧|了|后|以后|之后|并|然后|进行|跟|给|去|来|登|屏幕"
    r"|我|他|她|听|教|说|今天|还|能)",
    re.IGNORECASE,
)
_NEAR_KIND = r"(?:软件|APP|应用|平台|程序|网站|小程序|交易所|链接|商城|东西)"
_LEFT = re.compile(
    r"(?=[名下安卸装软Aa应平程网小交链商东一有那这款注登打点进玩使弹换转切推聊介投充存开在用通从到去往向个搞说是发听叫把，。,、；\n]|^)"
    r"(?:(?P<install>下载|安装|卸载|(?<![包重武假伪服着西组盛女男童古套竞改封])装(?:上|的是|了)?"
    r"|(?<![线以余当天乡楼底地手脚足月年])下(?=了?个|了|(?:蝙蝠|飞机|钉钉))"
    rf"|{_NEAR_KIND}(?:叫做?|名为|名叫|名称[是为]|名字?[是叫]|是|为|:)|(?:[一有那这]款)(?:叫做?"
    rf"|名为|名叫)?)"
    r"|(?P<enter>注册|登录|登陆|打开|点开|进入|(?<![好游])玩(?:的|过|了)?|弹出来?|换到|转到"
    r"|转战|改用|切到|推荐(?:我|他|她)?(?:用|玩|下)?|聊到"
    r"|介绍的|推荐的|(?:投|充|存|转)[到进]了?|投(?![资放诉入进到])|开(?=[^，。]{2,5}会议))"
    r"|(?P<use>在|使用|用|通过|从|到|去|进|往|向|那个|这个|个|搞|说|是|发现|听说"
    r"|(?<![网人])(?:(?<=[个款了])叫做?|名为|名叫)|把|切换到|[，。,、；\n]|^))",
    re.IGNORECASE,
)
_FILL = re.compile(
    r"(?:了|的|一个|个|一款|并注册|叫做?|名叫|名为|手机|过|其|他|她|我|是|:|这个|那个|此|安装"
    r"|下载|上|\s)*"
)
_STOPS = (
    "的了个这那他她你您我是和与在到并后再去把被让叫从用给向跟将款某么吗吧呢些每都就也"
    "还又或及等着过说要以而于但若则因由所各该此其不没便才往"
)
_RUN = re.compile(rf"(?:(?![{_STOPS}]|会(?!议))[A-Za-z0-9\u4e00-\u9fff]){{2,8}}+")
_QUOTED = re.compile(
    r"[“‘「『《\"'【]([^“”‘’「」『』《》\"'【】，。；！？\n]{2,16})[”’」』》\"'】“‘]"
)
_NOT_QUOTED_AFTER = re.compile(
    r"\s?(?:微信|QQ|公众号|群|账号|的?(?:男子|女子|网友|人|好友|男人|女人|老师|导师|客服|专家"
    r"|姑娘|小伙)|指使|诈骗|公司|栏目|活动|系列|电影)",
    re.IGNORECASE,
)
_QUOTE_LEFT = re.compile(
    r"(?:(?P<install>(?:下载|安装|装|卸载|打开|登录|登陆|点开|注册)(?:了|的|其|他|她|我|手机"
    r"|一个|一款|叫做?|名为|名叫|是|为|:)*"
    rf"|{_NEAR_KIND}(?:叫做?|名为|名叫|为|是|:)*|使用|推广|开发|搭建|玩)|(?P<use>用|在|通过|到"
    rf"|进入|去|往|向|从|购买|转到|换到|叫做?|名为))(?:一个|一款|叫|名为|了|其|所谓)?$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:(?:[、和及与,，]?(?:以及)?[“‘「《][^“”‘’「」《》\n]{1,16}[”’」》]){0,6})"
    r"(?:等(?:\d{1,3}|[一两二三四五六七八九十多几]{1,2})?[个款家]?|(?:\d{1,3}"
    r"|[一两二三四五六七八九十多几]{1,2})[个款家]|(?<=[”’」》]))"
    r"(?:投资|理财|贷款|聊天|交友|炒股|虚假|诈骗|社交|刷单|网络|博彩|赌博|通讯|手机"
    r"|会议|类){0,3}(?:APP|软件|平台|小程序)",
    re.IGNORECASE,
)
_FAMOUS_USED = re.compile(
    rf"(?:下载|安装|装上?|卸载|下(?=[^面来去午])|用|使用|通过(?!钉|飞书)|在|登录|打开|注册|换到"
    rf"|转到|加了?"
    rf"|注销|关掉|把|玩|改用)(?:了|一个|个|手机|一款|叫"
    rf"|的){{0,3}}(?P<name>(?!飞机[票场上卖])(?:{FAMOUS}))(?![A-Za-z])",
    re.IGNORECASE,
)
_HOPE = re.compile(
    rf"{_KIND}|[里上内的](?![海级班午门市网])|{_USES}|这[个款]|那[个款]|后台|余额|截图|运营|客服"
    rf"|助理|[信宝通贷汇聊投选品富际证易购购商]"
)
_POINTS_LEFT = {"install": 3.0, "enter": 2.0, "use": 1.0}
_POINTS_RIGHT = {"kind": 3.0, "inside": 2.0, "use": 1.5, "end": 1.0}
_BAR, _INSTALLED = 4.0, 3
_LONGEST, _SHORTEST, _LONG, _BRANDED = 8, 2, 5, 1.5
_ENDS_NEVER = re.compile(
    r".*(?:银行|公司|集团|警方?|局|省|市|县|区|镇|村|路|街|院|所|中心|大学|学校|法院|医院|超市"
    r"|商场|酒店|宾馆|广场|小区|公园|车站|机场"
    r"|先生|女士|老师|经理|客服|警官|主任|人员|人|者|员|们|时|天|年|月|日|点|元|万|块|钱|次|笔"
    r"|群|号|卡|里|上|下|中|内|外|前|边|会|课|厂|店|户)$"
)
_HOLDS_NEVER = re.compile(
    "平台|网上|虚拟币|虚拟货币|自称|冒充|联系|发现|债务|对方|商品|链接|信息|客户|用户|资金|金额"
    "|为主|女士|先生|文件|公司|客服|老师|群|国内|国外"
    "|诈骗|骗|电话|微信|短信|我们|他们|手机|银行|警|视频(?!号)|以后|之后|以上|以下|转账|前期"
    "|小额|投入|网银|(?:APP|app)$|大小|主播|可$|分享|发布|官方|巨额|余额|^一|(?<![优藏])品$|版$|[上里](?:聊|做|买|投|充|炒|刷|抢|下|赚|玩)"
    "|^[一两三几][条个种些次笔]|^[小老阿].$"
)
_TRADES = frozenset(
    [
        "兼职",
        "贷款",
        "直播",
        "交友",
        "外汇",
        "期货",
        "基金",
        "社区",
        "生活",
        "影视",
        "联盟",
        "助手",
        "彩票",
        "短视频",
        "借贷",
        "金融",
        "证券",
        "娱乐",
        "众筹",
        "配资",
    ]
)
_ENDS_FREE = frozenset("里上的了内")
_VERBS = frozenset(
    "换加发打点看买卖充投转做搞找退提收付交拿送带填输扫刷赚取存查问说听玩下上开关进出回改用先让"
    "需请没不有要能可只"
)
_FAMILIES = common_surnames(300)


def apps(page: Page) -> Iterator[Found]:
    """Quoted names beside words of installing and use, unquoted ones, well-known ones used."""
    text = page.text
    for match in _QUOTED.finditer(text):
        if _is_quoted_app(text, match):
            yield Found("app", *match.span(1), match[1], 0.9)
    for match in _FAMOUS_USED.finditer(text):
        yield Found("app", *match.span("name"), match["name"], 0.8)
    yield from _bare(text)


def _is_quoted_app(text: str, match: re.Match[str]) -> bool:  # noqa: PLR0911 one for each way
    name, end = match[1], match.end()
    if GENERIC.fullmatch(name):
        return False
    right = _RIGHT.match(text, end)
    if right is not None and (right["kind"] or text.startswith(("链接", "的链接"), end)):
        return True
    if name in WELL_KNOWN or _NOT_QUOTED_AFTER.match(text, end):
        return False
    if _LISTED.match(text, end):
        return not name.endswith(("公司", "客服"))
    return _is_used(text, match, right)


def _is_used(text: str, match: re.Match[str], right: re.Match[str] | None) -> bool:
    """下载“甲”, 在“甲”上抢单; not 在“甲”内, where a game is played."""
    name, end = match[1], match.end()
    left = _QUOTE_LEFT.search(left_of(text, match.start(), 12))
    if left is None or left["install"]:
        return left is not None
    if len(name) > _LONGEST or text[end : end + 1] == "内":
        return False
    if left["use"] in ("在", "到", "进入") and text[end : end + 1] in ("上", "里"):
        return True
    return right is not None and bool(right["inside"] or right["use"])


def _bare(text: str) -> Iterator[Found]:
    """Names without quotes: the best-scored stretch after each word that leads to one."""
    known = pairs()
    for left in _LEFT.finditer(text):
        start, use = left.end(), left.lastgroup == "use"
        if not use and (filled := _FILL.match(text, start)) is not None:
            start = filled.end()
        if text[start - 1 : start + 1] in known:
            continue
        run = _RUN.match(text, start)
        if run is None or (use and _HOPE.search(text, start + 1, run.end() + 6) is None):
            continue
        points = _POINTS_LEFT[left.lastgroup or "use"]
        best = max(_scored(text, start, run.end(), points), default=None)
        if best is not None and best[0] >= _BAR + _harder(text, start, best[1]):
            name = text[start : best[1]]
            yield Found("app", start, best[1], name, 0.6 + min(best[0], 7) / 50)


def _weak(text: str, start: int, end: int, points: float) -> bool:
    """After weak words no verb begins a name and no home ends one: 在老王家里."""
    return (points == 1 and text[start] in _VERBS) or (
        points < _INSTALLED and text[end - 1] == "家"
    )


def _harder(text: str, start: int, end: int) -> float:
    """More is asked of two characters, and of what only a mark stands before."""
    opens = start == 0 or text[start - 1] in "，。,、；\n"
    used = _RIGHT.match(text, end)
    short = end - start == _SHORTEST and (used is None or used["use"] is None)
    return 0.5 * short + 0.5 * opens


def _scored(text: str, start: int, stop: int, points: float) -> Iterator[tuple[float, int]]:
    """Points and end of every stretch of 2 to 8 characters that something ends."""
    known = pairs()
    for end in range(start + _SHORTEST, stop + 1):
        over = text[end - 1 : end + 1]
        if (over in known and over[-1] not in _ENDS_FREE) or _latin_goes_on(over):
            continue  # a word reaches over the edge: 网上购|买
        right = _RIGHT.match(text, end)
        if right is None or right.lastgroup is None:
            continue
        made = _likeness(text[start:end], kind=right["kind"] is not None)
        if made is not None and not _weak(text, start, end, points):
            yield points + _POINTS_RIGHT[right.lastgroup] + made, end


def _latin_goes_on(over: str) -> bool:
    return len(over) > 1 and over.isascii() and over.isalnum()


def _likeness(name: str, *, kind: bool) -> float | None:
    """Points of the making; None for words of any program, places and offices."""
    if (
        common(name)
        or name[:2] in MARKET
        or (_ENDS_NEVER.match(name) and not ENDS_BRANDED.search(name))
        or _HOLDS_NEVER.search(name)
    ):
        return None
    ending = ENDS_BRANDED.search(name)
    branded = (
        0 if ending is None else 2.0 if len(ending[0]) > 1 and ending[0] not in _TRADES else 1.5
    )
    if name.isascii():
        return 1.0
    if len(name) == _SHORTEST:
        branded = 0
    known = pairs()
    words = sum(name[i : i + 2] in known for i in range(len(name) - 1))
    few = words * 3 <= len(name) - 1 or (words == 1 and len(name) == _SHORTEST + 1)
    coined = 1.5 if not words else 0.0 if few else -1.0
    coined = max(coined, 0) if branded > _BRANDED else coined - (len(name) > _LONG and not branded)
    person = (
        name[0] in _FAMILIES
        and len(name) <= _SHORTEST + 1
        and all(char in GIVEN or char in RARELY_GIVEN for char in name[1:])
    )
    return branded + coined - (1.5 if person and not branded and not kind else 0)
