"""Warning messages through a carrier's channel (预警短信): handed over, arrived or not."""

from datetime import datetime

from django.db import connection, transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import institutions_of
from zhisun.domains.directory.terms import Lane
from zhisun.domains.dissuasion.models import Dispatch, WarningMessage
from zhisun.domains.dissuasion.policy.scripts import script_of
from zhisun.domains.dissuasion.services.alone import close_alone, waits_for_message
from zhisun.domains.dissuasion.services.contact import NewContact, contacted
from zhisun.domains.dissuasion.services.moves import announce, find, find_last
from zhisun.domains.dissuasion.terms import (
    OPEN,
    WAITING,
    ContactResult,
    DispatchState,
    Step,
)
from zhisun.domains.outbox.services import post, settle
from zhisun.domains.takedown.terms import NO_CASE
from zhisun.gateways.envelope import POLICE, police_application_id, trans_serial
from zhisun.gateways.messages import codes, wire
from zhisun.gateways.messages.port import TextMessage, TextReceipt
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import NotFound, StateConflict


@transaction.atomic(durable=True)
def send_sms(dispatch_no: str, *, by: Actor, at: datetime) -> bool:
    """Hand the warning message of the fraud type to the message channel (发预警短信).

    Whether it was handed over: once a round, only to a person whose telephone is known, and only
    while a carrier is connected. The text was checked to carry neither link nor number. Raises
    NotFound, NotPermitted, StateConflict.
    """
    dispatch = find(dispatch_no, Duty.HANDLE, by=by)
    if dispatch.state not in WAITING | {DispatchState.CONCLUDED}:
        raise StateConflict("dispatch_over", dispatch_no=dispatch.dispatch_no)
    channel, number = next(iter(institutions_of([Lane.TELECOM])), None), dispatch.person.phone
    sent = WarningMessage.objects.filter(dispatch=dispatch, round=dispatch.reopened, about="")
    if channel is None or not number or sent.exists():
        return False
    text = script_of(FraudType(dispatch.fraud_type)).sms
    told = _hand_over(dispatch, channel.code, number, text, at=at)
    _write_down(dispatch, told, ContactResult.HANDED_OVER, text, by=by, at=at)
    return True


@transaction.atomic(durable=True)
def tell_person(dispatch_no: str, about: str, text: str, *, by: Actor, at: datetime) -> bool:
    """Tell the person what was done to what is his (告知本人), once for each `about`.

    Whether it was handed over: without a channel or his telephone nothing is said to be sent. No
    attempt to reach him, so it moves no ladder. Raises NotFound, NotPermitted.
    """
    dispatch, _named = find_last(dispatch_no, Duty.HANDLE, by=by)
    channel, number = next(iter(institutions_of([Lane.TELECOM])), None), dispatch.person.phone
    told = WarningMessage.objects.filter(dispatch=dispatch, about=about)
    if channel is None or not number or told.exists():
        return False
    _hand_over(dispatch, channel.code, number, text, about=about, at=at)
    announce(dispatch, "told", by=by, at=at, reason=text)
    return True


def _hand_over(
    dispatch: Dispatch, channel: str, number: str, text: str, *, at: datetime, about: str = ""
) -> WarningMessage:
    told = WarningMessage.objects.create(
        dispatch_id=dispatch.pk,
        round=dispatch.reopened,
        about=about,
        application_id=police_application_id(codes.MESSAGE_CODE, NO_CASE, lambda _: _number()),
        institution_code=channel,
        number=number,
        posted_at=at,
    )
    post(channel, told.application_id, _bytes(told, text), at=at)
    return told


@transaction.atomic(durable=True)
def record_receipt(receipt: TextReceipt, *, by: Actor, at: datetime) -> bool:
    """Write down what became of a message (短信回执); whether it was news.

    Safe to repeat: the first receipt counts. A message that did not arrive moves the ladder on.
    Raises NotFound for what is not this carrier's.
    """
    rows = WarningMessage.objects.filter(application_id=receipt.application_id)
    told = rows.first()
    if told is None or receipt.institution_code not in {"", told.institution_code}:
        raise NotFound("message_unknown", application_id=receipt.application_id)
    dispatch = _locked(told, by=by)
    told = rows.get()
    if told.answered_at is not None:
        return False
    arrived = receipt.result == codes.DELIVERED
    cause = "" if arrived else receipt.failure_cause.strip() or codes.words(receipt.result)
    rows.update(result=receipt.result, cause=cause[:500], answered_at=at)
    settle(told.application_id, at=at)  # the receipt may have overtaken the acknowledgement
    result = ContactResult.DELIVERED if arrived else ContactResult.UNDELIVERED
    if told.about:
        announce(dispatch, "told_arrived" if arrived else "told_lost", by=by, at=at, reason=cause)
        return True
    if dispatch.state in OPEN and told.round == dispatch.reopened:
        _write_down(dispatch, told, result, cause, by=by, at=at)
    announce(dispatch, "sms_arrived" if arrived else "sms_failed", by=by, at=at, reason=cause)
    if arrived and told.round == dispatch.reopened and waits_for_message(dispatch):
        close_alone(dispatch, by=by, at=at)
    return True


def _locked(told: WarningMessage, *, by: Actor) -> Dispatch:
    """The dispatch, locked for the carrier that answers."""
    locked = Dispatch.objects.select_for_update()  # alone: who waited may find another person
    dispatch = locked.get(pk=told.dispatch_id)
    require(by, Duty.ANSWER, dispatch.area)
    return dispatch


def _write_down(
    dispatch: Dispatch,
    told: WarningMessage,
    result: ContactResult,
    note: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    key = f"sms-{told.round}-{result.value}"
    attempt = NewContact(key=key, step=Step.SMS, result=result, number=told.number, note=note)
    contacted(dispatch, attempt, by=by, at=at, named=dispatch, of_channel=True)


def _bytes(told: WarningMessage, text: str) -> bytes:
    message = TextMessage(
        application_id=told.application_id,
        institution_code=told.institution_code,
        number=told.number,
        text=text,
        applied_at=told.posted_at,
    )
    number = int(told.application_id[4:16])
    return wire.encode_message(message, trans_serial(POLICE, told.posted_at, lambda _: number))


def _number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval('dissuasion_message_no')")
        row: tuple[int] = cursor.fetchone()
    return row[0]
