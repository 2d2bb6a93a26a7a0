"""WeChat ids told by what was said near them (上下文里的微信号), where no grammar of cues reaches.

A word shaped like an id is one when the nearest word before it that says what a mark is for says
微信, 备用号, 加我 …, with little between, or when what follows says whose it is.
"""

import re
from collections.abc import Iterator

from zhisun.engines.reading.elements import Found
from zhisun.engines.reading.ids_in_parts import ids_in_parts

_INSIDE = r"(?:[-_A-Za-z0-9]|[.·]{1,2}(?=[A-Za-z0-9]))"
_TOKEN = re.compile(
    r"[A-Za-z](?<![A-Za-z0-9_.@/#&=%][A-Za-z])(?<![A-Za-z0-9]-[A-Za-z])"
    rf"{_INSIDE}{{5,19}}+(?![A-Za-z0-9_@/=]|[.·:][A-Za-z0-9/])"
)
"""Six to twenty letters, figures and joints."""
_CALLED = (
    r"[微薇徽威葳维嶶V] ?[❤♥]|[微威薇徽维維][ .·~*_&/|-]{0,2}(?:信|亻言|伈|xin)"
    r"|企业微信|(?:企|个|官)?微(?:信|号)|[薇徽威维葳]信"
    r"|V ?[信芯心号聊](?!息)|[微薇威葳]芯"
    r"|wxid|(?<=[:\s])❤(?=[: ]?$)|卫信|wei[信芯]|w ?e ?i(?= ?:)|(?<![A-Za-z])(?:VX|WX)|绿泡泡"
    r"|(?<![家戏西卖买租])的号码?(?=[: 是为]{0,2}$)|拼音[^，,。；;]{0,14}[，,]?(?:即|就是|也就是)"
    r"|备用号|(?<=我)加了?个号(?!码)|(?<=[，,。 \d])微(?=[: ]?$)|[微薇徽威]x|账号(?=[?？]答)"
    r"|(?:工作|群主|助理|老师|客服|接待|对方|微信|私人)(?:的)?号|(?<![型账])新号|小号|大号(?!码)"
    r"|(?<=[一-龥，,。 :\d※☆★])[薇徽葳威微](?:同[号步])?(?=[: ※☆★]{0,2}$)"
    r"|[微薇徽威]我(?=[: ]?$)|[加➕+] ?[❤♥]|(?<![A-Za-z大会])V(?=[吧哈呀是]?[:，, ]{0,2}$)"
    r"|(?<=[个加的])微(?=[吧哈呀]?[:，, ]{0,2}$)|卫[ .·]?星"
)
_ADDED = (
    r"(?<![增附参勿])(?<!勿添)(?:添加|加|认准)(?!班|盟|油|入|载|密|仓|速|急|价|快|工|微?群|强|息|税)[我他她您]?(?:好友)?"
    r"|(?<!不)联系(?!电话|方式|地址|人)|(?<=[进下单名群，, ])找(?!到|回|我|出)|(?<=[\s，,])搜(?!索)"
)
_TELEGRAM = r"(?<![A-Za-z])TG(?![A-Za-z])|telegram|电报|纸飞机|飞机号?(?!票|场|上)"
_OTHER = (
    r"单号|订单|运单|快递|物流|航班|班次|车次|工号|警号|型号|版本|编号|批号|货号|案号|证号|学号"
    r"|邀请码|验证码|激活码|兑换码|推荐码|口令|密码|车牌|游戏|网址|网站|链接|域名|邮箱|地址|平台|软件"
    r"|下载|安装|登录|登陆|打开|APP|小程序|型|代码|账户|卡号|钱包|昵称|用户名|网名|群名|会议|房间"
    r"|QQ|扣扣|企鹅|飞机|蝙蝠|商户|支付|群里|抖音|快手|小红书|微博|闲鱼|陌陌|探探|支付宝|公众号"
    r"|视频号|文件|附件|备注|暗号|转账|转了|汇款|充值|付款|扫码|退订|回复|后缀|显卡|手机壳"
)
_WORDS = re.compile(
    rf"(?P<called>{_CALLED})|(?P<telegram>{_TELEGRAM})|(?P<other>{_OTHER})|(?P<added>{_ADDED})|(?P<end>[。！!；;\n])",
    re.IGNORECASE,
)
_REACH, _FAR, _NEAR = 30, 14, 6
_AFTER = re.compile(
    r"[”\"'’)）❤♥]?(?:\((?:微信|V信?)\)| ?[←⬅](?:薇|微信?|V)"
    r"|是(?:对方|[他她我]|骗子|客服|老师)的?(?:微信)?号?(?=[，,。；;\s]|$)"
    r"|加(?:我|他|她)(?=[，,。；;！!\s]|微|$))"
)
_GAP = re.compile(r"(?:[^A-Za-z0-9]|\d{1,2}(?=:)|(?<![A-Za-z])(?:ID|id|kf|KF)(?![A-Za-z]))*")
NO_ID = re.compile(
    r"(?:iphone|ipad|mate|redmi|rtx|gtx|win(?:dows)?|office|covid|html|https?|usdt|trc|erc|ios"
    r"|android|vip|level|lv|app|mp|dvd|qq?|tg|telegram|sir"
    r""
    r"|word|excel|ktv|hotel|oppo|vivo|nova|huawei|honor|id|wps|cad|tom"
    r"|python|java|server|file|jpg|png|pdf|mi|note|pro|warrior|node|port|version|v)[-_ ]?\d"
    r"|[lI][3-9][\doO]{9}",
    re.IGNORECASE,
)
_OWN_ID = re.compile(r"wxid_[a-z0-9]{6}")
"""What WeChat gives those who choose no id."""
_ALONE = re.compile(r"(?=.*\d)[A-Za-z0-9](?P<sign>[-.])[A-Za-z0-9](?:(?P=sign)[A-Za-z0-9]){4,}")
_SIGNS = re.compile("[-.]")
_LOOSE = frozenset({"新号", "小号", "大号"})
_CLAUSE_ENDS = re.compile(
    r"$|[\s，,。；;：:！!？?、(（)）】」”\"'~～❤♥]"
    r"|[领拿详备验通咨就说拉进了聊哦啊呀吧哈问报是这他她我加微可即马办免获发看]"
)
"""What stands behind an id after a word that calls for much else: 加 abc_12 领取."""
_ANOTHER = re.compile(
    r"[，,]?(?:、|和|及|或|/|[又再后]?[换改](?:成|为|到|了)?|了?[，,]?(?:原来|之前|以前|旧的)(?:是|叫|用)?"
    r"|(?:被封|注销|不用)了?[，,]?(?:新的|现在)(?:是|用)?|不行[换加]|一个备用)"
)


def said_ids(text: str) -> Iterator[Found]:
    """Ids by what is said near them. Letters alone and capitals without _ are none."""
    end, kind = -1, ""
    for match in _TOKEN.finditer(text):
        capitals = match[0].isupper() and "_" not in match[0]
        if match[0].isalpha() or capitals or NO_ID.match(match[0]):
            continue
        listed = _ANOTHER.fullmatch(text, max(0, end), match.start())
        told = _before(text, *match.span()) or (kind if listed else "") or _after(text, match)
        told = "wechat" if _OWN_ID.match(match[0]) else told
        if told:
            end, kind = match.end(), told
            norm = "@" * (told == "telegram") + without_signs(match[0]).replace("·", "")
            yield Found(told, *match.span(), norm, 0.65)
    for start, end, norm in ids_in_parts(text):
        if not NO_ID.match(text, start) and _before(text, start, end, added=False) == "wechat":
            yield Found("wechat", start, end, norm, 0.96)


def without_signs(said: str) -> str:
    """psy80611 of p-s-y-8-0-6-1-1, each letter for itself; others as they are."""
    return _SIGNS.sub("", said) if _ALONE.fullmatch(said) else said


def _after(text: str, match: re.Match[str]) -> str:
    return "wechat" if _AFTER.match(text, match.end()) else ""


def _before(text: str, start: int, end: int, *, added: bool = True) -> str:
    """What the nearest telling word before the id says it is: wechat, telegram or ""."""
    left = text[max(0, start - _REACH) : start]
    last = None
    for word in _WORDS.finditer(left):
        last = word
    if last is None or last["end"] or last["other"]:
        return ""
    if (last["added"] or last[0] in _LOOSE) and not _CLAUSE_ENDS.match(text, end):
        return ""
    gap = left[last.end() :]
    reach = _NEAR if last["added"] else _FAR
    if (last["added"] and not added) or len(gap) > reach or _GAP.fullmatch(gap) is None:
        return ""
    return "telegram" if last["telegram"] else "wechat"
