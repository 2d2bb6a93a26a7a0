"""Codes of the message centre. Ours: no public interface of a carrier shows its own."""

from collections.abc import Mapping
from types import MappingProxyType

MESSAGE_CODE, RECEIPT_CODE = "T00903", "T00904"
"""TxCode down and up; an ApplicationID begins with the message's last four digits."""

DELIVERED = "0000"
RESULTS: Mapping[str, str] = MappingProxyType(
    {
        DELIVERED: "已送达",
        "0300": "空号",
        "0301": "关机或停机",
        "0302": "用户拒收",
        "0500": "缺少必填项",
        "0501": "报文无法解析",
        "0700": "非本机构号码",
        "1100": "短信中心处理失败",
    }
)


def words(result: str) -> str:
    """What a four-digit result says; only DELIVERED says that the message arrived."""
    return RESULTS.get(result, f"未知应答码 {result}")
