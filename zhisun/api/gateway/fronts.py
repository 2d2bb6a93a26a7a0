"""What each verb does for a caller that is believed. No transport here.

Every verb may be called again with the same message: ApplicationID is the key at both ends.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from zhisun.api.gateway import reports
from zhisun.api.gateway.credentials import Caller
from zhisun.domains.directory.terms import WITHOUT_MONEY, Lane
from zhisun.domains.dissuasion.services.messages import record_receipt
from zhisun.domains.dissuasion.services.suspicions import take_report as take_suspicions
from zhisun.domains.stop_payment.selectors.own_holds import is_own_hold
from zhisun.domains.stop_payment.services.answer import record_answer
from zhisun.domains.stop_payment.services.deliver import BATCH, acknowledge, collect
from zhisun.domains.stop_payment.services.messages import WIRES
from zhisun.domains.stop_payment.services.own_holds.answer import record_own_answer
from zhisun.domains.takedown.services import deliver as takedowns
from zhisun.domains.takedown.services.answer import record_reply
from zhisun.gateways import envelope, front
from zhisun.gateways.codes import SUSPICIONS, Platform
from zhisun.gateways.envelope import POLICE, trans_serial
from zhisun.gateways.messages.codes import RECEIPT_CODE
from zhisun.gateways.messages.wire import decode_receipt
from zhisun.gateways.suspicions import decode as decode_suspicions
from zhisun.gateways.takedown.wire import decode_reply
from zhisun.kernel.errors import (
    GatewayRefused,
    InputError,
    NotFound,
    NotPermitted,
    RuleViolation,
    ZhisunError,
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back.

    wait_seconds: an empty batch, and its poll would rather wait so long.
    had_room: a batch with something in it, and with room for more.
    """

    body: bytes
    code: str = Platform.DONE.value
    wait_seconds: int = 0
    had_room: bool = False


def answer_poll(caller: Caller, body: bytes, *, at: datetime) -> Reply:
    """Hand over what waits, leased to this poll. An empty batch has fence 0.

    Raises GatewayRefused.
    """
    poll = front.parse_poll(body)
    _demand_own(poll.institution_code, caller)
    limit = min(poll.most, BATCH)
    fetch = takedowns.collect if caller.lane in WITHOUT_MONEY else collect
    parcels = fetch(caller.code, by=caller.actor, at=at, limit=limit)
    fence = max((parcel.fence for parcel in parcels), default=0)
    batch = front.render_batch([parcel.body for parcel in parcels], fence, serial(at))
    return Reply(
        batch,
        wait_seconds=0 if parcels else poll.wait_seconds,
        had_room=0 < len(parcels) < limit,
    )


def take_ack(caller: Caller, body: bytes, *, at: datetime) -> Reply:
    """Stamp what the institution has stored. An old fence changes nothing and is no error.

    Raises GatewayRefused.
    """
    ack = front.parse_ack(body)
    _demand_own(ack.institution_code, caller)
    stamp = takedowns.acknowledge if caller.lane in WITHOUT_MONEY else acknowledge
    stamp(caller.code, ack.application_ids, fence=ack.fence, by=caller.actor, at=at)
    return receipt(front.Receipt(Platform.DONE.value), at)


def take_answer(caller: Caller, body: bytes, *, at: datetime) -> Reply:
    """Record an answer; a repeated one counts once and is told success.

    Not 200003 (重复提交): institutions themselves treat a repeated ApplicationID as done
    (domain.md §2.6), and a sender that lost our first receipt must not read a failure.
    Raises GatewayRefused, NotFound for an order that is not this institution's.
    """
    news = _recorded(caller, body, at=at)
    return receipt(front.Receipt(Platform.DONE.value, "" if news else "answer_repeated"), at)


def _recorded(caller: Caller, body: bytes, *, at: datetime) -> bool:
    if caller.lane in WITHOUT_MONEY and envelope.parse(body).tx_code == RECEIPT_CODE:
        found = decode_receipt(body)
        _demand_own(found.institution_code, caller)
        return record_receipt(found, by=caller.actor, at=at)
    if caller.lane in WITHOUT_MONEY:
        reply = decode_reply(body)
        _demand_own(reply.institution_code, caller)
        return record_reply(reply, body, by=caller.actor, at=at)
    answer = WIRES[caller.lane].decode_answer(body)
    _demand_own(answer.institution_code, caller)
    if is_own_hold(answer.application_id):
        return record_own_answer(answer, body, by=caller.actor, at=at)
    return record_answer(answer, body, by=caller.actor, at=at)


def take_report(caller: Caller, body: bytes, *, at: datetime) -> Reply:
    """Put a case the institution reports on the call board, or keep its suspicions.

    Suspicions (100403–100405) have no reply but the receipt; its remark says how many rows could
    not be read. Carriers and platforms have no such message. Raises GatewayRefused, InputError.
    """
    if caller.lane in WITHOUT_MONEY:
        raise GatewayRefused(
            "report_not_on_this_lane",
            platform_code=Platform.FRONT_FORBIDDEN.value,
            element="",
            institution=caller.code,
        )
    if caller.lane is Lane.BANK and envelope.parse(body).tx_code in SUSPICIONS:
        told = decode_suspicions(body)
        _demand_own(told.institution_code, caller)
        news = take_suspicions(told, by=caller.actor, at=at)
        unread = f"rows_unread {len(told.unread)}" if told.unread else ""
        return receipt(
            front.Receipt(Platform.DONE.value, unread if news else "report_repeated"), at
        )
    report = reports.read(body)
    _demand_own(report.institution_code, caller)
    news = reports.take(caller, report, serial(at), at=at)
    return receipt(front.Receipt(Platform.DONE.value, "" if news else "report_repeated"), at)


Verb = Callable[..., Reply]
VERBS: Mapping[str, Verb] = MappingProxyType(
    {
        front.POLL: answer_poll,
        front.ACK: take_ack,
        front.ANSWER: take_answer,
        front.REPORT: take_report,
    }
)


def refusal(error: ZhisunError, at: datetime) -> Reply:
    """The receipt that tells the institution what became of its call."""
    if isinstance(error, GatewayRefused):
        return receipt(front.receipt_of(error), at)
    return receipt(front.Receipt(_platform_code(error).value, error.code), at)


def unavailable(at: datetime) -> Reply:
    """The receipt that says: our trouble, send the same again later."""
    return receipt(front.Receipt(Platform.CLOSED.value, "try_again"), at)


def receipt(said: front.Receipt, at: datetime) -> Reply:
    """A receipt as a reply."""
    return Reply(front.render_receipt(said, serial(at)), said.code)


def serial(at: datetime) -> str:
    """A serial number for one message of ours."""
    return trans_serial(POLICE, at, secrets.randbelow)


def _platform_code(error: ZhisunError) -> Platform:
    match error:
        case NotFound():  # 200010 names an account; the lane has no code for an unknown order
            return Platform.ACCOUNT_UNKNOWN
        case InputError() | RuleViolation():
            return Platform.MALFORMED
        case NotPermitted():
            return Platform.FRONT_FORBIDDEN
        case _:  # somebody moved it first: the same message may be sent again
            return Platform.CLOSED


def _demand_own(sender: str, caller: Caller) -> None:
    if sender != caller.code:
        raise GatewayRefused(
            "message_of_another",
            platform_code=Platform.FRONT_FORBIDDEN.value,
            element="MessageFrom",
            institution=caller.code,
        )
