"""The picture of the money page as a file of its own, PDF or PNG, masked as the page is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from zhisun.desks.funds_desk.flow_book import FORBIDDEN
from zhisun.desks.funds_desk.flow_chart import Account, Box, Chart
from zhisun.domains.documents.policy.typesetting import DrawingForm, drawing
from zhisun.domains.money_trails.selectors.moves import Moves
from zhisun.domains.money_trails.selectors.picture import Picture
from zhisun.shell.filters import full_time

HEAD, FOOT, LINE = 64, 44, 20
NARROWEST = 760
"""Points: the lines above the picture need as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the file says above the picture, and how far it is masked."""

    incident_no: str
    who: str
    at: datetime
    whole: bool
    names: bool


def flow_picture(
    told: Shown,
    chart: Chart,
    picture: Picture,
    moves: Moves,
    *,
    titles: Sequence[tuple[Account, str]],
    form: DrawingForm,
) -> bytes:
    """The picture as it stands on the page, with what it is and who took it out.

    titles: how the page calls each account that is drawn.
    """
    lines = _lines(told, picture, moves, folded=chart.folded)
    top = HEAD + LINE * len(lines)
    width, height = max(chart.width, NARROWEST), top + chart.height + FOOT
    called = {account.key: title for account, title in titles}
    context = {
        "chart": chart,
        "width": width,
        "height": height,
        "top": top,
        "title": _("资金流向图") + f" {told.incident_no}",
        "lines": lines,
        "legend": [
            *(("frozen", _("已冻结")), ("held", _("已止付")), ("there", _("在账未控"))),
            *(("onward", _("转往下层")), ("left", _("取现、消费、平台"))),
        ],
        "numbers": told.whole,
        "title_of": lambda account: called[account.key],
        "address": _nowhere,
        "account_address": _nowhere,
        "says_of": _silent,
    }
    svg = render_to_string("funds_desk/flow_print.html", context, using="jinja2")
    return drawing(
        svg.strip().translate(FORBIDDEN), width=width, height=height, form=form, at=told.at
    )


def _lines(told: Shown, picture: Picture, moves: Moves, *, folded: int) -> list[str]:
    masked = {True: _("未遮盖"), False: _("已遮盖")}
    lines = [
        _("{rule}，算到 {when}").format(rule=picture.rule.label, when=full_time(moves.until)),
        _("账号{numbers}，户名{names}；{who} {at} 导出").format(
            numbers=masked[told.whole],
            names=masked[told.names],
            who=told.who,
            at=full_time(told.at),
        ),
        _("方法版本 {method}，输入摘要 {digest}").format(method=moves.method, digest=moves.digest),
    ]
    if folded:
        lines.append(_("另有 {number} 个小额账户合并画出，金额都在内。").format(number=folded))
    return lines


def _nowhere(*_keys: str, **_changes: str) -> str:
    """A file leads nowhere."""
    return "#"


def _silent(_box: Box) -> str:
    """What the page says aloud of a box; a file has no voice."""
    return ""
