"""Both methods side by side: each victim, each account, and how evenly they are met."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhisun.domains.restitution.selectors import ClaimantRow, Dossier
from zhisun.domains.restitution.terms import Method
from zhisun.kernel.money import Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class VictimLine:
    """One victim by both methods. The ratios count refunds and earlier rounds as got back."""

    victim: ClaimantRow
    traced_fen: Fen
    proportional_fen: Fen
    share_fen: Fen
    paid_fen: Fen
    traced_pm: int
    proportional_pm: int

    @property
    def difference_fen(self) -> Fen:
        """By trace less in proportion."""
        return self.traced_fen - self.proportional_fen


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One method over all victims. least_pm: what the worst met gets back of his loss."""

    method: Method
    total_fen: Fen
    least_pm: int
    gini_pm: int


def victims(found: Dossier) -> list[VictimLine]:
    """A line for every victim, by incident number."""
    traced, even = (found.evenness[m].ratios_pm for m in (Method.TRACED, Method.PROPORTIONAL))
    lines = []
    for each in found.claimants:
        mine = [share for share in found.shares if share.incident_no == each.incident_no]
        line = VictimLine(
            victim=each,
            traced_fen=sum(share.traced_fen for share in mine),
            proportional_fen=sum(share.proportional_fen for share in mine),
            share_fen=sum(share.share_fen for share in mine),
            paid_fen=sum(share.share_fen for share in mine if share.paid_at),
            traced_pm=traced.get(each.incident_no, 0),
            proportional_pm=even.get(each.incident_no, 0),
        )
        lines.append(line)
    return lines


def methods(found: Dossier) -> list[MethodLine]:
    """A line for each method; none before anything was worked out."""
    if not found.shares:
        return []
    return [
        MethodLine(
            method,
            sum(found.of(each.incident_no, method) for each in found.claimants),
            found.evenness[method].least_pm,
            found.evenness[method].gini_pm,
        )
        for method in Method
    ]


def sentences() -> dict[str, str]:
    """The sentences of the workings (`restitution.policy.PAPER`) as this reader reads them."""
    return {
        "victim": _("{name}（{incident_no}）"),
        "traced": _(
            "账户 {account}：冻结涉案 {frozen}，各规则一致、直接返还合计 {direct}，余 {rest}。"
        ),
        "traced_share": _(
            "{name}：可溯 {least}–{most}；直接 {direct}；比例部分 {sum} → {more}；共 {total}"
        ),
        "even": _("账户 {account}：冻结涉案 {frozen}，未返还损失合计 {total}。"),
        "even_share": _("{name}：{sum} → {share}"),
        "enough": _("足额"),
    }
