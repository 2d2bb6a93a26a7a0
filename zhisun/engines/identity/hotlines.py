"""Well-known short numbers (短号码) that are never suspects and never stopped."""

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, slots=True)
class Hotline:
    """A short number and whose it is."""

    number: str
    owner: str
    kind: str


_COUNTRY = "0086"
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)-?")

HOTLINES = """
110 公安报警 emergency
119 消防 emergency
120 急救 emergency
122 交通事故 emergency
114 查号台 carrier
12110 公安短信报警 emergency
96110 全国反诈预警劝阻专线 antifraud
12381 工信部涉诈预警劝阻短信 antifraud
12321 网络不良与垃圾信息举报 report
12377 网信办违法和不良信息举报 report
12337 政法举报 report
12315 消费投诉 government
12345 政务服务便民 government
12333 人社 government
12393 医保 government
12366 税务 government
12123 交管 government
12368 法院诉讼服务 government
12309 检察服务 government
12389 公安机关及民警违纪举报 government
12306 铁路客服 transport
95598 国家电网 utility
10000 中国电信 carrier
10010 中国联通 carrier
10086 中国移动 carrier
10099 中国广电 carrier
10001 中国电信客服变体 carrier
10015 中国联通投诉 carrier
10080 中国移动投诉 carrier
95588 中国工商银行 bank
95533 中国建设银行 bank
95566 中国银行 bank
95599 中国农业银行 bank
95559 交通银行 bank
95580 中国邮政储蓄银行 bank
95555 招商银行 bank
95558 中信银行 bank
95595 中国光大银行 bank
95568 中国民生银行 bank
95561 兴业银行 bank
95528 浦发银行 bank
95511 平安银行/平安集团 bank
95508 广发银行 bank
95577 华夏银行 bank
95527 浙商银行 bank
95395 恒丰银行 bank
95541 渤海银行 bank
95516 中国银联 payment
95188 支付宝 payment
95017 财付通/微信支付 payment
95118 京东 ecommerce
11183 中国邮政EMS logistics
95338 顺丰速运 logistics
95554 圆通速递 logistics
95311 中通快递 logistics
95543 申通快递 logistics
95546 韵达快递 logistics
95530 中国东方航空 airline
95539 中国南方航空 airline
95583 中国国际航空 airline
95518 中国人保 insurance
95519 中国人寿 insurance
95500 中国太平洋保险 insurance
"""
"""Number, owner, kind. Source: published by the bodies themselves; typed by hand."""


def hotline(number: str) -> Hotline | None:
    """The hotline with exactly this number, if it is one."""
    return _by_number().get(number)


def hotline_under(prefix: str) -> Hotline | None:
    """The first hotline whose number begins so: 955 is that of every bank."""
    return next(
        (known for number, known in _by_number().items() if number.startswith(prefix)), None
    )


def behind_area_code(number: str) -> Hotline | None:
    """The hotline behind an area code, or behind that of the country: 010-95588, +86 10 95588.

    number: the country as 0086, as the base writes it.
    """
    within = number.removeprefix(_COUNTRY)
    if within != number:
        if known := _by_number().get(within):
            return known
        number = "0" + within.removeprefix("0")
    told = _AREA_CODE.match(number)
    return _by_number().get(number[told.end() :]) if told else None


def imitated(number: str) -> Hotline | None:
    """The hotline a longer number pretends to be (0095588, +8695588)."""
    digits = "".join(char for char in number if char.isascii() and char.isdigit())
    for prefix in ("0086", "86", "00", "0"):
        known = _by_number().get(digits.removeprefix(prefix)) if digits.startswith(prefix) else None
        if known is not None and len(known.number) > len("110"):
            return known
    return None


@cache
def _by_number() -> dict[str, Hotline]:
    rows = (line.split(" ") for line in HOTLINES.strip().split("\n"))
    return {number: Hotline(number, owner, kind) for number, owner, kind in rows}
