"""Whether one line speaks of a swindle at all: n-grams are too sure of few characters."""

import re

_LINE = 45  # characters, squeezed
_HARMLESS, _HARM = 7.0, 9.0
_HARM_SAID = re.compile(r"被骗|骗了我?|骗走|敲诈|勒索|骗子|诈骗")
_QUESTION = re.compile(r"怎么|如何|哪里|在哪|请问|宣传|提醒|防范|谨防|警惕|预防|讲座|下载国家")
_SIGN = re.compile(
    r"骗|诈|敲|勒索|威胁|拉黑|失联|联系不上|不接电话|消失|提现|提不|取不|冻|保证金|安全账户|共享|陌生|自称"
    r"|冒充|对方|让我[转打汇付充交下]|[要叫]我[转打汇付充交]|涉嫌|洗钱|链接|点击|登[录陆]|下载|加.{0,3}(?:微信|v|qq)|刷单|返利|佣金"
    r"|验证码|不放款|不发货|没发货|不给|裸聊|网恋|通讯录|客服说|说我|先[交转付打]|手续费|稳赚|回报|收益|高额|日赚"
    r"|无抵押|放款|额度高|内幕|荐股|免费领|中奖|兑换|失效|过期|冻结|通缉|垫付|代购|部队|货到|定金|押金|u"
)


def in_a_line(text: str) -> float:
    """What to add to the log odds of a case for a short squeezed `text`, 0 from 45 characters on.

    Everyday words of a type (领导, 视频, 额度) are no case without a sign of a swindle beside them;
    who says that he was cheated is believed.
    """
    if len(text) >= _LINE:
        return 0.0
    brief = 1 - len(text) / _LINE
    if _HARM_SAID.search(text) and not _QUESTION.search(text):
        return _HARM * brief
    return 0.0 if _SIGN.search(text) else -_HARMLESS * brief
