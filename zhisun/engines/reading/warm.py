"""Tables, weights and compiled code made ready before anybody waits for them."""

from datetime import datetime

from zhisun.engines.reading.fraud_types.classifier import classify
from zhisun.engines.reading.reader import read

_TOLD = (
    "昨天下午3点，家住历下区解放路的王芳接到自称京东金融客服李经理的电话13800001234，"
    "让她下载云视会议，加QQ群12345678，登录www.example.com，说不关闭百万保障会影响征信，"
    "96110打来时没有接，"
    "她用身份证110105194912310021实名的工行卡6222021234567890123向张伟的招商银行汇款5万元。"
)
"""Invented. Something of every kind: a table is read in when its kind is first met."""


def warm() -> None:
    """Load everything a reading needs, or compile it where none is kept: a quarter second, or ten.

    Without it the first reading of a process is that much later than all others.
    """
    read(_TOLD, ref_time=datetime(2026, 1, 1))  # noqa: DTZ001 naive is Chinese time here
    classify(_TOLD)
