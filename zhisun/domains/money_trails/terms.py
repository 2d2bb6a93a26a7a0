"""Words of the money trail and its ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TransferSource(TextChoices):
    """Where we know a transfer from."""

    REPORT = "report", _("报案")
    ANSWER = "answer", _("机构反馈")
    STATEMENT = "statement", _("导入流水")
    BY_HAND = "by_hand", _("手工补录")


class StatementState(TextChoices):
    """Life of one uploaded statement file (流水文件)."""

    UPLOADING = "uploading", _("上传中")
    RECEIVED = "received", _("待核对")
    MAPPED = "mapped", _("读取中")
    IMPORTED = "imported", _("已导入")
    REFUSED = "refused", _("不能导入")


LARGEST_STATEMENT = 512 << 20
"""Bytes of one statement file: three million rows. Local rule."""

LARGEST_PART = 2 << 20
"""Bytes of one part of an upload. Local rule."""

SHOWN_ROWS = 200
"""Rejected rows and breaks of a balance that one page shows. Local rule."""


class Amount(TextChoices):
    """The five amounts of the ledger, never mixed."""

    CLAIMED = "claimed", _("报损")
    ORDERED = "ordered", _("已下令")
    HELD = "held", _("已止付")
    FROZEN = "frozen", _("已冻结")
    RETURNED = "returned", _("已返还")


class Whereabouts(TextChoices):
    """Where traced money lies. Values are names of `engines.tracing.terms.EndState`."""

    RESTING = "resting", _("在账")
    FRONTIER = "frontier", _("待查")
    CASHED_OUT = "cashed_out", _("取现消费")
    PLATFORM = "platform", _("进入平台")
    RETURNED = "returned", _("退回事主")
    FEE = "fee", _("手续费")
    LEVEL_CAP = "level_cap", _("层级上限")
    DUST = "dust", _("零头")
    SUPERSEDED = "superseded", _("计入后案")
    UNRECORDED = "unrecorded", _("流水缺失")


class TraceRule(TextChoices):
    """Which money leaves first when an account pays (追踪规则). Values are the engine's `Rule`."""

    FIFO = "fifo", _("先进先出")
    LIFO = "lifo", _("后进先出")
    TAINT_FIRST = "taint_first", _("涉案资金先出")
    CLEAN_FIRST = "clean_first", _("自有资金先出")
    HAIRCUT = "haircut", _("比例混同")


SAME_MOVEMENT_SECONDS = 3
"""Two statement rows of one movement differ by at most this much (graph study §4.1)."""

SKEWED_CLOCKS_SECONDS = 120
"""Money cannot come before it was paid: a payee's clock may be slow by so much (§4.6)."""

BY_HAND_SECONDS = 60
"""A statement on paper may print the minute only: a bank's own row this near is the same movement.
Local rule."""

LEAST_NEXT_FEN = 100 * 100
"""Less traced money than this does not call for an order by itself. Local rule."""

MOST_NEXT = 30
"""Accounts of a next layer that are drafted in one round. Local rule."""

LEARNT_CASES, LEARNT_DAYS = 200, 90
"""Latest cases and days from which is learnt how long money stays and how soon institutions act.
Local rule."""

NEXT_LAYER_REASON = "{level}级账户，承接{payer}资金"
"""Reason on the paper of a next-layer order."""

CASH_OUT = "取现"
CASH = "现金存入"
UNKNOWN = "来源不明"
UNTOLD = "去向不明"
"""Where money without a counterparty is booked, one place per account. A bank that leaves the
other side of a transfer out (domain.md §2.5) has not said that it was cash."""

VICTIM = "事主账户"
"""The payer of a reported transfer whose own account the victim did not say."""

COMPANY_NAMES = ("公司", "商行", "经营部", "中心", "厂", "店", "合作社")
"""How the names of corporate holders end. Local rule."""

READ_STATEMENT = "money_trails.read_statement"
"""Name of the job that reads a mapped statement file: who asks for it does not know it."""
