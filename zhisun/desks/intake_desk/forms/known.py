"""Which questions the report answers already (已知要素)."""

from collections.abc import Iterable, Iterator

from zhisun.domains.cases.policy.report import NewIncident, NewTransfer
from zhisun.domains.cases.terms import Asked, ChannelKind

OF_TRANSFER = {
    Asked.TO_ACCOUNT: "to_account",
    Asked.TO_NAME: "to_name",
    Asked.AMOUNT: "amount_fen",
    Asked.MOVED_AT: "moved_at",
    Asked.TO_BANK_NAME: "to_bank_name",
    Asked.SERIAL: "serial",
    Asked.FROM_ACCOUNT: "from_account",
    Asked.METHOD: "method",
}
"""Answered when every transfer holds it: one account without a name is one lost stop."""

OF_REPORT = (
    Asked.HOLDS_MONEY,
    Asked.STILL_IN_CONTACT,
    Asked.SCREEN_SHARED,
    Asked.REMOTE_CONTROLLED,
)
OF_CHANNEL = {
    ChannelKind.PHONE: Asked.PHONE,
    ChannelKind.SMS: Asked.SMS,
    ChannelKind.QQ: Asked.IM,
    ChannelKind.WECHAT: Asked.IM,
    ChannelKind.IM: Asked.IM,
    ChannelKind.EMAIL: Asked.EMAIL,
    ChannelKind.URL: Asked.URL,
    ChannelKind.APP: Asked.APP,
    ChannelKind.MEETING: Asked.MEETING,
}
FIELD_OF = {
    Asked.TO_ACCOUNT: "to_account",
    Asked.TO_NAME: "to_name",
    Asked.AMOUNT: "amount",
    Asked.MOVED_AT: "moved_at",
    Asked.TO_BANK_NAME: "to_bank_name",
    Asked.SERIAL: "serial",
    Asked.FROM_ACCOUNT: "from_account",
    Asked.METHOD: "method",
}
"""The field of a transfer that an answer goes to."""


def known(report: NewIncident) -> frozenset[str]:
    """Values of `Asked` that need no question any more."""
    return frozenset(asked.value for asked in _known(report))


def field_of(asked: Asked, transfers: Iterable[tuple[int, NewTransfer]]) -> str:
    """The field to go to for an answer: the first transfer that lacks it; "" for the narrative."""
    if asked in FIELD_OF:
        rows = [row for row, told in transfers if not getattr(told, OF_TRANSFER[asked])]
        return f"transfers.{rows[0] if rows else 0}.{FIELD_OF[asked]}"
    return asked.value if asked in OF_REPORT else ""


def _known(report: NewIncident) -> Iterator[Asked]:
    for asked, name in OF_TRANSFER.items():
        if report.transfers and all(getattr(each, name) for each in report.transfers):
            yield asked
    for asked in OF_REPORT:
        if getattr(report, asked.value) is not None:
            yield asked
    for channel in report.channels:
        yield OF_CHANNEL[channel.kind]
        if channel.group:
            yield Asked.GROUP
