"""Whether a template prints what a paper cannot do without."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zhisun.domains.documents.policy.facts import read
from zhisun.domains.documents.policy.samples import samples
from zhisun.domains.documents.policy.sheet import sheet
from zhisun.domains.documents.policy.typesetting import typeset
from zhisun.domains.documents.terms import DocumentKind, Json

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Essentials = Mapping[tuple[str, ...], "_StrPromise"]
"""Words a template is given → what they are called. One of the words of a key is enough."""

OTHER_ESSENTIALS: dict[tuple[str, ...], "_StrPromise"] = {
    ("number",): _("文号"),
    ("issuer",): _("发文单位"),
    ("basis",): _("法律依据"),
}
"""What no paper can do without. Local rule, after the model papers of the law's annexes."""

_OFFICERS: Essentials = {("handler_title",): _("经办人"), ("assistant_title",): _("协办人")}
_ORDER: Essentials = {
    **_OFFICERS,
    ("institution_name",): _("机构名称"),
    ("account_name",): _("户名"),
    ("account_no",): _("账号"),
}
_HOLD: Essentials = {**_ORDER, ("amount_figures", "amount_words"): _("金额")}
_TERM: Essentials = {("starts_at",): _("起始时间"), ("expires_at",): _("到期时间")}
_TAKEN_DOWN: Essentials = {
    **_OFFICERS,
    ("institution_name",): _("机构名称"),
    ("target",): _("封停对象"),
    ("measure",): _("措施"),
}

ESSENTIALS: dict[DocumentKind, Essentials] = {
    DocumentKind.ASSISTANCE: {**_OFFICERS, ("institution_name",): _("机构名称")},
    DocumentKind.STOP_NOTICE: _HOLD,
    DocumentKind.STOP_EXTEND_NOTICE: {**_HOLD, **_TERM},
    DocumentKind.STOP_RELEASE_NOTICE: {**_ORDER, ("original_number",): _("原文书号")},
    DocumentKind.FREEZE_NOTICE: {**_HOLD, **_TERM},
    DocumentKind.FREEZE_EXTEND_NOTICE: {**_HOLD, **_TERM},
    DocumentKind.FREEZE_RELEASE_NOTICE: {**_ORDER, ("original_number",): _("原文书号")},
    DocumentKind.QUERY_NOTICE: _ORDER,
    DocumentKind.RETURN_PUBLICITY: {},
    DocumentKind.RETURN_APPLICATION: {("victim_name",): _("被害人")},
    DocumentKind.RETURN_REPORT: {("handler_title",): _("经办人")},
    DocumentKind.RETURN_DECISION: _OFFICERS,
    DocumentKind.RETURN_NOTICE: {**_OFFICERS, ("institution_name",): _("机构名称")},
    DocumentKind.TAKEDOWN_NOTICE: _TAKEN_DOWN,
    DocumentKind.TAKEDOWN_RELEASE_NOTICE: _TAKEN_DOWN,
    DocumentKind.PHONE_HOLD_NOTICE: _TAKEN_DOWN,
    DocumentKind.OWN_HOLD_NOTICE: {**_TAKEN_DOWN, ("expires_at",): _("到期时间")},
    DocumentKind.OWN_RELEASE_NOTICE: {**_TAKEN_DOWN, ("original_number",): _("原文书号")},
}
"""What a kind of paper cannot do without besides."""

_MARK = "〇"


def omitted(kind: DocumentKind, source: str, *, at: datetime) -> list[str]:
    """What the template leaves out, as names people know; empty when nothing is missing.

    Each word is changed in turn in the full specimen: a page that stays the same to the byte does
    not print it. Of words put together (an amount in figures and in words) one is enough. Takes
    about ten settings. Raises as `typeset`.
    """
    facts = read(kind, samples(kind)[-1])
    words = sheet(kind, facts, number="示〔0000〕00000号", contact="", at=at)
    page = typeset(source, words, at=at)
    wanted = {**OTHER_ESSENTIALS, **ESSENTIALS[kind]}
    return [
        str(name)
        for names, name in wanted.items()
        if typeset(source, words | _changed(words, names), at=at) == page
    ]


def _changed(words: Mapping[str, Json], names: tuple[str, ...]) -> dict[str, Json]:
    return {name: f"{words[name]}{_MARK}" for name in names}
