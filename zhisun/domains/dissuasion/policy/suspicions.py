"""What a bank's suspicion (可疑名单上报) speaks against and whom it warns: pure, by its code.

The codes are those of domain.md §2.7; how grave each is taken is a local rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhisun.gateways.codes import WITHDRAWN
from zhisun.gateways.port import Suspicion


@dataclass(frozen=True, slots=True)
class Weight:
    """How a code is taken: severity 1 to 5, confidence in percent."""

    severity: int
    confidence: int


WEIGHTS: Mapping[str, Weight] = MappingProxyType(
    {
        "1001": Weight(3, 40),
        "1002": Weight(2, 30),
        "2001": Weight(5, 90),
        "3001": Weight(4, 70),
        "3002": Weight(4, 70),
        "3003": Weight(3, 60),
        "3004": Weight(5, 80),
        "3005": Weight(5, 80),
        "3006": Weight(3, 40),
        "3007": Weight(3, 40),
        "3008": Weight(3, 40),
        "9999": Weight(2, 30),
    }
)
"""Local rule: what somebody has found involved weighs most, what a pattern alone says least."""

PAYEE_SUSPECT = frozenset({"3001", "3002", "3003", "3004"})
"""Somebody pays a suspected fraudster: he is to be warned, the payee is the suspect."""

PAYER_SUSPECT = frozenset({"3005"})


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a movement. institution: its code, "" when nobody said it."""

    account_no: str = ""
    name: str = ""
    institution: str = ""


NOBODY = Side()


def suspect(told: Suspicion, institution: str) -> Side:
    """Whom a row speaks against; nobody in one that takes back, or without the other side."""
    if told.feature == WITHDRAWN:
        return NOBODY
    payer, payee = sides(told, institution)
    if told.feature in PAYEE_SUSPECT:
        return payee
    return payer if told.feature in PAYER_SUSPECT else _own(told, institution)


def warned(told: Suspicion, institution: str) -> Side:
    """Who is paying a suspect and must be warned; nobody of other rows."""
    return sides(told, institution)[0] if told.feature in PAYEE_SUSPECT else NOBODY


def sides(told: Suspicion, institution: str) -> tuple[Side, Side]:
    """Payer and payee of a row's movement; nobody twice without one."""
    if told.movement is None:
        return NOBODY, NOBODY
    own = _own(told, institution)
    other = Side(
        told.movement.counterparty_account.strip(),
        told.movement.counterparty_name.strip(),
        told.movement.counterparty_institution.strip(),
    )
    return (other, own) if told.movement.incoming else (own, other)


def _own(told: Suspicion, institution: str) -> Side:
    return Side(told.account_no.strip(), told.account_name.strip(), institution)
