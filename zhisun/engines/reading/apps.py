"""Apps and platforms (软件、平台) the story says were installed or used.

Here only quoted names and well-known ones; what stands without quotes the tagger tells, which read
texts left out of its training as well without this module's old points for it as with them.
"""

import re
from collections.abc import Iterator

from zhisun.engines.reading.app_words import FAMOUS, GENERIC, WELL_KNOWN
from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.form_fields import OUTRIGHT

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
_QUOTED = re.compile(
    r"[“‘「『《\"'【]([^“”‘’「」『』《》\"'【】，。；！？\n]{2,16})[”’」』》\"'】“‘]"
)
_NOT_QUOTED_AFTER = re.compile(
    r"\s?(?:微信|QQ|公众号|群|账号|的?(?:男子|女子|网友|人|好友|男人|女人|老师|导师|客服|专家"
    r"|姑娘|小伙)|指[使示导]|[引诱]导|带领|怂恿|催促|诈骗|公司|栏目|活动|系列|电影)",
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
_SORT = (
    "在线|网络|网上|线上|手机|虚假|境外|国外|海外|国际|第三方|同城|新型|小众|投资|理财|贷款|借款|借贷|网贷|信贷|金融|聊天|交友|社交"
    "|约会|婚恋|相亲|征婚|约炮|炒股|股票|证券|外汇|期货|黄金|虚拟币|数字货币|区块链|购物|电商|拍卖|二手|直播|短视频|视频|语音|音乐"
    "|刷单|兼职|返利|抢单|任务|招聘|办公|会议|通讯|博彩|赌博|彩票|棋牌|养老|慈善|众筹|租号|租房|交易|游戏"
)
_CALLED = re.compile(
    r"(?:名[为叫]|叫[作做]|叫(?<=[款个家种]叫))[“‘「《]?"
    r"(?!某[^某]|[^的]{0,8}(?:什么|推荐|介绍|提供|指定|下载|注册|搭建|开发|运营|发来|发给|分享)[^的]{0,2}的)"
    r"(?P<name>[\u4e00-\u9fffA-Za-z0-9·]{2,10}?)[”’」》]?的"
    rf"(?:{_SORT}){{0,3}}(?:平台|软件|网站|应用|小程序|客户端|交易所|商城|网络(?:赌博)?游戏|手机游戏|APP|app|App)"
    r"(?![客老会主]|工作|负责)"
)
"""一款名为小花的交友软件: whoever 小花 may be elsewhere, here it is the program."""
_LONGEST = 8


def apps(page: Page) -> Iterator[Found]:
    """Quoted names beside words of installing and use, well-known ones used."""
    text = page.text
    for match in _CALLED.finditer(text):
        if not GENERIC.fullmatch(match["name"]):
            yield Found("app", *match.span("name"), match["name"], OUTRIGHT)
    for match in _QUOTED.finditer(text):
        if _is_quoted_app(text, match):
            yield Found("app", *match.span(1), match[1], 0.9)
    for match in _FAMOUS_USED.finditer(text):
        yield Found("app", *match.span("name"), match["name"], 0.8)


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
