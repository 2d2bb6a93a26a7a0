"""What follows from news of this domain and of those below.

News may come late, twice or in another order than what it tells of happened: each reaction asks
how things stand now.
"""

from contextlib import suppress
from datetime import datetime

from zhisun.domains.cases.selectors.calls import call
from zhisun.domains.cases.services.calls import NewCall, receive_call
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.directory.selectors import institutions
from zhisun.domains.dissuasion.policy.scripts import fraud_type_of, freed_text, held_text
from zhisun.domains.dissuasion.policy.suspicions import WEIGHTS
from zhisun.domains.dissuasion.selectors.dossier import Dossier, dossier
from zhisun.domains.dissuasion.selectors.joined import last_no
from zhisun.domains.dissuasion.selectors.leads import open_led_by, verdict_of
from zhisun.domains.dissuasion.selectors.suspicions import (
    ReportLine,
    SuspicionRow,
    owner_of,
    report,
    standing_about,
    taken_back_by,
)
from zhisun.domains.dissuasion.services.account_holds import (
    OwnAccount,
    give_account_back,
    shout,
)
from zhisun.domains.dissuasion.services.climbing import draft_protection
from zhisun.domains.dissuasion.services.holds import LADDER, give_phone_back
from zhisun.domains.dissuasion.services.leads import doubt_leads
from zhisun.domains.dissuasion.services.messages import send_sms, tell_person
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.reviews import join_truth
from zhisun.domains.dissuasion.services.route import route
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.services.suspicions import (
    know_account,
    say_of_base,
    tell_taken_back,
)
from zhisun.domains.dissuasion.terms import WAITING, SignalKind, SignalSource
from zhisun.domains.indicators.selectors import hit
from zhisun.domains.indicators.services.from_banks import propose_told, take_back_told
from zhisun.domains.indicators.services.keep import NewIndicator
from zhisun.domains.indicators.services.learn import learn
from zhisun.domains.indicators.terms import IndicatorKind
from zhisun.domains.stop_payment.selectors.own_holds import own_hold, releases_in
from zhisun.domains.stop_payment.terms import OrderKind, OwnGround
from zhisun.domains.takedown.selectors.takedowns import takedown
from zhisun.engines.identity.phones import phone
from zhisun.gateways.codes import FEATURES
from zhisun.kernel.actors import job
from zhisun.kernel.areas import division
from zhisun.kernel.errors import InputError
from zhisun.kernel.money import LARGEST_FEN

WARNER = job("warn")
BANKS = job("propose_told")
ROUTER = job("route_dispatches")
TRUTHS = job("join_truths")
LEARNER = job("learn_precision")
DOUBTER = job("doubt_dispatches")

KIND_OF = {
    "dns": SignalKind.LINK,
    "url": SignalKind.LINK,
    "call": SignalKind.CALL,
    "sms": SignalKind.CALL,
    "im": SignalKind.CALL,
    "app": SignalKind.APP,
    "transfer": SignalKind.TRADE,
}
"""The kinds of the downlink (domain.md §5.2) have one for whatever number spoke."""


def warn_of_hit(key: str, at: datetime) -> None:
    """A hit of the watch becomes a signal. Safe to repeat: its number counts once.

    A hit that names nobody warns nobody.
    """
    found = hit(int(key))
    if found is None or not found.subject.strip():
        return
    known = phone(found.subject)
    whom = Named(phone=found.subject) if known else Named(handle=found.subject)
    receive(
        NewSignal(
            source=SignalSource.OWN,
            ref=f"H{found.key}",
            kind=KIND_OF[found.kind],
            seen_at=min(found.event_time, at),
            person=whom,
            counterpart=found.value,
            fraud_type=fraud_type_of(found.fraud_type) or FraudType.QT,
            severity=found.severity,
            confidence=found.confidence,
            indicator=found.indicator,
        ),
        by=WARNER,
        at=at,
    )


def warn_of_bank_report(sheet_no: str, at: datetime) -> None:
    """A case an institution reports (100401) warns of its customer. Safe to repeat: it counts once.

    Its sheet stands on the call board all the same.
    """
    sheet = call(sheet_no, by=WARNER)
    banks = {bank.code for bank in institutions()}
    if sheet.operator_no not in banks or not sheet.caller_phone.strip():
        return
    receive(
        NewSignal(
            source=SignalSource.BANK,
            ref=sheet_no,
            kind=SignalKind.TOLD,
            seen_at=min(sheet.called_at, at),
            person=Named(phone=sheet.caller_phone, name=sheet.caller_name),
            area=sheet.area,
            told=sheet.narrative,
            severity=4,
        ),
        by=WARNER,
        at=at,
    )


def warn_of_suspicions(key: str, at: datetime) -> None:
    """Whoever pays a suspect, as his bank reports, is warned. Safe to repeat: a row counts once.

    He is known by his account, and by what else is known of its holder; it is kept as his own.
    """
    line, rows = report(int(key), by=WARNER)
    for row in rows:
        if not (row.stands and row.payer_no):
            continue
        receive(_signal_of(line, row, at=at), by=WARNER, at=at)
        if row.payer_institution and row.payer_name:
            account = OwnAccount(
                institution_code=row.payer_institution[:12],
                account_no=row.payer_no,
                account_name=row.payer_name,
            )
            know_account(row.ref, account, by=WARNER, at=at)
        tell_taken_back(row.ref, by=WARNER, at=at)  # taken back while this was under way


def _signal_of(line: ReportLine, row: SuspicionRow, *, at: datetime) -> NewSignal:
    weight = WEIGHTS[row.feature]
    owner = owner_of(row.payer_no, row.payer_institution)
    known = {"id_number": owner.id_number, "phone": owner.phone} if owner else {}
    said = f"{line.institution_name}上报：{FEATURES[row.feature].zh}（{row.feature}）。{row.remark}"
    return NewSignal(
        source=SignalSource.BANK,
        ref=row.ref,
        kind=SignalKind.TRADE,
        seen_at=min(row.happened_at or at, at),
        person=Named(handle=row.payer_no, name=row.payer_name, **known),
        counterpart=row.suspect_no,
        severity=weight.severity,
        confidence=weight.confidence,
        amount_fen=min(row.amount_fen, LARGEST_FEN),
        told=said,
    )


def propose_suspects(key: str, at: datetime) -> None:
    """What a bank's report speaks against becomes a draft of the base, or its draft goes.

    Safe to repeat, and in any order: it asks what the bank says now.
    """
    line, rows = report(int(key), by=WARNER)
    told = {row.suspect_no for row in (*rows, *taken_back_by(int(key))) if row.suspect_no}
    for suspect_no in sorted(told):
        _settle(line, suspect_no, at=at)


def _settle(line: ReportLine, suspect_no: str, *, at: datetime) -> None:
    """Twice if the bank said something else meanwhile."""
    source = f"{line.institution_name}上报"
    for _again in range(2):
        standing = standing_about(line.institution_code, suspect_no)
        if standing:
            _propose(standing, source, at=at)
        else:
            with suppress(InputError):  # what can be no account has no draft either
                account = IndicatorKind.ACCOUNT
                take_back_told(account, suspect_no, source, by=BANKS, at=at)
        if bool(standing) == bool(standing_about(line.institution_code, suspect_no)):
            return


def _propose(standing: list[SuspicionRow], source: str, *, at: datetime) -> None:
    weight = WEIGHTS[standing[0].feature]
    entry = NewIndicator(
        kind=IndicatorKind.ACCOUNT.value,
        value=standing[0].suspect_no,
        fraud_type=FraudType.QT.value,
        severity=weight.severity,
        confidence=weight.confidence,
        source=source,
        seen_at=max((row.happened_at for row in standing if row.happened_at), default=at),
    )
    keys = [row.key for row in standing]
    try:
        known = propose_told(entry, by=BANKS, at=at)
    except InputError as error:
        say_of_base(keys, None, error.code, by=BANKS, at=at)
    else:
        say_of_base(keys, known, "", by=BANKS, at=at)


def tell_of_withdrawal(key: str, at: datetime) -> None:
    """Tell of what a bank took back where it had led. Safe to repeat: a bell rings once."""
    for row in taken_back_by(int(key)):
        tell_taken_back(row.ref, by=WARNER, at=at)


def send_out(dispatch_no: str, at: datetime) -> None:
    """Hand over the message and find the unit of a dispatch that nobody has assigned yet.

    A later signal may bring the telephone or the place. Safe to repeat: each is done once.
    """
    now = dossier(dispatch_no, by=ROUTER).line
    if now.state not in WAITING:
        return
    send_sms(dispatch_no, by=ROUTER, at=at)
    route(dispatch_no, by=ROUTER, at=at)


def restore(dispatch_no: str, at: datetime) -> None:
    """Give the person's phone back once somebody met him or it is over, the account when it is.

    What was joined to another stands as that one does. Safe to repeat.
    """
    now = dossier(last_no(dispatch_no), by=ROUTER)
    met = dict(now.stamps)["met_at"] is not None
    over = now.line.state not in WAITING
    if met or over:
        give_phone_back(dispatch_no, "已见到本人或任务已有结果", by=ROUTER, at=at)
    if over:
        give_account_back(dispatch_no, OwnGround.OWNER_SAFE, "任务已有结果", by=ROUTER, at=at)


def climb(dispatch_no: str, at: datetime) -> None:
    """Draft what protects a person nobody reaches, and ring. Safe to repeat: once each."""
    if draft_protection(dispatch_no, by=LADDER, at=at):
        shout(dispatch_no, by=LADDER, at=at)


def shout_of_hold(hold_no: str, at: datetime) -> None:
    """Ring at the desk for a refused or late hold or release. Safe to repeat: it rings again."""
    shout(own_hold(hold_no, by=ROUTER).source_no, by=ROUTER, at=at)


def shout_of_phone(takedown_no: str, at: datetime) -> None:
    """Ring at the desk for a phone that should work again. Safe to repeat: it rings again."""
    source_no = takedown(takedown_no, by=ROUTER).source_no
    if source_no:  # suspensions of before the rule hang on no dispatch
        shout(source_no, by=ROUTER, at=at)


def tell_of_hold(hold_no: str, at: datetime) -> None:
    """Tell the person that his account is held, until when, and how to object.

    Safe to repeat: once for each hold.
    """
    hold = own_hold(hold_no, by=ROUTER)
    if hold.kind is OrderKind.STOP and hold.ends_at is not None:
        text = held_text(hold.institution_name, hold.ends_at)
        tell_person(hold.source_no, hold_no, text, by=ROUTER, at=at)


def tell_of_release(hold_no: str, at: datetime) -> None:
    """Tell the person that his account is free again. Safe to repeat: once for each.

    Not when a case took it over: then it is not free.
    """
    hold = own_hold(hold_no, by=ROUTER)
    release = releases_in(hold.source_no, by=ROUTER).get(hold_no)
    if release is not None and release.ground == OwnGround.CASE:
        return
    text = freed_text(hold.institution_name)
    tell_person(hold.source_no, f"{hold_no}-end", text, by=ROUTER, at=at)


def report_defrauded(dispatch_no: str, at: datetime) -> None:
    """Put a call sheet of a defrauded person on the board. Safe to repeat: its number is ours."""
    now = dossier(dispatch_no, by=WARNER)
    receive_call(
        NewCall(
            sheet_no=f"{dispatch_no}-{now.reopened}",
            called_at=at,
            area=division(now.line.area),
            caller_phone=now.person.phone,
            caller_name=now.person.name,
            address=now.person.address,
            narrative=_narrative(now),
        ),
        by=WARNER,
        at=at,
    )


def join_report(incident_no: str, at: datetime) -> None:
    """Hold a report against our warnings. Safe to repeat: it says what holds now."""
    join_truth(incident_no, by=TRUTHS, at=at)


def learn_from_outcome(dispatch_no: str, at: datetime) -> None:
    """Tell the base what an outcome says of the indicators. Safe to repeat: it says what holds."""
    keys, right = verdict_of(dispatch_no)
    if keys:
        learn(dispatch_no, keys, right=right, by=LEARNER, at=at)


def ring_for_lead(key: str, at: datetime) -> None:
    """Ring on what a withdrawn or demoted indicator led to. Safe to repeat: a bell rings once."""
    for number in open_led_by(int(key)):
        doubt_leads(number, by=DOUBTER, at=at)


def ring_for_late_signal(dispatch_no: str, at: datetime) -> None:
    """Ring when a signal comes whose indicator was taken back meanwhile. Safe to repeat."""
    doubt_leads(dispatch_no, by=DOUBTER, at=at)


def _narrative(now: Dossier) -> str:
    number, kind = now.line.dispatch_no, str(now.line.fraud_type.label)
    seen = "、".join(each.counterpart for each in now.signals if each.counterpart)
    lines = [
        f"劝阻任务 {number} 登记为已受骗。疑似{kind}。{now.outcome_note}".strip(),
        f"预警涉及：{seen}" if seen else "",
    ]
    return "\n".join(line for line in lines if line)


REACTIONS = {
    "indicators.hit": (warn_of_hit,),
    "cases.call_received": (warn_of_bank_report,),
    "dissuasion.suspected": (warn_of_suspicions, propose_suspects, tell_of_withdrawal),
    "cases.registered": (join_report,),
    "cases.amended": (join_report,),
    "indicators.retracted": (ring_for_lead,),
    "indicators.demoted": (ring_for_lead,),
    "dissuasion.graded": (send_out, ring_for_late_signal),
    "dissuasion.raised": (send_out, climb, ring_for_late_signal),
    "dissuasion.joined_signal": (send_out, ring_for_late_signal),
    "dissuasion.defrauded": (report_defrauded, learn_from_outcome),
    "dissuasion.contacted": (climb,),
    "dissuasion.sms_failed": (send_out,),
    "dissuasion.alarm_rang": (climb,),
    "dissuasion.met": (restore,),
    "dissuasion.joined": (learn_from_outcome,),
    "dissuasion.took_over": (send_out, climb, restore, ring_for_late_signal),
    "dissuasion.concluded": (restore, learn_from_outcome),
    "dissuasion.closed": (restore, learn_from_outcome),
    "dissuasion.false_alarm": (learn_from_outcome,),
    "dissuasion.assigned": (learn_from_outcome,),
    "takedown.own_phone_late": (shout_of_phone,),
    "stop_payment.own_hold_rang": (shout_of_hold,),
    "stop_payment.own_hold_active": (tell_of_hold,),
    "stop_payment.own_hold_released": (tell_of_release,),
}
