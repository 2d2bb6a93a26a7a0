"""The institutions of the sample city: who they are and what they cannot do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhisun.gateways.banking.wire import LANE as BANKING
from zhisun.gateways.payment.wire import LANE as PAYMENT
from zhisun.gateways.port import Lane, OrderKind
from zhisun.kernel.errors import InputError

LANES: Mapping[str, Lane] = MappingProxyType({"banking": BANKING, "payment": PAYMENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One institution. `prefix` and `length` make its account numbers."""

    code: str
    name: str
    spoken: str  # how a victim calls it
    prefix: str
    length: int
    lane: str = "banking"
    front: str = "http"
    lacks: frozenset[OrderKind] = frozenset()

    @property
    def pays(self) -> bool:
        """Whether this is a payment firm, whose numbers are no bank cards."""
        return self.lane == "payment"

    @property
    def takes_down(self) -> bool:
        """Whether this is a carrier or platform, with no wire for money."""
        return self.lane not in LANES

    @property
    def wire(self) -> Lane:
        """The wire this institution speaks."""
        return LANES[self.lane]


HOUSES = (
    House(code="102100099996", name="中国工商银行", spoken="工商银行", prefix="622202", length=19),
    House(code="103100000026", name="中国农业银行", spoken="农业银行", prefix="622848", length=19),
    House(
        code="104100000004",
        name="中国银行",
        spoken="中国银行",
        prefix="621661",
        length=19,
        front="tcp",
    ),
    House(code="105100000017", name="中国建设银行", spoken="建设银行", prefix="622700", length=19),
    House(
        code="403100000004", name="中国邮政储蓄银行", spoken="邮储银行", prefix="622188", length=19
    ),
    House(
        code="402451000010",
        name="山东省农村信用社",
        spoken="农村信用社",
        prefix="622319",
        length=16,
        front="tcp",
        lacks=frozenset({OrderKind.QUERY_ALL_ACCOUNTS}),
    ),
    House(
        code="Z00831000014",
        name="示例支付一",
        spoken="示例支付一",
        prefix="8310",
        length=14,
        lane="payment",
    ),
    House(
        code="Z09111000016",
        name="示例支付二",
        spoken="示例支付二",
        prefix="9111",
        length=14,
        lane="payment",
        lacks=frozenset({OrderKind.QUERY_MOVEMENTS, OrderKind.QUERY_MOVEMENTS_RELEASE}),
    ),
)
CARRIERS = (
    House(
        code="C10000000011",
        name="示例运营商",
        spoken="示例运营商",
        prefix="",
        length=0,
        lane="telecom",
    ),
    House(
        code="P10000000013",
        name="示例网络平台",
        spoken="示例网络平台",
        prefix="",
        length=0,
        lane="platforms",
    ),
)
"""Institutions that hold no money: they suspend numbers, block sites, seal accounts."""
BY_CODE: Mapping[str, House] = MappingProxyType({house.code: house for house in HOUSES})


def house(code: str) -> House:
    """The institution of that code. Raises InputError."""
    for known in (*HOUSES, *CARRIERS):
        if known.code == code:
            return known
    raise InputError("institution_not_simulated", institution=code)
