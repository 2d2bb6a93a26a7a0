"""Amounts of money (金额): which numbers are money, and how much."""

import re
from collections.abc import Iterator
from decimal import Decimal

from zhisun.engines.reading.elements import Found, Page, left_of
from zhisun.engines.reading.numerals import BODY, CHINESE, UNITS, number, plain, small_number

_YUAN = r"元|块钱|块(?!链)|圆|RMB|rmb"
_FOREIGN = {
    "美元": "USD",
    "美金": "USD",
    "美刀": "USD",
    "港币": "HKD",
    "港元": "HKD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "韩元": "KRW",
    "泰铢": "THB",
    "澳元": "AUD",
    "加元": "CAD",
    "USDT": "USDT",
    "泰达币": "USDT",
    "U": "USDT",
    "BTC": "BTC",
    "比特币": "BTC",
    "ETH": "ETH",
}
_FOREIGN_WORDS = "|".join(sorted(_FOREIGN, key=len, reverse=True))

_AMOUNT = re.compile(
    rf"(?=[-¥$UHR\d{CHINESE}{UNITS}几])(?P<before>(?:USDT|USD|HKD|RMB)\s?|[¥$]\s?"
    rf"|(?<![\d元块万])-)?"
    rf"(?:(?<![\d.,a-zA-Z_])(?=\d)|(?<![{CHINESE}{UNITS}])(?=[{CHINESE}十拾百佰几]))(?P<bod"
    rf"y>{BODY})"
    r"(?P<more>余|多|来(?=[块元]))?"
    rf"\s?(?:(?P<unit>{_YUAN})|(?P<dime>[毛角](?:钱|(?=[\d{CHINESE}]分|[^{CHINESE}\w]|$))))?"
    rf"(?P<change>(?<=[元块])[\d{CHINESE}][毛角](?:[\d{CHINESE}]分)?"
    rf"|(?<=块)(?:[\d{CHINESE}](?![\d{CHINESE}{UNITS}个.年月号])|半(?![个年月天小]))"
    rf"|(?<=[毛角])[\d{CHINESE}]分)?"
    rf"(?P<open>余|多|(?:钱)?左右|上下)?[整正]?"
    rf"(?:\s?(?:个)?(?P<foreign>{_FOREIGN_WORDS})(?![a-zA-Z]))?",
)

_NOT_MONEY = re.compile(
    r"[^\S\n]?(?:人(?!民币)|包(?![括含])|双(?!方)"
    r"|[盒箱瓶袋根册杯桌顿趟遍轮亩匹棵束盘桶罐片名个條条张份次位粉步字公里米克斤吨平方辆台"
    r"套只头件部粒颗倍折％%页集期"
    r"枚级群岁时点秒年月日号天周届度路栋幢层楼室单股篇家种届元件]|起|户(?![名头主])"
    r"|分(?!红)|小时|分钟|保障|以上学历|积分|医疗|医保|粉丝|富翁|身价|用户|会员[^费])"
)
_RANGE_AFTER = re.compile(
    r"[-~～—]\s?\d{1,7}(?!\d|[- ]\d)"
    r"|[-~～至到—]\s?(?:\d{1,6}(?:\.\d+)?|[一二两三四五六七八九十]{1,3})\s?[万千百元块wW]"
)
_RANGE_BEFORE = re.compile(r"[\d万千百][-~～至到]$")
_MONEY_BEFORE = re.compile(
    r"(?=[转汇打付支垫提充交缴给存取借贷投押还花扣骗损余金人入送补偿赔返划寄到出收共合总价卖买定订佣本额要索敲刷下赚赢输盈欠消奖费款工"
    r"退拿发抢罚显底时日月年第每分一红礼走弄坑才低流利证税彩认险约资])(?:转账?|汇款?|打款?|付款?"
    r"|支付|垫付?|提(?=的|了|$)|充值?|交纳?|缴|给|存|取|借|贷款?"
    r"|投资?|押金?|还款?|花|(?<!扣)扣|骗|"
    r"损失|余额|金额|人民币|入款|送|补偿?|赔|返|划|寄|提现|到账|支出|收入?|收款|入账|出账"
    r"|共计?|合计|总计|价格?|退|拿|(?<!没)收|打赏|(?<![开出])发|抢|罚|补|显示|(?<![挨被])打|底薪"
    r"|时薪|日薪|月薪|年薪|"
    r"[每第][一二两三四五六七八九十\d]?[笔单次]|分别[是为]?|一个?月|每个?月|[一每](?:单|张卡?"
    r"|条)|红包|礼物|借走|弄走|坑|才|低保|存款|流水|利息"
    r"|[证押订罚税礼彩奖认险约用]金|资金|余|"
    r"卖|买|定金|订金|佣金|本金|额度|要|索要|敲诈|刷|下注|赚|赢|输|盈利|欠|消费|奖励?|费|款|工资)"
    r"(?:了|过|给|入|走|出|去|到|掉|下|我|他|她|你|对方|:|：|是|为|再|又|先|大概|大约|约"
    r"|近|差不多|将近|个|才|就|只有?|剩|总共|一共|还要|需要?|显示|走|人家|人民币|整个?|另外|"
    r"不到|超过|整整|现金|的|来|去了|还|有|账|\s){0,4}$"
)
_MONEY_AFTER = re.compile(
    r"(?:的)?(?:押金|保证金|定金|订金|本金|佣金|手续费|会费|学费|会员费|现金|货款|货币"
    r"|运费|税款|红包|"
    r"彩金|奖金|利息|钱|过去|给他|给她|给对方|给我|到他|到她|到对方|到.{0,4}账|惊喜|进去|就行"
    r"|就够|够不够|一[单张条天次套份](?![\u4e00-\u9fff]{0,2}[个张])|的(?:套餐|会员|点卡|礼物|货"
    r"|尾款|工资|利润)|没了|打水漂)"
)
_FROM = re.compile(r"起(?:[，。！？,.；）)]|$)")
"""最低5万起: the least one pays; 20余起 counts cases."""
_LISTED = re.compile(r"(?<![\d.,\-~/:号第])(?P<body>\d{2,7}(?:\.\d{1,2})?)(?:、|和|及|以及|，|,)$")
_LISTED_AFTER = re.compile(
    r"(?:、|和|及)(?P<body>[1-9]\d{1,5}(?:\.\d{1,2})?)(?=[，。；、,;和及]"
    r"|$)(?!、\d{1,6}[个人条张])"
)
_LIST_REACH, _SMALLEST_LISTED = 13, 50
_CONTINUES = re.compile(r"[0-9A-Za-z_/:]")
_LARGE = re.compile(r"[万亿wW]")
_SPOKEN_SUM = re.compile(
    "[一二两三四五六七八九](?:千[一二两三四五六七八九](?:百[一二三四五六七八九]?)?"
    "|百[一二三四五六七八九])"
)
"""四百五, 三千六, 四千八百八: nothing else is counted so."""
_SMALLEST_BARE = 10
_LONGEST_BARE = 8


def amounts(page: Page) -> Iterator[Found]:
    """Amounts with a currency word, with 万 or more, or bare beside words of paying."""
    for match in _AMOUNT.finditer(page.text):
        found = _amount(page.text, match)
        if found is not None:
            yield found
            yield from _listed_before(page.text, found)
            yield from _listed_after(page.text, found)


def _amount(text: str, match: re.Match[str]) -> Found | None:
    start, end = _extent(match)
    confidence = _confidence(text, match, start, end)
    read = number(match["body"]) if confidence else None
    if read is None:
        return None
    value = _in_yuan(read.value, match)
    approx = read.approx or bool(match["more"] or match["open"])
    extra: dict[str, object] = {"approx": True} if approx else {}
    currency = _currency(match)
    if currency:
        extra["currency"] = currency
    return Found("amount", start, end, currency + plain(value), confidence, extra)


def _listed_before(text: str, found: Found) -> Iterator[Found]:
    """5000、3000和2万元: what stands in a list before an amount is money too."""
    at = found.start
    while (listed := _LISTED.search(text, max(0, at - _LIST_REACH), at)) is not None:
        read = number(listed["body"])
        if read is None or read.value < _SMALLEST_LISTED:
            return
        at = listed.start("body")
        yield Found("amount", at, listed.end("body"), plain(read.value), 0.78)


def _listed_after(text: str, found: Found) -> Iterator[Found]:
    """刷了1799和2399, 返了15、30、88: bare numbers in a list after one beside a word of paying."""
    at = found.end
    while (listed := _LISTED_AFTER.match(text, at)) is not None:
        start, at = listed.span("body")
        yield Found("amount", start, at, plain(Decimal(listed["body"])), 0.76)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    before = match["before"] or ""
    start = match.start() if before else match.start("body")
    end = match.end()
    # 多 and 左右 end an amount only where an amount can end: 5元多, 1万多.
    return start, end - (len(match[0]) - len(match[0].rstrip()))


def _in_yuan(value: Decimal, match: re.Match[str]) -> Decimal:
    """Yuan, with what follows 块 or 元: 九块九, 3元5角, 三块半; 毛 alone is a tenth."""
    if match["dime"]:
        value /= 10
    change = match["change"] or ""
    if change == "半":
        return value + Decimal("0.5")
    figures = re.findall(rf"[\d{CHINESE}]", change)
    first = Decimal("0.01") if match["dime"] else Decimal("0.1")
    for figure, worth in zip(figures, (first, Decimal("0.01")), strict=False):
        value += (small_number(figure) or 0) * worth
    return value


def _currency(match: re.Match[str]) -> str:
    if match["foreign"]:
        return _FOREIGN[match["foreign"]]
    before = (match["before"] or "").strip()
    return "USD" if before == "$" else before if before in ("USDT", "USD", "HKD") else ""


def _confidence(text: str, match: re.Match[str], start: int, end: int) -> float:
    """How sure the number is money; 0 when it is not."""
    left = left_of(text, start, 12)
    if match["unit"] or match["dime"] or match["foreign"]:
        together = match[0] in ("一块", "两块") and not _MONEY_BEFORE.search(left)
        return 0 if together else 0.97
    after = text[end : end + 6]
    before = (match["before"] or "").strip()
    if before in ("¥", "$", "USDT", "USD", "HKD", "RMB"):
        return 0.95
    from_there = _LARGE.search(match["body"]) and _FROM.match(after)
    if (
        (_NOT_MONEY.match(after) and not from_there)
        or _RANGE_AFTER.match(after)
        or _RANGE_BEFORE.search(left)
    ):
        return 0
    return _confidence_bare(match, left, after)


def _confidence_bare(match: re.Match[str], left: str, after: str) -> float:  # noqa: PLR0911 one for each way
    body = match["body"]
    if _SPOKEN_SUM.fullmatch(body) and not _CONTINUES.match(after):
        return 0.8 if _MONEY_BEFORE.search(left) else 0.72
    cue = _MONEY_BEFORE.search(left) or _MONEY_AFTER.match(after)
    if _CONTINUES.match(after):
        return 0
    if _LARGE.search(body):
        return 0.9 if cue else 0.75
    if not cue or (match["before"] == "-" and not left.endswith("人民币")):
        return 0
    return _confidence_small(body)


def _confidence_small(body: str) -> float:
    """A bare number without 万 beside a word of paying: 转了6000, 送三千."""
    read = number(body)
    spoken = not body[0].isdecimal()
    has_unit = any(char in "百千佰仟kK" for char in body)
    if len(body) == 1 and not body.isdecimal():
        return 0
    zeros = body[0] == "0" and not body.startswith("0.")
    if zeros or read is None or (spoken and not has_unit) or len(body) > _LONGEST_BARE + 3:
        return 0
    if "." not in body and len(body.replace(",", "")) > _LONGEST_BARE:
        return 0
    return 0.8 if read.value >= _SMALLEST_BARE else 0
