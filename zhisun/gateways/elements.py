"""Elements that both lanes write alike, and the way an order is read and written with them.

Source: domain.md §2.3 lengths, §2.4 common head and tail, §2.5 common answer and statement rows.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from zhisun.gateways import layout
from zhisun.gateways.blocks import Block, refused
from zhisun.gateways.envelope import checked_application_id, checked_institution, from_base64
from zhisun.gateways.layout import (
    AMOUNT,
    BALANCE,
    ONE_ZERO,
    PARAGRAPH,
    RESULT,
    TEXT,
    TIME,
    URGENT,
    Field,
    coded,
)
from zhisun.gateways.port import (
    Attachment,
    FormerFreeze,
    HeldAccount,
    Movement,
    Officer,
    OrderMessage,
    Party,
)

MOST_ATTACHMENTS = 20

ORDER_HEAD = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("CaseNumber", "case_no", TEXT, 20, needed=True),
    Field("CaseType", "case_type", TEXT, 4, needed=True),
    Field("EmergencyLevel", "urgent", URGENT, 2),
)
ORDER_TAIL = (
    Field("ApplicationTime", "applied_at", TIME, 14, needed=True),
    Field("ApplicationOrgID", "org_code", TEXT, 12, needed=True),
    Field("ApplicationOrgName", "org_name", TEXT, needed=True),
    Field("OperatorIDType", "handler.id_type", TEXT, 2),
    Field("OperatorIDNumber", "handler.id_number", TEXT, 30),
    Field("OperatorName", "handler.name", TEXT, 60, needed=True),
    Field("OperatorPhoneNumber", "handler.phone", TEXT, 20),
    Field("InvestigatorIDType", "assistant.id_type", TEXT, 2),
    Field("InvestigatorIDNumber", "assistant.id_number", TEXT, 30),
    Field("InvestigatorName", "assistant.name", TEXT, 60, needed=True),
)
TRANSFER_OUT = (
    Field("TransferOutBankID", "transfer_out.institution_code", TEXT, 12),
    Field("TransferOutBankName", "transfer_out.institution_name", TEXT),
    Field("TransferOutAccountName", "transfer_out.name", TEXT, 60),
    Field("TransferOutAccountNumber", "transfer_out.number", TEXT, 30),
)
ORIGINAL = Field("OriginalApplicationID", "original_application_id", TEXT, 36, needed=True)
REASON = Field("Reason", "reason", TEXT, PARAGRAPH)
REMARK = Field("Remark", "remark", TEXT, PARAGRAPH)
STARTS = Field("StartTime", "starts_at", TIME, 14)
EXPIRES = Field("ExpireTime", "expires_at", TIME, 14)

ANSWER_HEAD = (
    Field("ApplicationID", "application_id", TEXT, 36, needed=True),
    Field("Result", "result", RESULT, 4, needed=True),
)
ANSWER_TAIL = (
    Field("OperatorName", "operator_name", TEXT, 60),
    Field("OperatorPhoneNumber", "operator_phone", TEXT, 20),
    Field("FeedbackOrgName", "org_name", TEXT),
    Field("FeedbackRemark", "remark", TEXT, PARAGRAPH),
)
CAUSE = Field("FailureCause", "failure_cause", TEXT, PARAGRAPH)
ACCOUNT_BALANCE = Field("AccountBalance", "balance_fen", BALANCE, 20)
AVAILABLE = Field("AccountAvailableBalance", "available_fen", BALANCE, 20)
APPLIED = Field("AppliedBalance", "applied_fen", BALANCE, 20)
FROZEN = Field("FrozedBalance", "frozen_fen", BALANCE, 20)
UNFROZEN = Field("UnfreezeBalance", "frozen_fen", BALANCE, 20)
WITHDRAWN = Field("WithdrawalTime", "expires_at", TIME, 14)

FORMER_FREEZE = (
    Field("FormerApplicationDepartment", "department", TEXT, needed=True),
    Field("FormerFrozenCurrency", "currency", TEXT, 3),
    Field("FormerFrozenBalance", "amount_fen", BALANCE, 20, needed=True),
    Field("FormerFrozenExpireTime", "expires_at", TIME, 14),
)
HELD_ACCOUNT = (
    Field("AccountNumber", "account_no", TEXT, 30, needed=True),
    Field("AccountName", "account_name", TEXT, 60),
    Field("AccountStatus", "account_status", TEXT, 2),
    Field("AccountBalance", "balance_fen", BALANCE, 20),
    Field("AvailableBalance", "available_fen", BALANCE, 20),
    Field("AccountOpenTime", "opened_at", TIME, 14),
)
HOLDER = (
    Field("AccountSubjectName", "holder.name", TEXT, 60),
    Field("AccountCredentialType", "holder.credential_type", TEXT, 2),
    Field("AccountCredentialNumber", "holder.credential_number", TEXT, 30),
    Field("TelNumber", "holder.phone", TEXT, 20),
    Field("ResidentAddress", "holder.address", TEXT, 200),
    Field("WorkCompanyName", "holder.employer", TEXT),
)
MOVEMENT = (
    Field("TransactionType", "kind", TEXT, 60),
    Field("BorrowingSigns", "incoming", ONE_ZERO, 1, needed=True),
    Field("TransactionAmount", "amount_fen", BALANCE, 20, needed=True),
    Field("AccountBalance", "balance_fen", BALANCE, 20),
    Field("TransactionTime", "moved_at", TIME, 14, needed=True),
    Field("TransactionSerial", "serial", TEXT, 64, needed=True),
    Field("OpponentName", "counterparty_name", TEXT, 60),
    Field("OpponentAccountNumber", "counterparty_account", TEXT, 30),
    Field("OpponentDepositBankID", "counterparty_institution", TEXT, 30),
    Field("TransactionRemark", "remark", TEXT, PARAGRAPH),
    Field("TransactionBranchName", "branch_name", TEXT),
    Field("CashMark", "cash", coded((True, "01"), (False, "00")), 2),
    Field("TerminalNumber", "terminal", TEXT, 30),
    Field("TransactionStatus", "succeeded", coded((True, "00"), (False, "01")), 2),
    Field("TransactionAddress", "address", TEXT, 200),
    Field("MerchantName", "merchant_name", TEXT),
    Field("MerchantCode", "merchant_code", TEXT, 64),
    Field("IpAddress", "ip", TEXT, 30),
    Field("Mac", "mac", TEXT, 20),
)


def write_order(fields: Sequence[Field], order: OrderMessage, needs: Mapping[str, bool]) -> Block:
    """The body of an order: head, the kind's own fields, tail, attachments, the unknown rest."""
    checked_application_id(order.application_id)
    body = layout.write((*ORDER_HEAD, *fields, *ORDER_TAIL), order, Block())
    require(needs)
    write_attachments(order.attachments, body)
    return body.fill(order.extra)


def read_order(fields: Sequence[Field], body: Block) -> dict[str, Any]:
    """The values of an order as keywords of OrderMessage, without kind and account kind."""
    values = layout.read((*ORDER_HEAD, *fields, *ORDER_TAIL), body)
    made: dict[str, Callable[..., Any]] = {
        "handler": Officer,
        "assistant": Officer,
        "transfer_out": Party,
    }
    values = layout.parts(values, made)
    values["attachments"] = read_attachments(body)
    return {"account_no": "", "account_name": "", "institution_name": ""} | values | rest(body)


def require(needs: Mapping[str, bool]) -> None:
    """Refuse the first element whose need is not met: what a plain table cannot say."""
    for element, met in needs.items():
        if not met:
            raise refused("message_element_missing", element)


def institution(code: str, element: str, serial_no: str, *, sender: bool) -> str:
    """The institution's code when it is well formed and agrees with the serial number."""
    if sender and serial_no[:12] != code:
        raise refused("message_sender_differs", element)
    return checked_institution(code, element)


def rest(block: Block) -> dict[str, Any]:
    """What nobody took, as the `extra` of a message."""
    left = block.drain()
    return {"extra": left} if left else {}


def write_attachments(attachments: Sequence[Attachment], body: Block) -> None:
    """Base64 inside the message (domain.md §2.1)."""
    if not attachments:
        return
    listed = body.open("Attachments")
    for paper in attachments:
        block = listed.open("Attachment")
        block.put("Filename", paper.filename)
        block.put("Content", base64.b64encode(paper.content).decode())


def read_attachments(body: Block) -> tuple[Attachment, ...]:
    """The papers inside a message. Raises GatewayRefused."""
    blocks = body.inside("Attachments", "Attachment")
    if len(blocks) > MOST_ATTACHMENTS:
        raise refused("message_element_too_long", "Attachments", longest=MOST_ATTACHMENTS)
    return tuple(
        Attachment(
            filename=block.take("Filename")[:255],
            content=from_base64(block.take("Content"), "Content"),
        )
        for block in blocks
    )


def write_movements(movements: Sequence[Movement], into: Block) -> None:
    """Statement rows as `<Transactions><Transaction>…`."""
    if not movements:
        return
    listed = into.open("Transactions")
    for movement in movements:
        layout.write(MOVEMENT, movement, listed.open("Transaction")).fill(movement.extra)


def read_movements(block: Block, account_no: str) -> tuple[Movement, ...]:
    """The statement rows of one account, in the order of the message."""
    return tuple(
        Movement(**{"account_no": account_no, "balance_fen": None} | row | rest(one))
        for one in block.inside("Transactions", "Transaction")
        for row in (layout.read(MOVEMENT, one),)
    )


def write_accounts(
    accounts: Sequence[HeldAccount], movements: Sequence[Movement], into: Block
) -> None:
    """Accounts as `<Account>` blocks, each with its own rows.

    Raises GatewayRefused on a row whose account is not there.
    """
    rows: dict[str, list[Movement]] = {account.account_no: [] for account in accounts}
    for movement in movements:
        if movement.account_no not in rows:
            raise refused("message_element_missing", "AccountNumber")
        rows[movement.account_no].append(movement)
    for account in accounts:
        block = layout.write(HELD_ACCOUNT, account, into.open("Account"))
        write_movements(rows.pop(account.account_no, ()), block)


def read_accounts(
    blocks: Sequence[Block],
) -> tuple[tuple[HeldAccount, ...], tuple[Movement, ...]]:
    """The accounts and all their rows."""
    accounts: list[HeldAccount] = []
    movements: list[Movement] = []
    for block in blocks:
        account = HeldAccount(**layout.read(HELD_ACCOUNT, block))
        accounts.append(account)
        movements += read_movements(block, account.account_no)
    return tuple(accounts), tuple(movements)


def write_former(former: Sequence[FormerFreeze], body: Block) -> None:
    """Earlier freezes, the first to stand first, as repeated groups `<FormerFreeze>`.

    The bank lane names the elements of one former freeze; how several follow each other is not
    public (decision 0003).
    """
    for freeze in former:
        layout.write(FORMER_FREEZE, freeze, body.open("FormerFreeze"))


def read_former(body: Block) -> tuple[FormerFreeze, ...]:
    """Earlier freezes, grouped or (when there is one) as plain elements of the body."""
    blocks = body.blocks("FormerFreeze")
    values = [layout.read(FORMER_FREEZE, block) for block in blocks]
    plain = layout.read([_optional(field) for field in FORMER_FREEZE], body)
    if plain:
        values.append({"department": "", "amount_fen": 0} | plain)
    return tuple(FormerFreeze(**value) for value in values)


def _optional(field: Field) -> Field:
    return Field(field.element, field.at, field.form, field.longest)


AMOUNTS = (
    Field("Currency", "currency", TEXT, 3),
    Field("TransferAmount", "amount_fen", AMOUNT, 20),
    Field("TransferTime", "transferred_at", TIME, 14),
)
