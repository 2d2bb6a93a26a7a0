"""What a form says of itself (表单字段): 软件名称：聚投宝, 对方昵称：雨欣在线.

A field names its value outright, so that these stand whatever the tagger makes of them.
"""

import re
from collections.abc import Iterator

from zhisun.engines.identity.divisions import short_names
from zhisun.engines.identity.names import compound_surnames, surnames
from zhisun.engines.reading.app_words import GENERIC, WELL_KNOWN
from zhisun.engines.reading.elements import Found, Page

OUTRIGHT, _DOUBTED = 0.97, 0.9
"""The confidence of what a field says, which nothing else of names and programs has."""
_PROGRAM = r"(?:APP|软件|应用|程序|客户端|平台)"
_OF = (
    r"(?:涉案|涉诈|涉及|下载|安装|诈骗|使用|所用|作案|虚假|投资|聊天|交友|认识|社交|交易|贷款"
    r"|会议|刷单)"
)
_ENDS = r"(?=[，。；;,\s【(（]|$)"
_FIELD = re.compile(
    r"(?:(?<=[\n。；;，,】【])|^)[ \t]{0,4}(?:\d{1,2}[.、])?[【\[]?"
    rf"(?:(?P<app>(?:{_OF}的?{_PROGRAM}|APP|软件)|(?:{_OF}的?)?{_PROGRAM}(?P<surely>及网址|的?名称|的?名字|名))"
    r"|(?P<nick>(?:对方|嫌疑人|骗子|客服|卖家|买家|网友|收款人)?(?:的?(?:微信|QQ|抖音|快手|小红书|闲鱼|网络|账号|好友|支付宝|陌陌))?的?"
    r"(?:昵称|网名))"
    r"|(?P<person>(?:受害人|报警人|事主|嫌疑人|户主|联系人|报案人|当事人|收款人|持卡人|开户人|收件人)?姓名))"
    r"(?:[】\]]?\s?[:：]|[】\]])[ \t]{0,2}",
    re.IGNORECASE | re.MULTILINE,
)
_KEYS = re.compile("名称|昵称|网名|姓名|软件|APP|App|app|名字|平台")
"""Every field has one of these words."""
_NAME = r"[\u4e00-\u9fffA-Za-z0-9·+_\-]"
_APPS = re.compile(rf"[“\"《]?(?P<name>{_NAME}{{2,14}})[”\"》]?(?P<next>[、/]|和|及)?")
_NICK = re.compile(rf"[“\"‘]?(?P<name>{_NAME}(?:{_NAME}|[丶~～]){{0,10}}{_NAME})[”\"’]?{_ENDS}")
_PERSON = re.compile(
    rf"(?P<name>(?![\u4e00-\u9fff]{{0,2}}(?:银行|公司|中心))[\u4e00-\u9fff]{{2,4}}|(?:[\u4e00-\u9fff]{{1,8}}·){{1,3}}[\u4e00-\u9fff]{{1,8}}){_ENDS}"
)
_NOTHING = re.compile(
    r"(?:无|保密|匿名|本人|不愿.*|不详|未知|不清楚|不明|没有|同上|略|暂无|(?:暂|均)?未.*|没有.*|未提供|不知道|不记得"
    r"|记不[清得]|忘记|忘了|空|待.+|否|是|[*xX\-_]+|\d+)(?:了|楚)?|.*(?:名称|类型|方式)"
    r"|不便.*|不方便.*|拒绝.*|查无.*|对方.*|如图|手机号码?|骗子|报警人|我.*|孩子.*|叫什么.*|.*[忘没]了?|网页版"
    r"|.*\d(?:[万千百]?元|万).*|已.*|见附件|保密.*|请.*|必填|为空|头像|无法.*|[没看想][不没清].*|化名|同.*|详见.*|[修更].[^·]?.*成功|[修更][改复新].*"
)
"""What a field says that says nothing."""
_OFFICE = re.compile(
    r".*(?:行|部|户|宝|证券|商[行城贸店]|公司|中心|局|所|院|店|厂|社|处理|附件|银行)"
)
_HEARSAY = re.compile(r"(?:大概|好像|可能|应该|貌似)(?:叫|是)?|(?:是?一[个款])?叫(?!什么)")
_TITLE = re.compile(r"(?<=..)(?:先生|女士|小姐)$")
_SENTENCE = frozenset("说要没我你您他她已请被把都是")
_KIND_BEHIND = re.compile(r"(?<=.)的?(?:APP|软件|平台|小程序|客户端)$", re.IGNORECASE)
_TALK = frozenset("我你您他她的了吗吧请是不在有看要后")
"""软件：您的账户已冻结 is said by somebody."""
_HEADLINE = re.compile(
    r".*(?:揭秘|警惕|被骗|机构|批准|政策|升级|更新|修复|免费|失败|工程师|扫码|点击|链接|下载|卸载|安装|图标|英文|自带)|.*的"
)
"""虚假平台：骗局揭秘 is a headline, 软件：更新 an advertisement."""
_MEETING_PLACES = frozenset(("QQ", "qq", "微信", "短信", "电话", "网络", "网页", "现金", "转账"))


def form_fields(page: Page) -> Iterator[Found]:
    """Programs and screen names that stand in a field for them."""
    for field in _FIELD.finditer(page.text) if _KEYS.search(page.text) else ():
        if field["app"]:
            yield from _programs(page.text, field.end(), surely=field["surely"] is not None)
        else:
            name = _person if field["person"] else _screen_name
            yield from name(page.text, field.end())


def _person(text: str, at: int) -> Iterator[Found]:
    """Outright with a family name or a point inside; the tagger is asked about the rest."""
    named = _PERSON.match(text, at)
    if named is None or _NOTHING.fullmatch(named["name"]) or _OFFICE.fullmatch(named["name"]):
        return
    name = _TITLE.sub("", named["name"])
    if name[:2] in short_names() or name[:3] in short_names():
        return
    known = "·" in name or name[0] in surnames() or name[:2] in compound_surnames()
    yield Found("person", at, at + len(name), name, OUTRIGHT if known else _DOUBTED)


def _screen_name(text: str, at: int) -> Iterator[Found]:
    hearsay = _HEARSAY.match(text, at)
    named = _NICK.match(text, hearsay.end() if hearsay else at)
    if named is None or _NOTHING.fullmatch(named["name"]):
        return
    start, end = named.span("name")
    if not _is_said(named["name"], quoted=text[start - 1] in '“"‘'):
        yield Found("person", start, end, named["name"], OUTRIGHT)


def _is_said(name: str, *, quoted: bool) -> bool:
    """王老师说我要改: no screen name, unless it stands between quotation marks."""
    return not quoted and bool(_SENTENCE & set(name))


def _programs(text: str, at: int, *, surely: bool) -> Iterator[Found]:
    """甲、乙: each of a row; not a sentence that only begins like a field."""
    row: list[Found] = []
    hearsay = _HEARSAY.match(text, at)
    at = hearsay.end() if hearsay else at
    while (match := _APPS.match(text, at)) is not None:
        start, end = match.span("name")
        kind = _KIND_BEHIND.search(text, start, end)
        name = text[start : kind.start() if kind else end]
        at = match.end()
        if _is_program(name) and (surely or not _TALK & set(name)):
            row.append(Found("app", start, start + len(name), name, OUTRIGHT))
        if not match["next"]:
            break
    if at == len(text) or text[at] in "，。；;,\n【(（":
        yield from row


def _is_program(name: str) -> bool:
    if name in WELL_KNOWN or name in _MEETING_PLACES or len(name) <= 1:
        return False
    return not any(said.fullmatch(name) is not None for said in (GENERIC, _NOTHING, _HEADLINE))
