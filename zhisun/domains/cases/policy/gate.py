"""Can a stop order go out for a transfer, and if not, what can? Source: domain.md §7.2, §3.2."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from zhisun.domains.cases.terms import Doubt, Instead, Missing, PayeeKind
from zhisun.engines.identity import banks, cards

CARD_LENGTHS = range(16, 20)


class Told(Protocol):
    """A transfer as told, new or stored."""

    @property
    def amount_fen(self) -> int | None:
        """The amount in fen."""

    @property
    def moved_at(self) -> datetime | None:
        """When the money left."""

    @property
    def to_account(self) -> str:
        """The payee's account."""

    @property
    def to_name(self) -> str:
        """The payee's name."""

    @property
    def to_bank_name(self) -> str:
        """The payee's bank as told."""

    @property
    def to_institution_code(self) -> str:
        """The payee's bank as connected."""

    @property
    def to_kind(self) -> PayeeKind:
        """What the payee is."""

    @property
    def serial(self) -> str:
        """The serial number of the trade."""

    @property
    def stopped_already(self) -> bool:
        """Whether somebody has stopped it before us."""


class Report(Protocol):
    """Anything with transfers: a new report or the facts of an incident."""

    @property
    def transfers(self) -> Sequence[Told]:
        """The transfers in their order."""


@dataclass(frozen=True, slots=True)
class TransferGate:
    """Whether one transfer can be stopped now. `sequence` counts from 1."""

    sequence: int
    missing: tuple[Missing, ...]
    instead: tuple[Instead, ...]
    doubts: tuple[Doubt, ...]
    stopped_already: bool

    @property
    def can_stop(self) -> bool:
        """Nothing is missing and nobody was faster."""
        return not self.missing and not self.stopped_already


@dataclass(frozen=True, slots=True)
class Gate:
    """The completeness gate of a report (完整性校验)."""

    transfers: tuple[TransferGate, ...]

    @property
    def can_stop_all(self) -> bool:
        """Every transfer can be stopped or is; a report without transfers cannot."""
        return bool(self.transfers) and not any(each.missing for each in self.transfers)


def completeness(report: Report) -> Gate:
    """What can go out for each transfer, and what the call-taker has still to ask."""
    return Gate(
        tuple(gate_of(transfer, sequence) for sequence, transfer in enumerate(report.transfers, 1))
    )


def gate_of(transfer: Told, sequence: int) -> TransferGate:
    """The gate of one transfer.

    The bank compares name, account, amount and time and must not stop when one differs, so a
    stop with a gap is doomed; a query finds the gap (domain.md §3.2, §7.2).
    """
    missing = tuple(_missing(transfer))
    return TransferGate(
        sequence,
        missing,
        _instead(transfer) if missing and not transfer.stopped_already else (),
        tuple(_doubts(transfer)),
        transfer.stopped_already,
    )


def _missing(transfer: Told) -> Iterator[Missing]:
    if transfer.to_kind == PayeeKind.TRADE:  # a trade is stopped by its serial alone
        held = {Missing.SERIAL: transfer.serial}
    else:
        held = {Missing.ACCOUNT: transfer.to_account, Missing.NAME: transfer.to_name}
    held[Missing.BANK] = transfer.to_institution_code or transfer.to_bank_name
    yield from (gap for gap, told in held.items() if not told)
    if not transfer.amount_fen:
        yield Missing.AMOUNT
    if transfer.moved_at is None:
        yield Missing.TIME


def _instead(transfer: Told) -> tuple[Instead, ...]:
    known_bank = transfer.to_institution_code or transfer.to_bank_name
    if known_bank and transfer.to_account:
        return (Instead.QUERY_DETAIL, Instead.QUERY_HOLDER)
    if known_bank and transfer.serial and transfer.to_kind != PayeeKind.PERSONAL:
        return (Instead.QUERY_DETAIL,)
    return (Instead.GREEN_CHANNEL,)


def _doubts(transfer: Told) -> Iterator[Doubt]:
    number = transfer.to_account
    is_card = number.isdigit() and len(number) in CARD_LENGTHS
    if transfer.to_kind != PayeeKind.PERSONAL or not is_card:
        return
    if not cards.luhn_valid(number):
        yield Doubt.CHECK_DIGIT
    issuer, told = cards.issuer_of(number), banks.bank_code(transfer.to_bank_name)
    if issuer and told and issuer.bank_code != told:
        yield Doubt.OTHER_BANK
