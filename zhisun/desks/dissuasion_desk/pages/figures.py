"""The figures of the desk, each with what it counts; every number opens its rows (统计)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.access.terms import Duty
from zhisun.domains.directory.selectors import UnitRow, units_within
from zhisun.domains.dissuasion.selectors import figures, quality
from zhisun.domains.dissuasion.selectors.figures import Frame
from zhisun.domains.dissuasion.selectors.rules import rules_of
from zhisun.domains.dissuasion.terms import FigureName, Side, SignalSource, Truth
from zhisun.kernel.moments import CHINA
from zhisun.shell.seat import DeskRequest, desk

USUAL = timedelta(days=30)
EARLIEST, LATEST = date(2000, 1, 1), date(2999, 12, 30)


@dataclass(frozen=True, slots=True)
class Asked:
    """The period and unit of an address; nonsense asks for the usual ones."""

    since: date
    until: date
    unit: UnitRow | None
    at: datetime

    @property
    def frame(self) -> Frame:
        """The same for the selectors: from the first day to the end of the last."""
        first = datetime.combine(self.since, time(), CHINA)
        end = datetime.combine(self.until + timedelta(days=1), time(), CHINA)
        code, area = (self.unit.code, self.unit.area) if self.unit else ("", "")
        return Frame(since=first, until=end, at=self.at, unit_code=code, unit_area=area)

    def address(self, page: str = "figures", *names: str, **more: str | int) -> str:
        """A page of the same period and unit."""
        told = QueryDict(mutable=True)
        told.update({"since": self.since.isoformat(), "until": self.until.isoformat()})
        told.update({"unit": self.unit.code} if self.unit else {})
        told.update({name: str(value) for name, value in more.items()})
        return f"{reverse('dissuasion_desk:' + page, args=names)}?{told.urlencode()}"


@desk(duty=Duty.DISPATCH)
def page(request: DeskRequest) -> HttpResponse:
    """All figures. At most nine queries with the units."""
    reader, asked = request.actor, _asked(request)
    context = {
        "asked": asked,
        "units": [("", "—"), *((row.code, row.name) for row in units_within(reader.area))],
        "total": figures.total(reader, asked.frame),
        "alone": figures.messages_alone(reader, asked.frame),
        "shares": [
            (name, share, looks.meaning_of(name, rules_of(reader.area)))
            for name, share in figures.shares(reader, asked.frame).items()
        ],
        "truths": figures.truths(reader, asked.frame),
        "truth_words": looks.meaning_of_truths(),
        "by_unit": figures.by_unit(reader, asked.frame),
        "by_quality": quality.by_unit(reader, asked.frame),
        **_of_sources(request, asked),
        "by_indicator": figures.by_indicator(reader, asked.frame),
        "columns": list(FigureName),
        "headings": [(name.label, "") for name in FigureName],
    }
    return render(request, "dissuasion_desk/figures.html", context)


def _of_sources(request: DeskRequest, asked: Asked) -> dict[str, Any]:
    """Precision of each source, and what those that sent anything had not warned of."""
    found = figures.by_source(request.actor, asked.frame)
    by_source = [(SignalSource(row.name), row.share) for row in found]
    shares = figures.missed_by_source(request.actor, asked.frame)
    return {
        "by_source": by_source,
        "missed": [(each, shares[each]) for each, _right in by_source],
        "missed_means": looks.MISSED_MEANS,
    }


@desk(duty=Duty.DISPATCH)
def rows(request: DeskRequest, name: str) -> HttpResponse:
    """The dispatches behind one number."""
    reader, asked, query = request.actor, _asked(request), request.GET.dict()
    figure = FigureName(name) if name in FigureName.values else None
    side = query.get("side", "")
    if (figure is None and name != "all") or side not in ("", *Side.values):
        raise Http404
    chosen = Side(side or Side.WHOLE)
    source, indicator = query.get("source", ""), query.get("indicator", "")
    found = figures.rows(
        reader,
        asked.frame,
        figure,
        chosen,
        source=source if source in SignalSource.values else "",
        indicator=int(indicator) if indicator.isascii() and indicator.isdigit() else 0,
    )
    context = {
        "asked": asked,
        "figure": figure,
        "side": chosen,
        "meaning": looks.meaning_of(figure, rules_of(reader.area)) if figure else "",
        "lines": found,
        "most": figures.ROWS,
        "rules": rules_of(reader.area),
        "looks": looks,
    }
    return render(request, "dissuasion_desk/figure_rows.html", context)


@desk(duty=Duty.DISPATCH)
def missed(request: DeskRequest, source: str) -> HttpResponse:
    """The reports that a source had not warned of, or had."""
    side = request.GET.get("side", Side.WHOLE.value)
    if source not in SignalSource.values or side not in Side.values:
        raise Http404
    asked, named = _asked(request), SignalSource(source)
    title = _("漏预警：{source}").format(source=named.label)
    context = {
        "asked": asked,
        "title": f"{title} · {looks.missed_side(Side(side))}",
        "meaning": looks.MISSED_MEANS,
        "rows": figures.missed_rows(request.actor, asked.frame, named, Side(side)),
        "most": figures.ROWS,
    }
    return render(request, "dissuasion_desk/truth_rows.html", context)


@desk(duty=Duty.DISPATCH)
def truths(request: DeskRequest, name: str) -> HttpResponse:
    """The reports behind one number."""
    if name not in Truth.values:
        raise Http404
    asked, truth = _asked(request), Truth(name)
    context = {
        "asked": asked,
        "title": truth.label,
        "meaning": looks.meaning_of_truths()[truth],
        "rows": figures.truth_rows(request.actor, asked.frame, truth),
        "most": figures.ROWS,
    }
    return render(request, "dissuasion_desk/truth_rows.html", context)


def _asked(request: DeskRequest) -> Asked:
    today = request.at.astimezone(CHINA).date()
    until = _day(request.GET.get("until", ""), today)
    since = min(_day(request.GET.get("since", ""), until - USUAL), until)
    code = request.GET.get("unit", "")
    mine = {row.code: row for row in units_within(request.actor.area)} if code else {}
    return Asked(since, until, mine.get(code), request.at)


def _day(told: str, otherwise: date) -> date:
    try:
        found = date.fromisoformat(told)
    except ValueError:
        return otherwise
    return found if EARLIEST <= found <= LATEST else otherwise
