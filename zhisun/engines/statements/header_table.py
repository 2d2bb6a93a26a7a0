"""What Chinese banks and payment firms write above a column. A data table; earlier lines win.

Each line is a column and a pattern that the whole folded heading must match (`headings.folded`:
half-width, lower case, no space, no unit). Source: field names of domain.md §2.5 (call 100302),
public statement formats of banks and payment firms as seen in open code; no customer's file.
"""

from zhisun.engines.statements.terms import Column

OTHER = (
    "(?:交易|资金)?(?:对方|对手方?|对端|对象|收付方|收/付方|往来方?|opponent|counterparty)"
    "的?(?:信息)?"
)
NUMBER = (
    "(?:账户|帐户|账|帐|卡|账卡|帐卡|账/卡|钱包|户)(?:号码|号|编号|id)?(?:/?(?:账|帐|卡|户)号)?"
)
NAMED = "(?:账户|帐户|客户|单位)?(?:户名|名称|姓名|名字|名)"
BANK = "(?:账户|账号|帐号)?(?:开户)?(?:银行|行|机构|网点|支行)(?:名称|名|号|代码|行号|id)?"
MONEY = "(?:发生额|发生金额|交易金额|交易额|金额)"

HEADINGS: tuple[tuple[Column, str], ...] = (
    (Column.COUNTERPARTY, f"{OTHER}{NUMBER}"),
    (Column.COUNTERPARTY, "opponentaccountnumber|转入转出账号|对方商户号|收付款方账号"),
    (Column.COUNTERPARTY_NAME, f"{OTHER}{NAMED}"),
    (Column.COUNTERPARTY_NAME, "交易对方|交易对手|对方|对手|opponentname|商户名称|收付款方户名"),
    (Column.COUNTERPARTY_BANK, f"{OTHER}{BANK}"),
    (Column.COUNTERPARTY_BANK, "opponentdepositbankid"),
    (Column.PAYER, f"(?:付款|汇款|转出|出账|付)(?:方|人)?{NUMBER}|付款方"),
    (Column.PAYER_NAME, f"(?:付款|汇款|转出|付)(?:方|人)?{NAMED}|付款人"),
    (Column.PAYEE, f"(?:收款|转入|入账|收)(?:方|人)?{NUMBER}|收款方"),
    (Column.PAYEE_NAME, f"(?:收款|转入|收)(?:方|人)?{NAMED}|收款人"),
    (
        Column.DIRECTION,
        (
            "(?:交易)?(?:借贷|收付|进出|收支|出入账?|来往账?|收/支|借/贷|进/出|收/付)"
            "(?:标志|标识|标记|方向|类型|状态|别)?"
        ),
    ),
    (Column.DIRECTION, "(?:交易|资金|转账)(?:方向|流向)|d/?c(?:标志|flag)?|borrowingsigns?|dcflag"),
    (
        Column.OUT,
        f"(?:借方|支出|转出|付款|付出|出账|支取|取出|汇出|{MONEY}借方?|{MONEY}支出){MONEY}?",
    ),
    (Column.IN, f"(?:贷方|收入|转入|收款|存入|入账|收到|汇入|{MONEY}贷方?|{MONEY}收入){MONEY}?"),
    (
        Column.BALANCE,
        (
            "(?:账户|帐户|交易后|交易|本次|当前|活期|卡内|账面|可用|人民币)*(?:账户)?余额"
            "|accountbalance|balance|结余"
        ),
    ),
    (
        Column.TIME,
        (
            "交易(?:日期)?(?:及|和|/)?时间|日期时间|交易日期时分秒|交易发生时间"
            "|transactiontime|(?:发生|支付|完成|创建|付款|成功|入账|记账)时间|交易完成时间"
        ),
    ),
    (Column.DATE, "交易(?:日期|日)|日期|发生(?:日期|日)|transactiondate|date"),
    (Column.DATE, "(?:记账|入账|会计|账务|核心)(?:日期|日)"),
    (Column.CLOCK, "时间|时刻|交易时刻|交易时分秒?|time"),
    (Column.AMOUNT, f"(?:人民币|转账|订单|支付|本次|实际)?{MONEY}|transactionamount|amount"),
    (
        Column.SERIAL,
        (
            "(?:交易|业务|核心|主机|支付|平台|柜员|后台|系统)?(?:流水号?|流水编号|订单号|单号)"
            "|交易(?:订单|单)?(?:号|编号)|transactionserial|serial(?:no)?"
        ),
    ),
    (Column.ACCOUNT, "(?:交易|查询|本方|我方|己方|客户|主|本人)?(?:卡号|账卡号|帐卡号)|cardnumber"),
    (
        Column.ACCOUNT,
        (
            "(?:交易|查询|本方|我方|己方|客户|主|本人)?(?:账号|帐号|账户|帐户|户号|钱包号?)"
            "|accountnumber|account"
        ),
    ),
    (
        Column.ACCOUNT_NAME,
        (
            "(?:交易|查询|本方|我方|己方|客户|账户|帐户|交易方)?"
            "(?:户名|账户名称?|帐户名称?|客户名称|姓名|名称)|accountname"
        ),
    ),
    (Column.CURRENCY, "(?:交易)?(?:币种|货币|币别)(?:类型|代码|名称)?|currency"),
    (Column.CASH, "(?:现金|现转|现金交易)(?:标志|标识|标记)?|cashmark"),
    (Column.STATUS, "(?:交易|支付|处理|当前)?(?:状态|结果)|是否成功|transactionstatus"),
    (Column.MERCHANT, "(?:特约)?商户(?:号|代码|编号)|merchantcode"),
    (Column.CHANNEL, "(?:交易|业务)?(?:渠道|途径)(?:名称|代码)?|交易方式|收/付款方式|支付方式"),
    (
        Column.SUMMARY,
        (
            "(?:交易|业务)?摘要(?:说明|描述|内容|代码)?|用途|交易(?:类型|种类|名称|说明)"
            "|业务(?:类型|种类)|商品(?:名称|说明)?|transactiontype"
        ),
    ),
    (Column.REMARK, "(?:交易|客户)?(?:备注|附言|留言)|说明|transactionremark|remark"),
    (
        Column.BRANCH,
        (
            "(?:交易)?(?:网点|机构|行所|营业机构)(?:名称|号|代码)?|交易(?:地点|场所|地)"
            "|transactionbranchname"
        ),
    ),
    (Column.IP, "(?:交易|登录|客户端)?ip(?:地址|address)?"),
    (Column.MAC, "(?:交易|设备|客户端)?mac(?:地址|address)?"),
)


def _words(text: str) -> list[str]:
    return text.split()


OUT_WORDS = frozenset(
    _words(
        "借 借方 借记 d dr debit 支 支出 出 付 付款 付出 "
        "转出 出账 往 往账 取 支取 消费 提现 out - 0 00 "
        "转账支出 已支出 "
    )
)
"""The customer's money goes: 借 on a customer's statement is money out (BorrowingSigns 0)."""
IN_WORDS = frozenset(
    _words(
        "贷 贷方 贷记 c cr credit 收 收入 入 进 收款 转入 "
        "入账 进账 来 来账 存 存入 充值 in + 1 01 已收入 "
        "退款 "
    )
)
"""The customer's money comes (BorrowingSigns 1)."""

FAILED_WORDS = frozenset(
    {"失败", "未成功", "撤销", "拒绝", "关闭", "取消", "作废", "已冲正", "已退"}
)
FAILED_CODES = frozenset({"01", "n", "f", "fail", "failed", "否"})
CASH_CODES = frozenset({"01", "1", "现金", "现", "y", "是"})
CASH_WORDS = ("取现", "现金", "ATM取", "atm取", "现支", "现存", "自助取款", "柜面取款")
YUAN = frozenset({"", "人民币", "人民币元", "cny", "rmb", "156", "01", "元", "本币", "￥", "¥"})

TOTALS = (
    "合计",
    "总计",
    "小计",
    "累计",
    "承前页",
    "过次页",
    "期初余额",
    "期末余额",
    "上期余额",
    "上页余额",
    "本页",
    "笔数",
    "打印",
    "结转",
    "制表",
    "截止",
    "以下空白",
    "页码",
    "第1页",
)
"""Beginnings of rows that a bank prints between or after the movements."""

OWN_ACCOUNT = r"(?:账\s*号|帐\s*号|卡\s*号|账\s*户|账户号|钱包号|微信号|支付宝账户)\s*[:：]?\s*"
OWN_NAME = r"(?:户\s*名|姓\s*名|客户名称|账户名称|客户姓名)\s*[:：]?\s*"
