"""How old files call the fraud types (旧案类型用语)."""

import re
import unicodedata
from functools import cache

from django.utils.translation import override

from zhisun.domains.cases.terms import FraudType

_NOISE = re.compile(
    r"[\s、，,/()（）·.\-]|诈骗|类型|类$|类(?=[)）])|电信|网络(?!游戏|婚恋|投资|贷款)"
)

_WORDS = {
    FraudType.SD: "刷单返利 刷单 兼职刷单 返利 刷单做任务 网络刷单",
    FraudType.TZ: (
        "虚假网络投资理财 网络投资理财 虚假投资理财 虚假投资 投资理财 "
        "投资 理财 杀猪盘 虚拟币投资 荐股"
    ),
    FraudType.KF: (
        "冒充电商物流客服 冒充客服 冒充购物客服 电商客服 客服退款 "
        "退款理赔 冒充电商客服 冒充物流客服"
    ),
    FraudType.DK: (
        "贷款代办信用卡 虚假贷款 网络贷款 虚假网络贷款 贷款 代办信用卡 办理信用卡 无抵押贷款"
    ),
    FraudType.ZX: "虚假征信 征信 注销校园贷 消除征信 冒充金融客服",
    FraudType.GW: "虚假购物服务 虚假购物 网络购物 购物 虚假服务 虚假购物消费",
    FraudType.GJF: ("冒充公检法及政府机关 冒充公检法 公检法 冒充政府机关 冒充国家机关"),
    FraudType.LD: ("冒充领导熟人 冒充领导 冒充熟人 冒充亲友 冒充好友 冒充老板 冒充身份"),
    FraudType.YX: ("网络游戏产品虚假交易 游戏交易 游戏产品虚假交易 网络游戏虚假交易 网游交易 游戏"),
    FraudType.HL: "网络婚恋交友 婚恋交友 网络交友 交友 婚恋 网恋",
    FraudType.JJ: "冒充军警购物 冒充部队采购 冒充军警 冒充军人购物",
    FraudType.LL: "裸聊敲诈 裸聊 裸聊敲诈勒索 网络裸聊",
    FraudType.QT: "其他 其他类型 其它",
    FraudType.FEI: "非电诈案情 非电诈 非",
}


def type_told(words: str) -> FraudType | None:
    """The class that the words of an old file mean; None for what names none of them.

    Words: the official names of the lists of 2022 to 2025, the codes of ours, and the short
    forms that officers write. Ours.
    """
    return _known().get(_folded(words)) if words else None


@cache
def _known() -> dict[str, FraudType]:
    with override("zh-hans"):
        official = {_folded(str(kind.label)): kind for kind in FraudType}
    codes = {_folded(kind.value): kind for kind in FraudType}
    short = {_folded(word): kind for kind, words in _WORDS.items() for word in words.split()}
    return short | codes | official


def _folded(words: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", words).casefold())
