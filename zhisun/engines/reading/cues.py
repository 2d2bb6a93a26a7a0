"""Cue words (提示词) before a run of digits or an id: what the speaker says it is."""

import re

_QQ = (
    r"(?:QQ|扣扣|企鹅)[/、和]?微信同[步号]|微信?/QQ(?:同号)?"
    r"|QQ同微信?号?(?=[: ]{0,2}$)|Q微(?:同号)?(?=[: ]{0,2}$)"
    r"|(?:QQ|扣扣)[和跟]微信(?:都是|同号|一样)|微信[和跟](?:QQ|扣扣)(?:都是|同号|一样)|QQ(?:号码|[账帐][号户])?|加?Q[群裙羣]主?|扣扣(?:号码|[账帐]号)?"
    r"|扣[ .·~*_-]扣|扣[〇○]?(?=[:号是])|(?<=[加或])扣(?=[ Σ※☆★]?\Z)"
    r"|口扣(?=[: ]?$)|鹅[群裙](?!里|主|友)|Q?峮号?|qun号?(?=[: ]{0,2}$)"
    r"|抠抠|叩叩|蔻蔻|寇寇|🐧|口口(?=[: 号]|$)"
    r"|Q友|企鹅|扣抠|抠扣|球球|秋秋|qiuqiu|君羊|Q号|Q[群裙]|[群裙]号|群聊号?|(?:加|联系|我的)Q(?!Q)"
    r"|(?<![A-Za-z])Q(?=[: 【「]|[,，]?$)|(?:(?<!\w)|(?<=[加入进扣抠])|(?<=[加入进]了))[群裙]"
    r"|(?<![A-Za-z])Q(?=[，,]?(?:念一下|我念|记一下|(?:他|她|我)?的?号是))"
)
WECHAT_CUE = (
    r"微[ .·~*_/|ˇ^-]{0,2}(?:信(?!息)|亻言)(?:号码|[账帐][号户]|(?:公众|服务|订阅)?号)?"
    r"|[薇威徽维維嶶溦魏围葳卫][ .·~*_ˇ^-]?(?:信|亻言)|徵信(?=[: ]{0,2}[A-Za-z])"
    r"|[微薇徽威]我(?=[: ])|[加➕+] ?[❤♥]|[微薇徽威][❤♥](?:信|x(?![a-z]))?|[微薇威]心"
    r"|[微威薇葳]芯|[微薇威]号|徽号(?=[是:]?[: ]?(?:[A-Za-z\d]|$))"
    r"|[微薇威]x|[薇威]星|卫[ .·]?星号?|绿泡泡"
    r"|绿色(?:聊天)?软件|[Vν] ?[信心]"
    r"|联系方式\((?:微信?|VX?)\)"
    r"|[VW][❤♥]|wei[信芯号]|w ?e ?i ?x ?i ?n|weix(?=:)"
    r"|w ?e ?i(?= ?:)|唯[心信]|卫欣|绿聊|小绿(?=号?:)"
    r"|(?<![A-Za-z])(?:V{1,2}/?X|WX(?!id_)|[VW][ .·-]X(?![a-z])|wei ?xin|wechat)|(?<![A-Za-z])V号"
    r"|(?:加|➕|\+|添加|联系|扫|私|[伽佳嘉家](?=[微薇V])|十(?=V))(?:我|他|她|新|客服|老师|一?个|一下)?"
    r"(?:[微薇徽威葳魏➕](?:x(?=[a-hj-tv-z]))?|徵(?=[: ]{0,2}[A-Za-z])|V(?![XA-Z])|wei(?![a-z]))"
    r"(?![信❤♥])"
    r"|(?:(?<=加)|(?<=加我)|(?<=加他)|(?<=加她))W(?!indow|PS|eb|ord|i-?fi)(?=:? ?[A-Za-z\d]{6})"
    r"|溦(?=: ?[A-Za-z\d])"
    r"|[微薇徽威](?=[:❤]|是[A-Za-z\d])|葳(?=[A-Za-z])|(?<![A-Za-z])V(?=[:❤♥]|是[A-Za-z\d])"
)
_CARD = (
    r"卡号|账号|帐号|账户|帐户|银行卡|储蓄卡|借记卡|信用卡|对公户|对公|户头|卡|收款号"
    r"|(?<!也)行(?=[,，: (]|$)"
)
_PHONE = (
    r"电[/、]微|(?:电话|手机)(?:[/、和]?微信(?:同[号步])?|\(微信\))|电话|(?<![A-Za-z])tel|手机号?|手机|(?<!QQ[，,(])号码|热线|座机|致电|拨打|回拨|来电|打给|联系方式|客服|固话|接到|接|传真|小编|咨询"
    r"|(?:经理|先生|女士|老师|主任|专员|(?<=[一-龥])sir)"
)
_ID = r"身份证号?码?|身份证|证件号码?|公民身份号码"
_PAY = r"支付宝|微信支付|云闪付|财付通|收款码|(?<=[一-龥])支付[一二三四五六七八九]?"
_OTHER = (
    r"订单号?|单号|流水(?:号|单号|编号)|运单|快递单?|编号|案号|工号|警号|验证码|口令|股票|代码|邀请码|兑换码|激活码|优惠码|提货码|任务号|"
    r"积分|房间号|会议号|会议ID|学号|合同号|回执|受理号|尾号|金额|余额"
)
_ADDED = (
    r"加(?:了|上了|的是)?(?= ?$)|(?<![参增附叠添])加(?![油班工盟速])[一-龥]{1,6}的号(?= ?$)"
    r"|(?<=加)[蔻寇](?=[: ]{0,2}$)"
    r"|加[“\"][^“”\"]{1,8}[”\"](?=$)|(?:小号|备用号|另一?个号|全号)[为是:]?(?= ?$)"
    r"|(?<=[一-龥])(?<![被会已从费每先再多少自代后来就要])扣(?= ?$)"
    r"|(?:加我|(?<![拿用上下后出])来|(?<=客服|老师|助理|联系)|(?<=有意)"
    r"|(?<=导员)|(?<=专员)|(?<=经理)|(?<=主管)|(?<=主任)|(?<=老板)|(?<=[，,。 请可])"
    r"|(?<=[这那]个)|(?<=官方)|(?<=[我他她]的))扣(?= ?$)"
    r"|(?<![QqA-Za-z])(?:群|(?<![一-龥])裙|(?<=[加进入流])裙)(?=: ?$)|(?<=QQ[，,(])号码(?= ?$)"
)
"""加了900011837: a number that is no telephone's is somebody's in a chat, most often in QQ."""
_SERVED = r"客服(?=[: ]?$)"
"""客服 9000552713: a telephone, or where it is none, QQ."""
_KINDS = {
    "other": _OTHER,
    "qq": _QQ,
    "firm": r"公司|经营部|工作室|商行",
    "wechat": WECHAT_CUE,
    "idcard": _ID,
    "pay": _PAY,
    "card": _CARD,
    "served": _SERVED,
    "phone": _PHONE,
    "added": _ADDED,
}
_BEGINS = (
    "QqVvνWwTtXxSs鹅峮維徵魏围葳私裙球秋君羊溦伽佳嘉家十商扣抠叩🐧蔻寇企群加联我进入微薇威徽维嶶卫绿唯小w➕+添扫卡账帐银储借信对户收行电手号热座致拨来打客固接传小咨经先女老主专"
    "身证公支云财小备另全订单兑激优提流运快编案工警验口股代邀任积房会学合回受尾金余"
)
"""What a cue can begin with: asked before twenty alternatives are tried."""
_CUE = re.compile(
    f"(?=[{_BEGINS}])(?:"
    + "|".join(f"(?P<{kind}>{words})" for kind, words in _KINDS.items())
    + ")",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:\d{1,2}(?=:)|号码?"
    r"|念一下|我[念报]|叫什么|好像|我?[找看]{2}|[您你]记|念给你|听好|[啊呀呢嗯]|哦(?!\d)|[群裙]号?|那边|[全真]号"
    r"|账[号户]|帐[号户]|是|为|[: ❤\"'“‘(\[【〔「Σ※☆★=>→~\-+@/]|的|客服|好友"
    r"|加|我|他|她|我?记得|昵称|名叫|网名|[“\"'][^“”\"']{1,8}[”\"']"
    r"|(?<=昵称)[一-龥A-Za-z]{1,8}|(?<=名叫)[一-龥]{1,6}"
    r"|(?<=:)[一-龥]{2,3} |(?<=: )[一-龥]{2,3} |[”’）)\]]|[?？] ?答"
    r"|ID|id|一个|新|也|就|叫|给|这个|那个|记一下|你|拨打|请|联系|办理|收款|转账"
    r"|[一-龥]{2,8}(?:银行|农信|信用社)|"
    r"[工农建中交招]行|卡|,|，){0,6}"
)
_REACH = 24
_PAID = re.compile("收款|转账")
_TAKES_MONEY = frozenset({"card", "pay", "firm"})
"""微信转账50000 is a sum; 对公户收款6222… is an account."""


def cue_before(text: str, start: int) -> str:
    """The kind of cue that governs what begins at `start`: qq, wechat, card … or ""."""
    left = text[max(0, start - _REACH) : start]
    last = None
    for match in _CUE.finditer(left):
        if last is None or not (match[0] == "客服" and _is_of_qq(last, match)):
            last = match
    if last is None or last.lastgroup is None:
        return ""
    if last.lastgroup not in _TAKES_MONEY and _PAID.search(left, last.end()):
        return ""
    if kind := _of_qq_or_called(text, start, last):
        return kind
    return last.lastgroup if _FILLER.fullmatch(left, last.end()) else ""


_A_TELEPHONE = re.compile(
    r"(?:[48]00(?:[- ]?\d{3}[- ]?\d{4}|[- ]?\d{4}[- ]?\d{3})|1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)"
)
"""QQ客服：4006706700 is a telephone all the same."""


def _of_qq_or_called(text: str, start: int, last: re.Match[str]) -> str:
    """The kind where words of QQ and of telephones both stand before; "" where the last decides."""
    numbered = last[0] == "号码" and _NUMBER_IN_QQ.search(text, max(0, start - _REACH), start)
    served = last.lastgroup == "qq" and "客服" in last.string[last.end() :]
    if (numbered or served) and _A_TELEPHONE.match(text, start):
        return "phone"
    return "qq" if numbered else ""


def _is_of_qq(last: re.Match[str], match: re.Match[str]) -> bool:
    """扣扣客服: who answers in QQ."""
    return last.lastgroup == "qq" and match.start() == last.end()


_IN_QQ = re.compile(
    r"(?:(?i:qq)|扣扣|企鹅|(?<![A-Za-z\d])[Qq](?![A-Za-z]))"
    r"(?:[上里的号是为叫说找聊他她我你您了加有个去主群裙羣小新，,：:？?(\s]|视频|语音|名片|传你|聊天|好友|陌生人|对方|也行|也可以?"
    r"|里面|(?:找|加|联系)[一-龥]{1,6}(?=$)|上一个|叫[一-龥]{1,4}的|那边|[全真]号|就是|尾[数号]\d|那个|\(昵称:[一-龥]{1,6}[;,，]号码"
    r"|以前|不是|怎么换|现在|一个|就是|这个|记得|进一下|[“\"][^”\"]{1,6}[”\"]|[小老阿]?[一-龥]{2}(?=[，,：:\s])){1,8}$"
)
"""QQ名片孙静，109…; QQ上陌生人35…: nothing that calls the number otherwise."""
_NUMBER_IN_QQ = re.compile(
    r"(?:(?i:qq)|扣扣|企鹅)[^，,。；;！!\n\dA-Za-z]{0,11}(?<!电话)(?<!手机)号码[: 是为]{0,2}$"
)
"""QQ上加了一个号码35…; QQ、号码 35…."""
_COUNTS_RIGHT = re.compile(r"[\d\s.,-]{1,24}(?:金币|[页分元块次人个名秒天])")
_A_DAY = re.compile(r"(?:19|20)\d\d[-./年 ]?[01]\d[-./月 ]?[0-3]\d")


def in_qq_before(text: str, start: int) -> bool:
    """Whether QQ was spoken of shortly before, and no other number since: QQ名片孙静，109…"""
    told = _IN_QQ.search(text, max(0, start - _REACH), start)
    if told is None:
        return False
    return not (_A_DAY.match(text, start) or _COUNTS_RIGHT.match(text, start))
