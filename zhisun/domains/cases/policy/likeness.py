"""Are two reports one? The same victim, the same money or the same payee. Ours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from zhisun.domains.cases.policy.report import NewIncident, number
from zhisun.domains.cases.terms import SAME_TRANSFER_WITHIN, Likeness


@dataclass(frozen=True, slots=True)
class TransferTrait:
    """What makes a transfer recognisable."""

    account: str
    amount_fen: int | None
    moved_at: datetime | None
    serial: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What makes a report recognisable. Empty texts say nothing."""

    id_number: str = ""
    phones: frozenset[str] = frozenset()
    transfers: tuple[TransferTrait, ...] = ()

    @property
    def accounts(self) -> frozenset[str]:
        """Payee accounts named."""
        return frozenset(each.account for each in self.transfers if each.account)

    @property
    def serials(self) -> frozenset[str]:
        """Serial numbers named."""
        return frozenset(each.serial for each in self.transfers if each.serial)


def traits_of(report: NewIncident) -> Traits:
    """The traits of a report being typed. What no text can hold is like nothing."""
    phones = (_readable(report.victim.phone), _readable(report.victim.other_phone))
    return Traits(
        id_number=_readable(report.victim.id_number),
        phones=frozenset(phone for phone in phones if phone),
        transfers=tuple(
            TransferTrait(
                _readable(each.to_account),
                each.amount_fen,
                each.moved_at,
                "" if "\0" in each.serial else each.serial.strip(),
            )
            for each in report.transfers
        ),
    )


def _readable(text: str) -> str:
    return "" if "\0" in text else number(text)


def likeness(one: Traits, other: Traits) -> tuple[Likeness, ...]:
    """Why the two may be one fraud, strongest reason first; empty when nothing says so."""
    pairs = [(mine, theirs) for mine in one.transfers for theirs in other.transfers]
    found = set(_reasons(one, other, pairs))
    return tuple(reason for reason in Likeness if reason in found)


def same_money(mine: TransferTrait, theirs: TransferTrait) -> Likeness | None:
    """Whether two rows are one transfer: by serial, or by account, amount and nearly the time."""
    if mine.amount_fen is None or mine.amount_fen != theirs.amount_fen:
        return None
    if mine.serial and mine.serial == theirs.serial:
        return Likeness.SAME_SERIAL
    same_payee = mine.account and mine.account == theirs.account
    return Likeness.SAME_TRANSFER if same_payee and _near(mine, theirs) else None


def _near(mine: TransferTrait, theirs: TransferTrait) -> bool:
    if mine.moved_at is None or theirs.moved_at is None:
        return False
    return abs(mine.moved_at - theirs.moved_at) <= SAME_TRANSFER_WITHIN


def _reasons(
    one: Traits, other: Traits, pairs: Iterable[tuple[TransferTrait, TransferTrait]]
) -> Iterator[Likeness]:
    if one.id_number and one.id_number == other.id_number:
        yield Likeness.SAME_VICTIM
    if one.phones & other.phones:
        yield Likeness.SAME_PHONE
    if one.accounts & other.accounts:
        yield Likeness.SAME_PAYEE
    for mine, theirs in pairs:
        if reason := same_money(mine, theirs):
            yield reason
