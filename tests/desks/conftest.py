"""A case as rich as the pages of the desks may meet it, and the addresses it opens."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from django.urls import URLPattern, get_resolver, reverse

from tests.builders.cases import a_call
from tests.builders.city import AT, ICBC, KEEPER, officer
from tests.builders.indicators import entered, told
from tests.builders.orders import (
    T0,
    a_movement,
    an_incident,
    answered,
    approved,
    drafted,
    fetched,
)
from tests.builders.takedowns import a_telecom_city, held_phone, own_phone, standing
from tests.builders.warnings import dissuaded, warned
from zhisun.desks.dissuasion_desk.pages.one import VERBS
from zhisun.domains.cases.services.calls import receive_call
from zhisun.domains.cases.services.filing import file_case
from zhisun.domains.dissuasion.services.persons import Named
from zhisun.domains.dissuasion.terms import FigureName, Truth
from zhisun.domains.indicators.services.intake import Said, take_in
from zhisun.domains.money_trails.reactions import propose_next_layer, trace_report
from zhisun.domains.restitution.services.notice import record_objection
from zhisun.domains.restitution.services.propose import choose, propose
from zhisun.domains.restitution.services.victims import Confirmed, confirm_victim, open_round
from zhisun.domains.stop_payment.terms import OrderKind
from zhisun.gateways.indicators import files
from zhisun.kernel.actors import job


@pytest.fixture
def known() -> dict[str, list[str]]:
    """A case as rich as a page may meet it, and the values its addresses take."""
    a_telecom_city()
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
    taken_down = standing(incident_no=incident_no)
    phones = [held_phone(), own_phone(target="13900002222")]
    return {
        "restitution_no": [a_round(incident_no, stop)],
        "takedown_no": [taken_down, *phones],
        "incident_no": [incident_no],
        "order_no": [stop, query, refused, waiting],
        "dispatch_no": [warned(), dissuaded(person=Named(phone="13799990000"))],
        "sheet_no": [sheet.sheet_no],
        "verb": sorted(VERBS),
        "name": [*FigureName.values, *Truth.values],
        **indicators_and_files(),
    }


def indicators_and_files() -> dict[str, list[str]]:
    """An indicator that was demoted, a draft, one that stands; a file with a row that is none."""
    demoted = entered("phone", "17011112222")
    told(demoted, wrong=14)
    standing_one = entered("url", "https://lure.example/pay", source="协查")
    table = b"kind,value,source\r\ndomain,evil.example,x\r\nfax,1,x\r\n"
    layout, read = files.read(table)
    intake = take_in("a.csv", layout, read, Said(), by=KEEPER, at=AT)
    keys = [str(demoted), str(standing_one)]
    return {"indicator": keys, "intake": [str(intake)]}


def a_round(incident_no: str, stop: str) -> str:
    """A round of returning with both methods worked out and one of them on public notice."""
    handler, chief = officer("wangqiang"), officer("chenjing")
    file_case(incident_no, filed_no="济公立字〔2026〕1号", by=chief, at=AT)
    freeze = drafted(
        incident_no, by="limin", kind=OrderKind.FREEZE, original_no=stop, amount_fen=2_000_000
    )
    answered(fetched(approved(freeze, by="chenjing")), balance_fen=2_000_000)
    number = open_round([incident_no], by=handler, at=AT)
    found = Confirmed(
        loss_fen=2_800_000, return_account="1", return_name="周敏", return_bank="建设银行"
    )
    confirm_victim(number, incident_no, found, by=handler, at=AT)
    propose(number, by=handler, at=AT)
    choose(number, "proportional", "资金混同", by=handler, at=AT)
    record_objection(number, "吴芳", "先还我", received_at=AT, by=handler, at=AT)
    return number


def addresses(known: dict[str, list[str]]) -> Iterator[str]:
    """Every address of a desk that takes one of the known values, or none."""
    for namespace, (_prefix, desk) in get_resolver().namespace_dict.items():
        for route in desk.url_patterns:
            if not isinstance(route, URLPattern) or not namespace.endswith(("_desk", "field")):
                continue
            names = list(route.pattern.converters)
            if all(name in known for name in names):
                for values in product(*(known[name] for name in names)):
                    yield reverse(f"{namespace}:{route.name}", args=values)
