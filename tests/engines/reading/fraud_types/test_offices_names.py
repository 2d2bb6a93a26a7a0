"""A message in an office's name is 冒充公检法及政府机关, whatever links it goes by."""

import pytest

from zhisun.engines.reading.fraud_types.classifier import classify

TOLD = (
    "收到这种短信请马上删掉。近日，市民小覃的手机收到一条短信，说{said}，要点击短信链接进入网站办理。"
    "小覃点开链接，页面上有身份证号、银行卡号、密码和验证码，她一项项填完，很快收到扣款{sum}元的短信，"
    "才意识到被骗，随即报警。这类钓鱼网站和官方网页很像，骗子拿到验证码就能盗刷。陌生链接不要点。"
)


@pytest.mark.parametrize(
    "said",
    [
        "她的医保电子凭证已失效，国家医疗保障局要求重新认证",
        "社保卡状态异常，人社局提醒当日补录",
        "个体户营业执照未年检，市场监管部门将列入异常名录",
    ],
)
def test_a_message_in_an_offices_name(said: str) -> None:
    assert classify(TOLD.format(said=said, sum=6800)).label == "冒充公检法及政府机关类"


@pytest.mark.parametrize("said", ["车上的ETC已过期，需要重新签办", "她的积分即将清零可兑换礼品"])
def test_another_phishing_message_is_not(said: str) -> None:
    assert classify(TOLD.format(said=said, sum=6800)).label != "冒充公检法及政府机关类"
