"""Words of following money: the rule, where money ends, what is wrong with the data."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from zhisun.kernel.errors import EngineInputError

METHOD = "2"
"""Version of the method; results carry it. Raise it when any answer could change."""


class Rule(StrEnum):
    """Which money leaves first when an account pays."""

    FIFO = "fifo"  # 先进先出
    LIFO = "lifo"  # 后进先出
    TAINT_FIRST = "taint_first"  # 涉案资金先出
    CLEAN_FIRST = "clean_first"  # 自有资金先出
    HAIRCUT = "haircut"  # 比例混同
    POISON = "poison"  # 沾染: what could have been touched; exposure, never a claim


ATTRIBUTING = (Rule.FIFO, Rule.LIFO, Rule.TAINT_FIRST, Rule.CLEAN_FIRST, Rule.HAIRCUT)
"""Rules that give every claimed fen one place; the interval of an amount is over them."""


class EndState(IntEnum):
    """Where a claim's money is, as far as it is known. Per claim they sum to the claim."""

    RESTING = 0  # in the account, whose statement reaches the as-of instant
    FRONTIER = 1  # last seen here; the statement is absent or ends earlier
    CASHED_OUT = 2  # 取现、消费: cash, POS, coin dealer, merchant
    PLATFORM = 3  # in a pooled account: ask the payment firm by order number
    RETURNED = 4  # reached (or never left) an account of a victim
    FEE = 5  # in the bank's own books
    LEVEL_CAP = 6  # reached the level beyond which nobody asked to follow
    DUST = 7  # a part too small to follow
    SUPERSEDED = 8  # a later victim paid on with it: that claim now names this money
    UNRECORDED = 9  # left by a debit that the balance shows and the statement does not


STILL_THERE = (EndState.RESTING, EndState.FRONTIER, EndState.LEVEL_CAP)
"""States in which money can be stopped where it is."""


class Fault(IntEnum):
    """What a reader of the trail must know about the data."""

    SHORTFALL = 0  # an account paid more than it held; the excess is clean
    UNRECORDED_CREDIT = 1  # the balance rose without a row
    UNRECORDED_DEBIT = 2  # the balance fell without a row
    CLAIM_CAPPED = 3  # claimed more than the transfer carried; fen is the excess
    CLAIM_NOT_MOVED = 4  # the claimed transfer failed, was reversed or never left the account
    CLAIM_AFTER_AS_OF = 5  # the claimed transfer lies after the as-of instant
    SAME_ACCOUNT = 6  # payer and payee are one account: ignored


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How to follow.

    as_of: only transfers up to this second count; None is the last transfer.
    max_level: money is not followed beyond this level; None follows to the end.
    dust_fen: parts below this are not followed.
    window_seconds: by Rule.POISON a payment later than this after the last arrival carries nothing;
        None for however late.
    unit_seconds: how fine the ledger's time is; inside one unit credits come before debits.
    reversal_seconds: a swapped transfer of the same fen within this time may be a reversal.
    hub_counterparties: an account with more of them within `hub_days` is treated as pooled.
    expand: accounts to follow through although they are pooled, a hub or a victim's.
    Source: graph study §4.3-4.6; `hub_days` and the two-thousand limit are from there too.
    """

    rule: Rule = Rule.FIFO
    as_of: datetime | None = None
    max_level: int | None = None
    dust_fen: int = 0
    window_seconds: int | None = None
    unit_seconds: int = 1
    reversal_seconds: int = 600
    hub_counterparties: int = 2000
    hub_days: int = 30
    expand: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if self.as_of is not None and self.as_of.tzinfo is None:
            raise EngineInputError("parameter_unusable", parameter="as_of")
        if self.max_level is not None and self.max_level < 1:
            raise EngineInputError("parameter_unusable", parameter="max_level")
        if self.unit_seconds < 1:
            raise EngineInputError("parameter_unusable", parameter="unit_seconds")
