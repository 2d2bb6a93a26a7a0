"""The sample city's early warning before its first start: the base, dispatches, takedowns.

Without it the dissuasion board, the telecom desk and the base of a demo are empty. Nothing is
inserted: files are imported, traffic is screened by the watch, officers sign, call, visit and
conclude with their own verbs, and carriers, platforms and banks answer over the wire, at instants
that have passed. All people and numbers are invented.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from random import Random

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.cases.policy.report import NewIncident, NewVictim
from zhisun.domains.cases.selectors.calls import waiting_calls
from zhisun.domains.cases.services.register import register
from zhisun.domains.cases.terms import FraudType
from zhisun.domains.cases.terms import Source as ReportSource
from zhisun.domains.dissuasion.jobs import run_clocks as run_dispatch_clocks
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult, Told
from zhisun.domains.dissuasion.services.account_holds import OwnAccount, ask_account_hold
from zhisun.domains.dissuasion.services.conclude import conclude, look_back
from zhisun.domains.dissuasion.services.contact import NewContact, contact
from zhisun.domains.dissuasion.services.inform import NewInforming, inform
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.services.route import give_back, sign
from zhisun.domains.dissuasion.services.signal import NewSignal, receive
from zhisun.domains.dissuasion.terms import (
    Check,
    Finding,
    SignalSource,
)
from zhisun.domains.indicators.services.intake import Said, take_in
from zhisun.domains.indicators.services.judge import propose
from zhisun.domains.indicators.services.keep import NewIndicator
from zhisun.domains.indicators.services.white_list import protect
from zhisun.domains.stop_payment.jobs import run_clocks as run_money_clocks
from zhisun.domains.stop_payment.selectors.own_holds import own_holds_of
from zhisun.domains.stop_payment.services.own_holds.approve import approve_own_hold
from zhisun.domains.takedown.jobs import run_clocks as run_line_clocks
from zhisun.domains.takedown.selectors.takedowns import own_phones_of
from zhisun.domains.takedown.services.approve import approve, decline, recall
from zhisun.domains.takedown.services.check import record_check
from zhisun.domains.takedown.services.draft import NewTakedown, draft
from zhisun.domains.takedown.services.release import request_release
from zhisun.domains.takedown.terms import Finding as Look
from zhisun.domains.takedown.terms import Ground
from zhisun.engines.identity.resident_ids import check_digit
from zhisun.gateways.indicators import files
from zhisun.kernel.actors import job
from zhisun.kernel.money import fen
from zhisun.simulator.lures import OLDEST_DAYS, Lure, lures
from zhisun.simulator.numbers import card
from zhisun.simulator.plans import Opening
from zhisun.simulator.roster import house
from zhisun.simulator.samples import CCB
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.cast import CITY_AREA
from zhisun.site.earlier_days import Past
from zhisun.site.earlier_warnings_table import (
    ANSWERS,
    CARRIER,
    DAYS,
    DRAFTS,
    HARMLESS,
    OUTCOMES,
    PLATFORM,
    SAFE,
    STATION,
    TAKEDOWNS,
    Deed,
    Fate,
    Sign,
    Target,
    Warned,
)
from zhisun.site.watch_sources import Folder
from zhisun.site.watching import step

ANSWERING = frozenset({CARRIER, PLATFORM, CCB})
FILES = ((9, "省厅下发线索.csv"), (5, "运营商与银行共享线索.csv"), (1, "市局串并线索.csv"))
"""Files of the base: imported so many days ago, with what was seen until then."""
RESTED = timedelta(minutes=20)
"""After so long without anything the clocks are looked at."""
AROUND = 60
"""Harmless events around one that hits."""
ABOVE = job("province")

Happening = tuple[datetime, Callable[[], None]]


@dataclass(slots=True)
class Warnings:
    """The two weeks of early warning, one happening after the other."""

    past: Past
    events: Path
    open_base: Callable[[], BaseInUse]
    told: dict[str, list[Lure]]
    numbers: dict[str, str]
    base: BaseInUse | None = None
    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def happenings(self, at: datetime) -> list[Happening]:
        """Everything, in its order."""
        rows = [*self._of_base(at)]
        for warned in DAYS:
            rows += self._of_person(warned, at)
        for target in TAKEDOWNS:
            begun = _ago(at, target.ago)
            rows.append((begun, partial(self.take_down, target)))
            rows.append((begun + timedelta(hours=2), partial(self.follow_up, target)))
        rows = [row for row in rows if row[0] <= at]  # nothing of the past lies ahead
        return sorted(rows, key=lambda row: row[0])

    def live(self, at: datetime) -> None:
        """Let it all happen, and clocks run in between."""
        for instant, deed in self.happenings(at):
            if instant - self.past.at > RESTED:
                self.run_clocks()
            self.past.at = max(self.past.at, instant)
            deed()
            self.past.settle()
        self.run_clocks()
        self.past.wait(seconds=0)

    def run_clocks(self) -> None:
        """What the worker does every minute."""
        for clocks in (run_line_clocks, run_money_clocks, run_dispatch_clocks):
            clocks(at=self.past.at)
        self.past.settle()

    def _of_base(self, at: datetime) -> Iterator[Happening]:
        first = at - timedelta(days=FILES[0][0])
        yield first - timedelta(minutes=30), self.protect
        before = OLDEST_DAYS
        for days, name in FILES:
            mine = [lure for lure in lures() if days <= lure.days_ago < before]
            yield at - timedelta(days=days), partial(self.take_in, name, mine, at)
            before = days
        yield at - timedelta(hours=6), self.judge

    def protect(self) -> None:
        """陈静 puts on the white list what must never be hit."""
        for kind, value, why in SAFE:
            protect(kind, value, why, by=actor_of("chenjing"), at=self.past.at)

    def take_in(self, name: str, mine: Sequence[Lure], at: datetime) -> None:
        """陈静 imports a file."""
        sheet = io.StringIO()
        rows = csv.writer(sheet)
        rows.writerow(("类别", "内容", "诈骗类型", "严重程度", "可信度", "来源", "最近出现"))
        for lure in mine:
            seen = (at - timedelta(days=lure.days_ago)).isoformat()
            told = (lure.fraud_type, lure.severity, lure.confidence, lure.source)
            rows.writerow((lure.kind, lure.value, *told, seen))
        layout, read = files.read(sheet.getvalue().encode())
        take_in(name, layout, read, Said(), by=actor_of("chenjing"), at=self.past.at)

    def judge(self) -> None:
        """韩冰 proposes what nobody has verified yet."""
        for kind, value, fraud_type in DRAFTS:
            entry = NewIndicator(
                kind=kind, value=value, fraud_type=fraud_type, severity=4, source="通信席研判"
            )
            propose(entry, by=actor_of("hanbing"), at=self.past.at)

    def _of_person(self, warned: Warned, at: datetime) -> Iterator[Happening]:
        instant = _ago(at, warned.ago)
        for place, sign_ in enumerate(warned.signs):
            instant += timedelta(minutes=sign_.after)
            yield instant, partial(self.seen, warned, sign_, place)
        for after, deed in warned.deeds:
            instant += timedelta(minutes=after)
            yield instant, partial(self.done, warned, deed)

    def seen(self, warned: Warned, sign_: Sign, place: int) -> None:
        """A signal comes in: from the watch's hit, else from its source."""
        told = self._lure(sign_.hit, len(warned.name) + place) if sign_.hit else ""
        if sign_.source is SignalSource.OWN:
            self.screen(warned.phone, told)
        else:
            new = _signal(warned, sign_, told, place, self.past.at)
            self.numbers[warned.phone] = receive(new, by=ABOVE, at=self.past.at).dispatch_no
        if not place:  # the message goes out
            self.past.wait(seconds=5)
            self.past.wait(seconds=5)

    def screen(self, phone: str, host: str) -> None:
        """The watch reads a file of traffic in which one line asked for a bad name."""
        batch = f"dns-{next(self.keys):04d}"
        names = [HARMLESS[number % len(HARMLESS)] for number in range(AROUND)] + [f"m.{host}"]
        with (self.events / f"{batch}.unfinished").open("w", encoding="utf-8") as file:
            for number, name in enumerate(names):
                subject = phone if number == AROUND else f"1990004{number:04d}"
                event = {"event_id": f"{batch}-{number}", "event_time": self.past.at.isoformat()}
                event |= {"subject": subject, "kind": "dns", "value": name}
                file.write(json.dumps(event) + "\n")
        (self.events / f"{batch}.unfinished").rename(self.events / f"{batch}.jsonl")
        self.base = self.base or self.open_base()
        source = Folder(self.events, lambda error: error.code)
        while step(self.base, source, at=self.past.at):
            pass

    def done(self, warned: Warned, deed: Deed) -> None:
        """An officer does something about somebody."""
        number, at = self.numbers[warned.phone], self.past.at
        station = warned.area == STATION
        by = actor_of("mahai" if station else "gaofei")
        if deed in ANSWERS:
            tried, result = ANSWERS[deed]
            checks = list(Check) if deed is Deed.MET else []
            new = NewContact(
                key=f"past-{next(self.keys)}", step=tried, result=result, checks=checks
            )
            contact(number, new, by=by, at=at)
        elif deed in OUTCOMES:
            outcome, note = OUTCOMES[deed]
            conclude(number, outcome, note, by=by, at=at)
        elif deed is Deed.RETURN:
            give_back(number, "该住址已拆迁，人不在本辖区", by=by, at=at)
        elif deed is Deed.LOOK_BACK:
            look_back(number, Finding.SAFE, by=actor_of("gaofei"), at=at)
        elif deed in {Deed.SIGN, Deed.DESK_SIGN}:
            sign(number, by=by, at=at)
        else:
            getattr(self, deed.value)(warned, number)

    def guardian(self, _warned: Warned, number: str) -> None:
        """A minor's mother is told."""
        new = NewInforming(
            key=f"past-{next(self.keys)}",
            whom=Informed.GUARDIAN,
            result=InformResult.TOLD,
            relation="母亲",
            told=(Told.DANGER, Told.STOP),
        )
        inform(number, new, by=actor_of("mahai"), at=self.past.at)

    def ask_account(self, warned: Warned, number: str) -> None:
        """高飞 asks for the person's own account to be held; the phone the ladder has drafted."""
        account_no = card(house(CCB), Random(warned.phone))  # noqa: S311 invented, no secret
        opening = Opening(
            institution=CCB,
            account_no=account_no,
            name=warned.name,
            opened_at=self.past.at - timedelta(days=900),
            balance_fen=fen("86000"),
        )
        self.past.branches.by_code[CCB].letters.teller.ledger.open_accounts([opening])
        account = OwnAccount(institution_code=CCB, account_no=account_no, account_name=warned.name)
        ask_account_hold(
            number, account, "两次拨打占线，正在转账", by=actor_of("gaofei"), at=self.past.at
        )

    def approve_holds(self, _warned: Warned, number: str) -> None:
        """陈静 approves what protects the person; carrier and bank carry it out."""
        officer = actor_of("chenjing")
        self.past.wait(seconds=5)  # the carrier asks for its mail: its line is up
        for hold in own_holds_of(number, by=officer):
            approve_own_hold(hold.hold_no, by=officer, at=self.past.at)
        for phone in own_phones_of(number, by=officer):
            approve(phone.takedown_no, by=officer, at=self.past.at)
        self.past.wait(seconds=15)
        self.past.wait(seconds=15)

    def reported(self, warned: Warned, number: str) -> None:
        """李敏 takes the call sheet that the outcome put on the board."""
        [sheet] = [each for each in waiting_calls(by=actor_of("limin")) if number in each.sheet_no]
        report = NewIncident(
            area=CITY_AREA,
            fraud_type=FraudType(warned.fraud_type),
            sheet_no=sheet.sheet_no,
            source=ReportSource.CALL,
            narrative="在投资群里听老师荐股，下载应用后转了一笔，民警上门时才知道被骗。",
            victim=NewVictim(name=warned.name, phone=warned.phone),
        )
        register(report, by=actor_of("limin"), at=self.past.at)

    def take_down(self, target: Target) -> None:
        """A takedown from its draft to where it stands now."""
        asked, decides = actor_of("hanbing"), actor_of("machao")
        new = NewTakedown(
            target_kind=target.kind,
            target=self._lure(target.lure, target.place),
            measure=target.measure,
            institution_code=target.institution,
            reason="多起警情涉及，仍在使用",
            evidence="警情笔录与底库线索",
            source_no="协查〔示例〕12号",
        )
        number = draft(new, by=asked, at=self.past.at)
        if target.fate is Fate.DRAFTED:
            return
        self.past.at += timedelta(minutes=6)
        if target.fate is Fate.DECLINED:
            decline(number, "证据不足，先补截图", by=decides, at=self.past.at)
            return
        approve(number, by=decides, at=self.past.at)
        if target.fate is Fate.RECALLED:
            recall(number, "号码已由机主挂失换号", by=decides, at=self.past.at)
            return
        self.past.wait(seconds=15)
        self.past.wait(seconds=15)
        self.numbers[_name(target)] = number

    def follow_up(self, target: Target) -> None:
        """What became of it afterwards."""
        number, fate = self.numbers.get(_name(target), ""), target.fate
        asked, decides = actor_of("hanbing"), actor_of("machao")
        looks = {
            Fate.CHECKED: (Look.STANDS, "拨打提示已停机"),
            Fate.GONE: (Look.GONE, "应用已自行下线"),
            Fate.RELAPSED: (Look.RELAPSED, "换壳后又能使用"),
        }
        if fate in looks:
            found, remark = looks[fate]
            record_check(number, found, remark, by=asked, at=self.past.at)
        if fate in {Fate.RELEASED, Fate.RELEASE_ASKED}:
            why = "机主申诉，号码被冒用改号显示"
            release = request_release(number, Ground.APPEAL, why, by=asked, at=self.past.at)
            if fate is Fate.RELEASED:
                approve(release, by=decides, at=self.past.at)
                self.past.wait(seconds=15)
                self.past.wait(seconds=15)

    def _lure(self, kind: str, place: int) -> str:
        return self.told[kind][place].value


def live(home: Path, at: datetime, open_base: Callable[[], BaseInUse]) -> None:
    """Let early warning happen before `at`.

    home: where the institutions' ledgers lie. open_base: the base to screen with, asked for once
    the first indicators stand.
    """
    events = home.parent / "events"
    events.mkdir(exist_ok=True)
    told: dict[str, list[Lure]] = defaultdict(list)
    for lure in lures():
        if lure.days_ago >= FILES[0][0]:
            told[lure.kind].append(lure)
    past = Past(home, at - timedelta(days=OLDEST_DAYS), ANSWERING)
    try:
        Warnings(past, events, open_base, told, {}).live(at)
    finally:
        past.close()


def _name(target: Target) -> str:
    return f"{target.lure} {target.place}"


def _ago(at: datetime, minutes: int) -> datetime:
    return at - timedelta(minutes=minutes)


def _signal(warned: Warned, sign_: Sign, told: str, place: int, at: datetime) -> NewSignal:
    return NewSignal(
        source=sign_.source,
        ref=f"past-{warned.phone}-{place}",
        kind=sign_.kind,
        seen_at=at - timedelta(minutes=1),
        person=Named(
            phone=warned.phone,
            name=warned.name,
            address=warned.address,
            unit=warned.unit,
            id_number=_minor(warned.id_number, at) if warned.id_number else "",
        ),
        area=warned.area,
        counterpart=told,
        fraud_type=FraudType(warned.fraud_type),
        severity=sign_.severity,
        seconds=sign_.seconds,
        amount_fen=fen(sign_.yuan) if sign_.yuan else 0,
        under_way=sign_.under_way,
        told=sign_.told,
    )


def _minor(area: str, at: datetime) -> str:
    """The number of nobody who is fifteen: 000 is never issued."""
    body = f"{area}{at.year - 15}0101000"
    return body + check_digit(body)
