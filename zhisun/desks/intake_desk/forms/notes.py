"""What stands small beside a field (核对提示): amount in words, the card's bank, how long ago."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from zhisun.desks.intake_desk.forms.payees import card_of
from zhisun.domains.cases.policy.gate import CARD_LENGTHS
from zhisun.domains.cases.policy.report import NewTransfer
from zhisun.domains.documents.policy.wording import capital_amount
from zhisun.kernel.money import LARGEST_FEN
from zhisun.shell.filters import money_short, relative


def notes_of(transfer: NewTransfer, path: str, *, at: datetime) -> dict[str, str]:
    """Field name → note, for one transfer whose fields begin with `path`."""
    found = {
        f"{path}to_account": _account(transfer.to_account),
        f"{path}from_account": _account(transfer.from_account),
        f"{path}amount": _amount(transfer.amount_fen),
        f"{path}moved_at": relative(transfer.moved_at, at) if transfer.moved_at else "",
    }
    return {name: note for name, note in found.items() if note}


def _account(number: str) -> str:
    known = card_of(number)
    if known is None or (len(known.number) not in CARD_LENGTHS and known.issuer is None):
        return ""
    return " · ".join(_card(known.luhn_valid, known.issuer.bank if known.issuer else ""))


def _card(luhn_valid: bool, bank: str) -> Iterator[str]:  # noqa: FBT001 one fact of a card
    yield _("✓ 校验位相符") if luhn_valid else _("✗ 校验位不符，请再念一遍")
    if bank:
        yield bank


def _amount(amount_fen: int | None) -> str:
    if amount_fen is None or not 0 < amount_fen <= LARGEST_FEN:
        return ""
    return f"{capital_amount(amount_fen)} · {money_short(amount_fen)}"
