"""Apps and platforms (软件、平台) the story says were installed or used."""

import re
from collections.abc import Iterator

from zhisun.engines.reading.bare_apps import GENERIC, WELL_KNOWN, bare_names
from zhisun.engines.reading.elements import Found, Page, left_of

_QUOTED = re.compile(
    r"[“‘「『《\"'【]([^“”‘’「」『』《》\"'【】，。；！？\n]{2,16})[”’」』》\"'】“‘]"
)
_KIND_AFTER = re.compile(
    r"\s?(?:的?(?:投资|理财|贷款|聊天|交友|炒股)?(?:APP|软件)|的游戏|APP|应用|软件"
    r"|平台(?!币)|小程序|交易所|会议(?!室)|客户端|投资平台|聊天软件)",
    re.IGNORECASE,
)
_NOT_APP_AFTER = re.compile(
    r"\s?(?:微信|QQ|公众号|群|账号|的?(?:男子|女子|网友|人|好友))", re.IGNORECASE
)
_INSTALLED_BEFORE = re.compile(
    r"(?:(?:下载|安装|装|卸载|打开|登录|登陆|点开)(?:了|的|其|他|她|我|手机|一个|一款"
    r"|叫做?|名为|名叫|"
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
    r"(?P<name>(?:(?![的了个这那他她你我您是和与在到为并后再去上下])[A-Za-z0-9\-\u4e00-"
    r"\u9fff]){2,8}?)\s?(?:手机)?(?:APP|软件|客户端)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:(?:[、和及与,，]?(?:以及)?[“‘「《][^“”‘’「」《》\n]{1,16}[”’」》]){1,6}等?|等)"
    r"(?:\d{1,3}|[一两二三四五六七八九十多几]{1,2})?[个款家]?"
    r"(?:投资|理财|贷款|聊天|交友|炒股|虚假|诈骗|社交|刷单|网络|博彩|赌博|通讯|手机"
    r"|会议){0,3}(?:APP|软件|平台|小程序)",
    re.IGNORECASE,
)
_ENTERED_BEFORE = re.compile(r"(?:到|在|进入|去|登录|注册|玩|往|向|从)(?:了|一个|叫)?$")
_INSIDE_AFTER = re.compile(r"上(?![海级面午班门市网])")
_LONGEST_NAME = 8


def apps(page: Page) -> Iterator[Found]:
    """Quoted names beside words of installing, unquoted ones before APP, well-known ones."""
    for match in _QUOTED.finditer(page.text):
        if _is_app(page.text, match):
            yield Found("app", *match.span(1), match[1], 0.9)
    for match in (*_UNQUOTED.finditer(page.text), *_BARE.finditer(page.text)):
        if not GENERIC.fullmatch(match["name"]):
            yield Found("app", *match.span("name"), match["name"], 0.72)
    yield from bare_names(page.text)


def _is_app(text: str, match: re.Match[str]) -> bool:
    generic = GENERIC.fullmatch(match[1]) is not None
    if generic or _KIND_AFTER.match(text, match.end()):
        return not generic
    if _NOT_APP_AFTER.match(text, match.end()):
        return False
    left = left_of(text, match.start(), 10)
    if match[1] not in WELL_KNOWN and _among_or_inside(text, match, left):
        return True
    used = _USED_BEFORE.search(left) is not None
    use_after = _USE_AFTER.match(text, match.end()) is not None or match[1].endswith("会议")
    return _INSTALLED_BEFORE.search(left) is not None or (used and use_after)


def _among_or_inside(text: str, match: re.Match[str], left: str) -> bool:
    """“甲”“乙”等投资平台, 到“甲”上抢单."""
    if _LISTED.match(text, match.end()):
        return not match[1].endswith(("公司", "客服"))
    inside = _ENTERED_BEFORE.search(left) and _INSIDE_AFTER.match(text, match.end())
    return bool(inside) and len(match[1]) <= _LONGEST_NAME
