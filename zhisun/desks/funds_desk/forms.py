"""What people type at the funds desk, read into the domains' words. Nothing typed is ever lost."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import TypeVar

from django.utils.translation import gettext as _

from zhisun.domains.cases.terms import IdType
from zhisun.domains.money_trails.services.add import NewTransfer
from zhisun.domains.stop_payment.selectors.dossier import Dossier
from zhisun.domains.stop_payment.services.correct import Correction
from zhisun.domains.stop_payment.services.draft import NewOrder
from zhisun.domains.stop_payment.terms import FREEZES, OrderKind, Origin
from zhisun.engines.identity.resident_ids import resident_id
from zhisun.kernel.errors import InputError, ZhisunError
from zhisun.kernel.moments import instant
from zhisun.kernel.money import Fen, fen
from zhisun.shell.messages import text

T = TypeVar("T")
Typing = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Typed:
    """One form as it was typed, and what is wrong with it: at a field, or with the whole."""

    form: str = ""
    values: Typing = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    alert: str = ""

    def of(self, form: str) -> "Typed":
        """What was typed, if it is the form asked for; an untouched form otherwise."""
        return self if self.form == form else Typed(form)

    def shown_among(self, forms: Collection[str]) -> "Typed":
        """The same if the page still shows the form, else what was wrong, above everything."""
        if self.form in forms:
            return self
        return Typed(alert=self.alert or " ".join(self.problems.values()))

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field, or what stands there before anybody types."""
        return self.values.get(name, default)

    def ticked(self, name: str, *, default: bool = False) -> bool:
        """Whether a box is ticked."""
        return name in self.values if self.values else default

    def problem(self, name: str) -> str:
        """What is wrong with a field."""
        return self.problems.get(name, "")


FIELDS: Mapping[str, frozenset[str]] = {
    "decline": frozenset({"reason"}),
    "recall": frozenset({"reason"}),
    "correct": frozenset({"institution", "account_no", "account_name", "reason", "waiver"}),
    "extend": frozenset({"reason", "waiver"}),
    "release": frozenset({"reason"}),
    "freeze": frozenset({"amount", "reason", "waiver"}),
    "query": frozenset({"kind", "reason", "period_start", "period_end", "credential_number"}),
    "sending": frozenset({"how", "at"}),
    "receipt": frozenset({"who", "at"}),
    "reply": frozenset({"result", "balance", "at", "remark"}),
    "owner": frozenset({"how", "at"}),
    "notice": frozenset({"institution", "case_summary"}),
    "transfer": frozenset(each.name for each in fields(NewTransfer)),
}
"""The fields of each form that can show what is wrong with them."""


REASONED = ("withdraw-", "accept-", "dismiss-")
"""Beginnings of forms that ask for a reason alone; a key follows."""


def refused(form: str, values: Typing, error: ZhisunError) -> Typed:
    """The form again, with the error at its field or, if it has none here, above the form."""
    at = str(error.facts.get("field", "")).partition(".")[0]  # a paragraph of a field is "name.0"
    if at in FIELDS.get(form, ()) or form.startswith(REASONED):
        return Typed(form, values, {at: text(error)})
    return Typed(form, values, alert=text(error))


def at_field(name: str, read: Callable[[str], T], value: str) -> T:
    """What `read` makes of a field. Raises InputError that names the field."""
    try:
        return read(value)
    except InputError as error:
        raise InputError(error.code, **(error.facts | {"field": name})) from error


def amount(values: Typing, name: str = "amount") -> Fen:
    """The fen of an amount in yuan. Raises InputError at the field."""
    return at_field(name, fen, values.get(name, ""))


def moment(values: Typing, name: str) -> datetime | None:
    """The instant typed into a field, None when it was left empty. Raises InputError at it."""
    typed = values.get(name, "").strip()
    return at_field(name, instant, typed) if typed else None


def ticked(values: Typing, name: str) -> bool:
    """Whether a box was ticked."""
    return bool(values.get(name))


def correction(values: Typing, *, now: str) -> Correction:
    """The corrected facts of a refused order. now: its account, for a form that shows none."""
    return Correction(
        institution_code=values.get("institution", ""),
        account_no=values.get("account_no", now).replace(" ", ""),
        account_name=values.get("account_name", ""),
        reason=values.get("reason", ""),
        waiver=values.get("waiver", ""),
    )


def added_transfer(values: Typing) -> NewTransfer:
    """A movement as a paper states it (补录流水). Raises InputError at the field."""
    moved_at = moment(values, "moved_at")
    if moved_at is None:
        raise InputError("moved_at_missing", field="moved_at")
    texts = {
        each.name: values.get(each.name, "")
        for each in fields(NewTransfer)
        if each.name not in {"amount_fen", "moved_at", "cash"}
    }
    return NewTransfer(
        **texts,
        amount_fen=amount(values, "amount_fen"),
        moved_at=moved_at,
        cash=ticked(values, "cash"),
    )


def extension(now: Dossier, values: Typing) -> NewOrder:
    """The draft that prolongs a hold (延期、续冻)."""
    freezes = now.order.kind in FREEZES
    kind = OrderKind.FREEZE_EXTEND if freezes else OrderKind.STOP_EXTEND
    return _acting_on(now, kind, values, amount_fen=now.order.amount_fen)


def release(now: Dossier, values: Typing) -> NewOrder:
    """The draft that lifts a hold (解除)."""
    freezes = now.order.kind in FREEZES
    kind = OrderKind.FREEZE_RELEASE if freezes else OrderKind.STOP_RELEASE
    if now.order.kind is OrderKind.QUERY_MOVEMENTS:
        kind = OrderKind.QUERY_MOVEMENTS_RELEASE
    return _acting_on(now, kind, values, amount_fen=now.order.amount_fen)


def freeze(now: Dossier, values: Typing) -> NewOrder:
    """The draft that turns a stop into a freeze (转冻结). Raises InputError."""
    full = ticked(values, "full_freeze")
    return _acting_on(
        now,
        OrderKind.FREEZE,
        values,
        amount_fen=now.order.amount_fen if full else amount(values),
        full_freeze=full,
        with_fruits=ticked(values, "with_fruits"),
        long_freeze=ticked(values, "long_freeze"),
    )


def query(now: Dossier, values: Typing) -> NewOrder:
    """The draft of a question about the account (查询). Raises InputError."""
    kind = QUERIES.get(values.get("kind", ""), OrderKind.QUERY_DETAIL)
    facts: dict[str, object] = {}
    if kind is OrderKind.QUERY_DETAIL:
        facts = _detail(values)
    elif kind is OrderKind.QUERY_ALL_ACCOUNTS:
        facts = _everything_of_holder(values)
    return _about(now, kind, values, **facts)


def _detail(values: Typing) -> dict[str, object]:
    mode = values.get("mode", "")
    if mode not in dict(inquiry_modes()):
        mode = QUICK
    start, end = moment(values, "period_start"), moment(values, "period_end")
    if mode != QUICK and (start is None or end is None):
        missing = "period_end" if start else "period_start"
        raise InputError("period_missing", field=missing)
    if start and end and start > end:
        raise InputError("period_reversed", field="period_start")
    return {"inquiry_mode": mode, "period_start": start, "period_end": end}


def _everything_of_holder(values: Typing) -> dict[str, object]:
    number = values.get("credential_number", "").strip().upper()
    if not number:
        raise InputError("credential_missing", field="credential_number")
    known = resident_id(number)
    if known is None or not known.check_valid:
        raise InputError("credential_wrong", field="credential_number")
    return {
        "inquiry_mode": ACCOUNTS_WITH_MEASURES,
        "credential_type": IdType.RESIDENT.value,
        "credential_number": number,
    }


QUICK, ROWS, BOTH = "04", "02", "03"
"""InquiryMode of a detail query (domain.md §2.9)."""
ACCOUNTS_WITH_MEASURES = "02"
"""InquiryMode of a query for all accounts: with the measures that stand on them."""


def inquiry_modes() -> list[tuple[str, str]]:
    """Ways to ask for details."""
    return [
        (QUICK, _("快速查询 (昨天、今天)")),
        (ROWS, _("交易明细 (写起止时间)")),
        (BOTH, _("基本信息和明细 (写起止时间)")),
    ]


QUERIES = {
    kind.value: kind
    for kind in (
        OrderKind.QUERY_DETAIL,
        OrderKind.QUERY_HOLDER,
        OrderKind.QUERY_MOVEMENTS,
        OrderKind.QUERY_ALL_ACCOUNTS,
    )
}
"""What may be asked about any account; moving from one to the other needs no new page."""

FOLLOW_UPS: Mapping[str, Callable[[Dossier, Typing], NewOrder]] = {
    "extend": extension,
    "release": release,
    "freeze": freeze,
    "query": query,
}


def _acting_on(now: Dossier, kind: OrderKind, values: Typing, **facts: object) -> NewOrder:
    return _about(now, kind, values, original_no=now.order.order_no, **facts)


def _about(now: Dossier, kind: OrderKind, values: Typing, **facts: object) -> NewOrder:
    if not values.get("reason", "").strip():
        raise InputError("reason_missing", field="reason")
    order = now.order
    seed: dict[str, object] = {
        "incident_no": order.incident_no,
        "kind": kind,
        "institution_code": order.institution_code,
        "account_no": order.account_no,
        "account_kind": order.account_kind,
        "account_name": order.account_name,
        "reason": values["reason"].strip(),
        "waiver": values.get("waiver", ""),
        "transferred_at": order.transferred_at,
        "most_fen": order.amount_fen,
        "level": order.level,
        "origin": Origin.BY_HAND,
        "payer_institution_code": now.payer_institution_code,
        "payer_institution_name": now.payer_institution_name,
        "payer_name": order.payer_name,
        "payer_account": order.payer_account,
        "trade_serial": order.trade_serial,
    }
    return NewOrder(**(seed | facts))  # type: ignore[arg-type]  # the names are NewOrder's own
