"""What the selects of the form offer."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.desks.intake_desk.forms.decisions import Role
from zhisun.desks.intake_desk.forms.reports import NO, YES
from zhisun.domains.cases.terms import (
    TOLD_NOW,
    ChannelKind,
    Direction,
    FraudType,
    IdType,
    Method,
    PayeeKind,
    Relation,
    Sex,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Options = Sequence[tuple[str, "_StrPromise | str"]]


def _options(kind: type[TextChoices], empty: bool = True) -> Options:  # noqa: FBT001,FBT002 one word of grammar
    offered = [(each.value, each.label) for each in kind]
    return [("", "—"), *offered] if empty else offered


CHOICES: Mapping[str, Options] = {
    "fraud_type": [("", _("请选择类型")), *_options(FraudType, empty=False)],
    "method": _options(Method),
    "to_kind": _options(PayeeKind, empty=False),
    "channel": _options(ChannelKind, empty=False),
    "direction": _options(Direction),
    "relation": _options(Relation),
    "sex": _options(Sex),
    "id_type": _options(IdType),
    "source": [(each.value, each.label) for each in TOLD_NOW],
    "told": [("", _("未问")), (YES, _("是")), (NO, _("否"))],
    "role": _options(Role, empty=False),
}
