"""Five layers over four institutions: three victims' money on its way down, and back to them."""

from datetime import timedelta

from tests.builders.city import ABC, AT, CCB, ICBC, PAY, officer
from tests.stories.town import Town
from zhisun.domains.cases.policy.report import NewTransfer
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.restitution.selectors import Dossier, dossier
from zhisun.domains.restitution.services.pay import record_handover, record_paid
from zhisun.domains.restitution.services.victims import Confirmed, confirm_victim
from zhisun.domains.stop_payment.services.approve import approve as approve_order
from zhisun.domains.stop_payment.services.draft import NewOrder, draft
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.actors import Actor
from zhisun.kernel.money import fen
from zhisun.simulator.plans import MoveKind

BEGAN = AT - timedelta(minutes=20)
FIRST = "周敏"
LOST = {"周敏": "60000", "吴芳": "33333.33", "郑浩": "12345.67"}


class Story:
    """Three victims' money mixes on its way down to one account at the fifth layer."""

    def __init__(self, town: Town) -> None:
        self.town = town
        banks = (ABC, ICBC, PAY, CCB, ABC)
        names = ("张伟", "李强", "王芳", "刘洋", "陈军")
        self.chain = [
            (code, town.open(code, 10 + layer, name, "5000" if layer == 4 else "0"), name)
            for layer, (code, name) in enumerate(zip(banks, names, strict=True))
        ]
        for number, (victim, lost) in enumerate(LOST.items()):
            own = town.open(CCB, 30 + number, victim, "100000")
            self.moved((CCB, own), self.chain[0], lost)
        self.moved(self.chain[0][:2], self.chain[1], "105679")
        self.moved(self.chain[1][:2], ("", "", ""), "10000", MoveKind.CASH)
        for layer, onward in ((1, "95679"), (2, "70000.01"), (3, "70000.01")):
            self.moved(self.chain[layer][:2], self.chain[layer + 1], onward)
        self.cases = {victim: self.reported(victim) for victim in LOST}

    def moved(
        self,
        payer: tuple[str, str],
        payee: tuple[str, str, str],
        yuan: str,
        kind: MoveKind = MoveKind.TRANSFER,
    ) -> None:
        """One movement, and a minute until the next."""
        self.town.pay(payer, payee, yuan, at=self.town.at, kind=kind)
        self.town.wait(minutes=1)

    def reported(self, victim: str) -> str:
        """The victim's call; with the first, the chase down to the last layer."""
        first = self.chain[0]
        told = NewTransfer(
            amount_fen=fen(LOST[victim]),
            moved_at=BEGAN + timedelta(minutes=list(LOST).index(victim)),
            from_name=victim,
            to_institution_code=first[0],
            to_account=first[1],
            to_name=first[2],
        )
        incident_no = self.town.report(told, victim=victim)
        for _layer in range(6 if victim == FIRST else 0):
            self.town.approve_all(incident_no)
            self.town.wait(seconds=40)
        return incident_no

    def freeze(self) -> None:
        """The cases are filed; the stops that hold money become freezes, the last of it whole."""
        town, case = self.town, self.cases[FIRST]
        for number, incident_no in enumerate(self.cases.values()):
            filed_no = f"济公立字〔2026〕{number}号"
            file_case(incident_no, filed_no=filed_no, by=officer("chenjing"), at=town.at)
        held = [o for o in town.orders(case).values() if o.kind is OrderKind.STOP and o.held_fen]
        assert {(o.account_no, o.level) for o in held} == {
            (self.chain[2][1], 3),
            (self.chain[4][1], 5),
        }
        for stop in held:
            whole = NewOrder(
                incident_no=case,
                kind=OrderKind.FREEZE,
                institution_code=stop.institution_code,
                account_no=stop.account_no,
                account_name=stop.account_name,
                account_kind=stop.account_kind,
                amount_fen=stop.held_fen,
                transferred_at=stop.transferred_at,
                original_no=stop.order_no,
                full_freeze=stop.level == 5,
                reason="立案后冻结",
            )
            order_no = draft(whole, by=officer("wangqiang"), at=town.at)
            approve_order(order_no, by=officer("chenjing"), at=town.at)
        town.wait(minutes=1)

    def confirmed(self, restitution_no: str, *victims: str) -> None:
        """王强 confirms what each lost and where it goes back to."""
        for victim in victims:
            found = Confirmed(
                loss_fen=fen(LOST[victim]),
                return_account="6227000000000000300",
                return_name=victim,
                return_bank="中国建设银行",
            )
            confirm_victim(restitution_no, self.cases[victim], found, by=handler(), at=self.town.at)

    def shares(self, found: Dossier) -> dict[tuple[int, str], tuple[int, int]]:
        """By layer and victim: in fen, by trace and in proportion."""
        layers = {account: layer for layer, (_code, account, _name) in enumerate(self.chain, 1)}
        return {
            (layers[s.account_no], s.victim_name): (s.traced_fen, s.proportional_fen)
            for s in found.shares
        }

    def paid(self, restitution_no: str) -> None:
        """Every institution takes its notice and pays within its three working days."""
        town = self.town
        found = dossier(restitution_no, by=handler())
        for notice in found.instructions:
            code = notice.institution_code
            record_handover(restitution_no, code, handed_at=town.at, by=handler(), at=town.at)
        town.at += timedelta(days=1)
        for number, share in enumerate(each for each in found.shares if each.share_fen):
            receipt = f"HD{number:04d}"
            record_paid(
                restitution_no, share.key, receipt, paid_at=town.at, by=handler(), at=town.at
            )
        town.settle()


def handler() -> Actor:
    return officer("wangqiang")
