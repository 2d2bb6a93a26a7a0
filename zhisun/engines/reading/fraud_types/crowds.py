"""Whether short news counts suspects and victims by the dozen and tells nobody's loss."""

import re

_DOZENS = (
    r"(?:0[余多]|数十|数百|上百|上千|百余|千余|近百|多|众多|数|[二三四五六七八九]?十[余多几一二三四五六七八九]?"
    r"|[一二三四五六七八九]百[余多]?)"
)
_LOSERS = (
    r"(?:被害人?|受害[人者]?|事主|群众|网友|客户|老人|投资[人者]|参与人|会员|顾客|股民|商户|学生|男性|女性"
    r"|女子|人员|家庭)"
)
_VICTIMS = re.compile(
    rf"{_DOZENS}(?:名|位|个|人)?的?{_LOSERS}|{_LOSERS}[^,。;]{{0,3}}{_DOZENS}[名人位]"
    rf"|作案{_DOZENS}?0?[余多]?起|(?:涉及|涉|遍布|分布)[^,。]{{0,6}}[省市地]|0个省"
)
_SUSPECTS = re.compile(
    r"(?:嫌疑人|被告人|犯罪分子|成员|团伙|抓获|刑拘|等)[^,。;]{0,4}"
    r"(?:0[余多]?[名人]|[一二三四五六七八九十]{1,3}[余多]?[名人])"
    r"|(?:0|[一二三四五六七八九十]{1,3})[余多]?(?:名|人)[^,。;]{0,3}(?:嫌疑人|被告人?|落网|被抓|获刑|被[刑起])"
)
_LOSS = re.compile(
    r"(?:女士|先生|小姐|阿姨|大爷|同学|[\u4e00-\u9fff]某|她|他|其|事主|受害人|被害人|[小老][\u4e00-\u9fff])"
    r"[^。!?]{0,40}?(?:转账|转了|转出|汇|支付|付了|充值|投入|转入|打款|被骗|损失|骗走|存入|缴纳|交了)"
    r"[^。!?,]{0,14}?0[余多]?[万元]"
)
_PLENTY, _TWO_LOSSES = 2, 2


def crowd(text: str) -> float:
    """0 to 1: suspects and victims counted in the squeezed `text`, less where losses are told."""
    counted = len(_SUSPECTS.findall(text)) + len(_VICTIMS.findall(text))
    if not counted:
        return 0.0
    losses = len(_LOSS.findall(text))
    return min(1.0, counted / _PLENTY) * (1 - min(1.0, losses / _TWO_LOSSES))
