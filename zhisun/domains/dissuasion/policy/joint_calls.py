"""Calls of three: the person, the officer, and somebody the person believes (三方通话).

Seen in 南通 and 银川 (domain.md §5.4): who is joined while the person is on the line.
"""

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.domains.dissuasion.terms import SPOKEN, ContactResult, SignalKind


class Party(TextChoices):
    """Who is joined."""

    BANK = "bank", _("开户银行")
    FAMILY = "family", _("亲属")
    SECOND_LINE = "second_line", _("96110 二线")


class JointResult(TextChoices):
    """What the call of three brought."""

    CONVINCED = "convinced", _("本人听劝")
    UNCONVINCED = "unconvinced", _("本人不听劝")
    BROKEN_OFF = "broken_off", _("本人中途挂断")
    NOT_JOINED = "not_joined", _("没接成")


ANSWERS: dict[JointResult, frozenset[ContactResult]] = {
    JointResult.CONVINCED: frozenset({ContactResult.COOPERATES}),
    JointResult.UNCONVINCED: frozenset({ContactResult.UNCOOPERATIVE}),
    JointResult.BROKEN_OFF: SPOKEN | {ContactResult.NOT_SELF},
    JointResult.NOT_JOINED: frozenset(ContactResult)
    - {ContactResult.MET, ContactResult.NOT_FOUND}
    - {ContactResult.HANDED_OVER, ContactResult.DELIVERED, ContactResult.UNDELIVERED},
}
"""Which call-back codes of §5.3 fit a result."""


def worth_joining(kinds: Iterable[SignalKind], *, family: bool, refused: bool) -> list[Party]:
    """Whom to join first: the bank when money moves, then family, then the second line.

    family: a number of theirs is known. refused: the person was spoken to and did not listen.
    Local rule.
    """
    moving = SignalKind.TRADE in set(kinds)
    asked = {Party.BANK: moving, Party.FAMILY: family, Party.SECOND_LINE: refused}
    return [party for party, wanted in asked.items() if wanted] or [Party.SECOND_LINE]
