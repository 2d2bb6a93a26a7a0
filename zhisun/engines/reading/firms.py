"""Payment firms (支付机构): whose account a number is when it is no bank's."""

import re

FIRMS = {"支付宝": "支付宝", "微信": "微信支付", "财付通": "财付通", "云闪付": "云闪付"}
"""What people say → the name put in papers. 微信 alone is chat unless 支付 or 收款 is said."""

_OTHERS = (
    "京东支付|美团支付|抖音支付|度小满|翼支付|和包支付|和包|壹钱包|拉卡拉|快钱|通联支付|银联商务|随行付"
    "|合利宝|宝付|连连支付|易宝支付|富友支付|平安付|苏宁支付|盛付通|汇付天下|联动优势|京东钱包"
)
_NO_FIRM = (
    r"(?:微信|在线|手机|网上|网络|快捷|扫码|第三方|电子|移动|对方|需要|要求|继续|已经|成功"
    r"|线上|线下|分期|免密)"
)
_NAMED = (
    rf"(?<=[，。；:(（\s\d是为行到往向给进入在用的])(?![是为行到往向给进入在用的]|{_NO_FIRM})[\u4e00-\u9fff]{{2,4}}支付"
    r"[一二三四五六七八九]?(?![了过\d一-龥]{0,2}(?:元|块|万))"
)
_FIRM = rf"(?P<known>{'|'.join(FIRMS)})|(?P<other>{_OTHERS}|{_NAMED})"
_FILLER = (
    r"(?:支付|账[号户]|帐[号户]|收款码?|钱包|商户|户头|号码?|里面?|上面?|[:：是为的他她(（“ ])"
)
_BEFORE = re.compile(rf"(?:{_FIRM})(?P<words>{_FILLER}{{0,6}}+)$")
_AFTER = re.compile(
    rf"[\s，,(（]*(?:[^，。；！？\d\s]{{0,4}}(?:开户行|户名|姓名|收款[行人]|开户机构|机构)"
    rf"(?:[:：是为\s]|(?!(?:{'|'.join(FIRMS)}|{_OTHERS}))[^，。；！？\d\s]){{0,5}}[，,]?)?"
    rf"(?:是|在)?(?:{_FIRM})(?=的|账|帐|钱包|[)），。；！？\s,;]|$)"
)
_BEFORE_REACH, _AFTER_REACH = 20, 30


def firm_before(text: str, start: int) -> str:
    """The payment firm whose account begins at `start`, "" when none is said right before."""
    cue = _BEFORE.search(text[max(0, start - _BEFORE_REACH) : start])
    return "" if cue is None else _name(cue, cue["words"])


def firm_after(text: str, end: int) -> str:
    """The payment firm said right after an account: 8310…，示例支付一的."""
    cue = _AFTER.match(text[end : end + _AFTER_REACH])
    return "" if cue is None else _name(cue, "")


def _name(cue: re.Match[str], words: str) -> str:
    if cue["known"] is None:
        return str(cue["other"])
    chat = cue["known"] == "微信" and "支付" not in words and "收款" not in words
    return "" if chat else FIRMS[cue["known"]]
