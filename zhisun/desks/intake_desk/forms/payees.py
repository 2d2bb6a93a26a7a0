"""Who is to stop the money (收款机构): the connected institution behind a name or a card number."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhisun.domains.cases.terms import PayeeKind
from zhisun.domains.directory.selectors import InstitutionRow
from zhisun.domains.directory.terms import Lane
from zhisun.engines.identity.banks import bank_code, bank_name
from zhisun.engines.identity.cards import Card, card

CARD_LENGTHS = range(13, 20)


@dataclass(frozen=True, slots=True)
class Institutions:
    """The connected institutions, for looking one up by what people call it."""

    rows: tuple[InstitutionRow, ...] = ()

    def named(self, name: str) -> InstitutionRow | None:
        """The institution of this name, short name or everyday bank name."""
        told = name.strip()
        if not told:
            return None
        for row in self.rows:
            if told in {row.name, row.short_name}:
                return row
        code = bank_code(told)
        return self.of_bank(code) if code else None

    def of_bank(self, code: str) -> InstitutionRow | None:
        """The institution that issues this bank's cards."""
        return next((row for row in self.rows if code and row.bank_code == code), None)

    def of_account(self, account: str) -> InstitutionRow | None:
        """The institution whose card the number is."""
        known = card_of(account)
        return self.of_bank(known.issuer.bank_code) if known and known.issuer else None

    def code(self, name: str, account: str) -> str:
        """Where an order about this account goes, "" when nobody connected is meant.

        What the victim says counts before what the number looks like.
        """
        found = self.named(name) if name.strip() else self.of_account(account)
        return found.code if found else ""

    def kind(self, name: str) -> PayeeKind:
        """What an account at this institution is unless somebody says otherwise."""
        found = self.named(name)
        paying = found is not None and found.lane == Lane.PAYMENT
        return PayeeKind.PAYMENT if paying else PayeeKind.PERSONAL

    def names(self) -> Iterable[str]:
        """What the form offers while a bank is typed."""
        return [row.name for row in self.rows]


def card_of(account: str) -> Card | None:
    """The number as a bank card; None when it cannot be one."""
    digits = account.replace(" ", "")
    is_card = digits.isascii() and digits.isdigit() and len(digits) in CARD_LENGTHS
    return card(digits) if is_card else None


def same_bank(one: str, other: str) -> bool:
    """Whether two names mean one bank."""
    return one == other or (bank_code(one) != "" and bank_code(one) == bank_code(other))


def full_name(name: str) -> str:
    """The bank's name as papers write it; a name nobody knows stays."""
    return bank_name(bank_code(name)) or name
