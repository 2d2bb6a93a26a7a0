"""Words of reports and cases (警情、案件)."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.domains.subjects.terms import SubjectKind


class IncidentState(TextChoices):
    """Life of one incident (警情). An incident may never become a filed case (案件)."""

    REGISTERED = "registered", _("已登记")
    FILED = "filed", _("已立案")
    DECLINED = "declined", _("不予立案")
    CLOSED = "closed", _("已销案")


MOVES: dict[IncidentState, frozenset[IncidentState]] = {
    IncidentState.REGISTERED: frozenset(
        {IncidentState.FILED, IncidentState.DECLINED, IncidentState.CLOSED}
    ),
    IncidentState.FILED: frozenset({IncidentState.CLOSED}),
    IncidentState.DECLINED: frozenset({IncidentState.FILED}),  # 复议后立案
    IncidentState.CLOSED: frozenset(),
}


OPEN = frozenset({IncidentState.REGISTERED, IncidentState.FILED})
"""States in which an incident takes changes, and orders other than releases."""


class FraudType(TextChoices):
    """The 14 classes of the taxonomy (version 2025): the Ministry's list and what completes it."""

    SD = "SD", _("刷单返利类")
    TZ = "TZ", _("虚假网络投资理财类")
    KF = "KF", _("冒充电商物流客服类")
    DK = "DK", _("贷款、代办信用卡类")
    ZX = "ZX", _("虚假征信类")
    GW = "GW", _("虚假购物、服务类")
    GJF = "GJF", _("冒充公检法及政府机关类")
    LD = "LD", _("冒充领导、熟人类")
    YX = "YX", _("网络游戏产品虚假交易类")
    HL = "HL", _("网络婚恋、交友类")
    JJ = "JJ", _("冒充军警购物类")
    LL = "LL", _("裸聊敲诈类")
    QT = "QT", _("其他类型诈骗")
    FEI = "FEI", _("非电诈案情")


class Source(TextChoices):
    """How a report reached the centre (报案来源)."""

    CALL = "call", _("110 接警单")
    WALK_IN = "walk_in", _("来访报案")
    COUNTY = "county", _("县区请求协助")
    STATION = "station", _("派出所上报")
    ARCHIVE = "archive", _("旧案导入")


TOLD_NOW = tuple(source for source in Source if source is not Source.ARCHIVE)
"""Ways a report comes in while somebody waits; old ones come in files."""


class Relation(TextChoices):
    """What the reporter is to the victim (报案人与事主关系)."""

    SELF = "self", _("本人")
    FAMILY = "family", _("家属")
    COLLEAGUE = "colleague", _("同事")
    FRIEND = "friend", _("朋友")
    BANK = "bank", _("银行工作人员")
    OFFICER = "officer", _("民警")
    OTHER = "other", _("其他")


class IdType(TextChoices):
    """Kinds of credential (证件类型), codes of the order lane. Source: domain.md §2.9."""

    RESIDENT = "01", _("身份证")
    PASSPORT = "03", _("护照")
    MILITARY = "04", _("军官证")
    HK_MACAO = "07", _("港澳居民通行证")
    TAIWAN = "10", _("台湾居民通行证")
    FOREIGN_RESIDENT = "12", _("外国人居住证")
    OTHER = "99", _("其他")


class Sex(TextChoices):
    """Sex as the sheet records it (性别)."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Method(TextChoices):
    """How the money left (转账方式)."""

    MOBILE_BANK = "mobile_bank", _("手机银行")
    WEB_BANK = "web_bank", _("网上银行")
    COUNTER = "counter", _("柜面")
    ATM = "atm", _("自助机")
    SCAN = "scan", _("扫码支付")
    PAYMENT = "payment", _("第三方支付")
    CRYPTO = "crypto", _("虚拟货币")
    CASH = "cash", _("现金交付")
    OTHER = "other", _("其他")


class PayeeKind(TextChoices):
    """What received the money; the same values as `gateways.port.AccountKind`."""

    PERSONAL = "personal", _("个人账户")
    CORPORATE = "corporate", _("对公账户")
    PAYMENT = "payment", _("支付账号")
    MERCHANT = "merchant", _("商户")
    TRADE = "trade", _("单笔交易")


class ChannelKind(TextChoices):
    """How the fraudster reached the victim (联系渠道)."""

    PHONE = "phone", _("电话")
    SMS = "sms", _("短信")
    QQ = "qq", _("QQ")
    WECHAT = "wechat", _("微信")
    IM = "im", _("其他社交软件")
    EMAIL = "email", _("电子邮箱")
    URL = "url", _("网址")
    APP = "app", _("应用程序")
    MEETING = "meeting", _("会议软件")


SUBJECT_OF = {
    ChannelKind.PHONE: SubjectKind.PHONE,
    ChannelKind.SMS: SubjectKind.PHONE,
    ChannelKind.QQ: SubjectKind.QQ,
    ChannelKind.WECHAT: SubjectKind.WECHAT,
    ChannelKind.IM: SubjectKind.IM,
    ChannelKind.EMAIL: SubjectKind.EMAIL,
    ChannelKind.URL: SubjectKind.URL,
    ChannelKind.APP: SubjectKind.APP,
}
"""What a channel is as a subject; a meeting program is everybody's and no trace of anybody."""


class Direction(TextChoices):
    """Who called whom."""

    IN = "in", _("对方打来")
    OUT = "out", _("事主打出")


class Missing(TextChoices):
    """What a bank compares before it stops, and the report does not say."""

    ACCOUNT = "to_account", _("收款账号")
    NAME = "to_name", _("收款户名")
    BANK = "to_bank_name", _("收款银行")
    AMOUNT = "amount", _("金额")
    TIME = "moved_at", _("转账时间")
    SERIAL = "serial", _("交易流水号")


class Instead(TextChoices):
    """What goes out while a stop cannot; the queries carry the values of `OrderKind`."""

    QUERY_DETAIL = "query_detail", _("明细快速查询 (100301 方式 04)")
    QUERY_HOLDER = "query_holder", _("持卡主体查询 (100303)")
    GREEN_CHANNEL = "green_channel", _("联系 96110 或银行绿色通道")


class Doubt(TextChoices):
    """What was probably misheard. A doubt never bars an order."""

    CHECK_DIGIT = "check_digit", _("卡号校验位不符，请事主再念一遍")
    OTHER_BANK = "other_bank", _("卡号不像是这家银行的，请核对开户行")


class Asked(TextChoices):
    """What a scripted question finds out (询问要素). Money first, in the order of asking."""

    TO_ACCOUNT = "to_account", _("收款账号")
    TO_NAME = "to_name", _("收款户名")
    AMOUNT = "amount", _("金额")
    MOVED_AT = "moved_at", _("转账时间")
    TO_BANK_NAME = "to_bank_name", _("收款银行")
    SERIAL = "serial", _("交易流水号")
    FROM_ACCOUNT = "from_account", _("付款账号")
    METHOD = "method", _("转账方式")
    HOLDS_MONEY = "holds_money", _("账上还有钱")
    STILL_IN_CONTACT = "still_in_contact", _("仍在联系")
    SCREEN_SHARED = "screen_shared", _("共享屏幕")
    REMOTE_CONTROLLED = "remote_controlled", _("远程控制")
    CREDENTIALS = "credentials", _("泄露的密码验证码")
    PHONE = "phone", _("对方电话")
    SMS = "sms", _("短信")
    IM = "im", _("社交账号")
    GROUP = "group", _("群组")
    APP = "app", _("应用程序")
    URL = "url", _("网址")
    MEETING = "meeting", _("会议软件")
    EMAIL = "email", _("电子邮箱")
    IDENTITY = "identity", _("对方自称身份")
    PRETEXT = "pretext", _("对方说法")
    LURE = "lure", _("最初如何接触")
    PAID_BACK = "paid_back", _("收到过返款")
    LOANS = "loans", _("被诱导贷款")
    CASH_COURIER = "cash_courier", _("现金或物品交付")
    PARCEL = "parcel", _("快递单号")
    ORDER_NO = "order_no", _("平台订单号")
    EVIDENCE = "evidence", _("证据")
    OTHERS = "others", _("其他受骗人")
    IN_PERSON = "in_person", _("是否见过面")


class Likeness(TextChoices):
    """Why two reports may be one (疑似重复), strongest first."""

    SAME_SERIAL = "same_serial", _("同一交易流水号")
    SAME_TRANSFER = "same_transfer", _("同一笔转账")
    SAME_VICTIM = "same_victim", _("同一事主证件")
    SAME_PHONE = "same_phone", _("同一联系电话")
    SAME_PAYEE = "same_payee", _("同一收款账户")


ASKS_FOR_DECISION = frozenset(Likeness) - {Likeness.SAME_PAYEE}
"""What makes a report wait for a choice between attaching it and keeping it apart. One account
takes many victims' money: that alone is shown and asks nothing. Ours."""

SAME_TRANSFER_WITHIN = timedelta(minutes=2)
"""Two reports of one transfer differ by what victims misremember. Ours."""

CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead of us another system's clock may be before a time counts as future. Ours."""

FILING_THRESHOLD_FEN = 3_000 * 100
"""Loss from which telecom fraud is a crime (立案标准). Source: 法发〔2016〕32号, domain.md §3.8."""

LARGEST_EVIDENCE = 20 * 1024 * 1024
"""Bytes of one evidence file. Ours."""

LARGEST_DRAFT = 512 * 1024
"""Bytes of one draft as JSON. Ours."""

MOST_TRANSFERS = 200
"""Transfers and channels of one report; more come as an attached statement. Ours."""

EVIDENCE_TYPES = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "audio/aac",
        "audio/amr",
        "audio/mp4",
        "audio/mpeg",
        "audio/wav",
        "image/heic",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/plain",
        "video/mp4",
    }
)
"""Media types taken as evidence: screenshots, recordings, statements. Ours."""

LONGEST = {
    "address": 200,
    "area": 12,
    "caller_name": 60,
    "caller_phone": 30,
    "currency": 3,
    "draft_key": 64,
    "file_name": 200,
    "filed_no": 60,
    "education": 30,
    "from_account": 40,
    "from_institution_code": 12,
    "id_number": 30,
    "name": 60,
    "narrative": 50_000,
    "occupation": 60,
    "operator_no": 40,
    "other_phone": 30,
    "phone": 30,
    "place": 200,
    "reason": 200,
    "serial": 64,
    "sheet_no": 40,
    "tab": 64,
    "text": 500,
    "to_account": 40,
    "to_institution_code": 12,
    "type": 20,
    "value": 500,
}
"""Characters of each text of a report, as its column holds them."""

LONGEST_OTHERWISE = 100
"""Characters of a text that `LONGEST` does not name."""
