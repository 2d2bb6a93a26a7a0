"""A case as rich as the pages of both desks may meet it, and the addresses it opens."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.builders.cases import a_call
from tests.builders.city import AT, ICBC, a_city
from tests.builders.orders import (
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.money_trails.reactions import propose_next_layer, trace_report
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.kernel.actors import job


@pytest.fixture
def known() -> dict[str, list[str]]:
    """A case as rich as a page may meet it, and the values its addresses take."""
    a_city()
    sheet = a_call()
    receive_call(sheet, by=job("test"), at=AT)
    incident_no = an_incident()
    stop = fetched(approved(drafted(incident_no)))
    answered(stop, "1200", balance_fen=2_000_000)
    query = drafted(incident_no, kind=OrderKind.QUERY_DETAIL, inquiry_mode="04", amount_fen=0)
    left = a_movement(
        serial="S2",
        incoming=False,
        amount_fen=800_000,
        balance_fen=2_000_000,
        moved_at=T0 + timedelta(minutes=2),
        counterparty_account="6212261234567890128",
        counterparty_name="李四",
        counterparty_institution=ICBC,
    )
    answered(fetched(approved(query)), movements=(a_movement(), left))
    refused = drafted(incident_no, kind=OrderKind.QUERY_HOLDER, amount_fen=0)
    answered(fetched(approved(refused)), "0301", failure_cause="户名不符")
    waiting = drafted(incident_no, kind=OrderKind.QUERY_MOVEMENTS, amount_fen=0)
    trace_report(incident_no, AT)
    propose_next_layer(incident_no, AT)
    return {
        "incident_no": [incident_no],
        "order_no": [stop, query, refused, waiting],
        "sheet_no": [sheet.sheet_no],
    }


def addresses(known: dict[str, list[str]]) -> Iterator[str]:
    """Every address of a desk that takes one of the known values, or none."""
    for namespace, (_prefix, desk) in get_resolver().namespace_dict.items():
        for route in desk.url_patterns:
            if not isinstance(route, URLPattern) or not namespace.endswith("_desk"):
                continue
            match list(route.pattern.converters):
                case []:
                    yield reverse(f"{namespace}:{route.name}")
                case [name] if name in known:
                    yield from (
                        reverse(f"{namespace}:{route.name}", args=[value]) for value in known[name]
                    )
