"""Apps and platforms (软件、平台) the story says were installed or used."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Found, Page, left_of

_QUOTED = re.compile(
    r"[“‘「『《\"'【]([^“”‘’「」『』《》\"'【】，。；！？\n]{2,16})[”’」』》\"'】“‘]"
)
_KIND_AFTER = re.compile(
    r"\s?(?:的?(?:投资|理财|贷款|聊天|交友|炒股)?(?:APP|软件)|的游戏|APP|应用|软件|平台(?!币)|小程序|交易所|会议(?!室)|客户端|投资平台|聊天软件)",
    re.IGNORECASE,
)
_NOT_APP_AFTER = re.compile(
    r"\s?(?:微信|QQ|公众号|群|账号|的?(?:男子|女子|网友|人|好友))", re.IGNORECASE
)
_INSTALLED_BEFORE = re.compile(
    r"(?:(?:下载|安装|装|卸载|打开|登录|登陆|点开)(?:了|的|其|他|她|我|手机|一个|一款|叫做?|名为|名叫|"
    r"是|为|:|“)*|(?:软件|APP|应用|平台)(?:叫做?|名为|名叫|为|:|“)*)$",
    re.IGNORECASE,
)
_USED_BEFORE = re.compile(r"(?:用|使用|在|通过)(?:一个|一款|叫|名为)?$")
_USE_AFTER = re.compile(
    r"\s?(?:里|上|中|内)?(?:充|投|买|炒|注册|登录|下注|投注|共享|开会|交易|理财)"
)
_UNQUOTED = re.compile(
    r"(?:下载|安装|装|卸载|登录|登陆|打开|注册)(?:了|的|一个|一款|个)*"
    r"(?:叫做?|名为|名叫|名称为|(?=[A-Za-z0-9]{2,10}\s?(?:APP|软件|客户端)))"
    r"(?P<name>[A-Za-z0-9\u4e00-\u9fff]{2,10}?)的?\s?(?:手机)?(?:APP|软件|客户端)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:下载|安装|卸载|登录|登陆|打开|注册)(?:了|一个|一款|个|手机)*"
    r"(?P<name>(?:(?![的了个这那他她你我您是和与在到为并后再去上下])[A-Za-z0-9\-\u4e00-\u9fff]){2,8}?)\s?(?:手机)?(?:APP|软件|客户端)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:钓鱼|网站|各种|远程|控制|屏幕|共享|投屏|办公|手游|借贷|任务|抢单|兼职|修改|加速|翻墙|定位|打车|赚钱|充值|客户|专用|官方|平台|应用|软件|木马"
    r"|链接|涉诈|网络|虚拟|不明|来历|未知|第三方|同款|其他|多个|正规|金融|期货|证券|外汇|彩票|赌博|色情|约会|同城|安全|防护|监控|查询"
    r"|某|该|这个|那个|一个|手机|对方|相关|指定|陌生|聊天|投资|理财|贷款|刷单|交友|会议|视频|直播|炒股|诈骗"
    r"|虚假|购物|名|款|种|的|了|上|下|在|叫|是|网|婚恋|社交|股票|交易|两|几|多|此|其|里|客服|会员|导师|老师"
    r"|助理|安全账户|安全中心|APP)*|.*反诈.*",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?:腾讯会议|全时云会议|瞩目|小鱼易连|飞书会议|钉钉会议|会畅通讯|向日葵|ToDesk|TeamViewer|AnyDesk|Zoom)",
    re.IGNORECASE,
)
_SHARE_BEFORE = re.compile(r"(?:下载|安装|装了?|打开|用|使用|通过|登录)(?:了|一个|手机)?$")


def apps(page: Page) -> Iterator[Found]:
    """Quoted names beside words of installing, unquoted ones before APP, meeting software."""
    for match in _QUOTED.finditer(page.text):
        if _is_app(page.text, match):
            yield Found("app", *match.span(1), match[1], 0.9)
    for match in (*_UNQUOTED.finditer(page.text), *_BARE.finditer(page.text)):
        if not _GENERIC.fullmatch(match["name"]):
            yield Found("app", *match.span("name"), match["name"], 0.72)
    for match in _MEETING.finditer(page.text):
        if _SHARE_BEFORE.search(left_of(page.text, match.start(), 6)):
            yield Found("app", *match.span(), match[0], 0.8)


def _is_app(text: str, match: re.Match[str]) -> bool:
    if _GENERIC.fullmatch(match[1]):
        return False
    if _KIND_AFTER.match(text, match.end()):
        return True
    if _NOT_APP_AFTER.match(text, match.end()):
        return False
    left = left_of(text, match.start(), 10)
    used = _USED_BEFORE.search(left) is not None
    use_after = _USE_AFTER.match(text, match.end()) is not None or match[1].endswith("会议")
    return _INSTALLED_BEFORE.search(left) is not None or (used and use_after)
