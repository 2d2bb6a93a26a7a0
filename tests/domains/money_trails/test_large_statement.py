"""A statement of 200,000 rows is read, followed and proposed from; run by hand, tells its times."""

import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.builders.city import ABC, AT, a_city
from tests.builders.orders import ANYBODY, CARD, T0, an_incident
from tests.builders.statements import delimited, stamp
from tests.builders.uploads import confirmed, uploaded
from zhisun.domains.money_trails.jobs import read_statement
from zhisun.domains.money_trails.models import StatementRow
from zhisun.domains.money_trails.reactions import propose_next_layer, trace_report
from zhisun.domains.stop_payment.selectors.orders import drafts_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HEAD = [
    *("卡号", "户名", "交易时间", "借贷标志", "交易金额"),
    *("账户余额", "对方账号", "对方户名", "流水号"),
]
ROWS = 200_000
MULES = 300


def city_statement() -> bytes:
    """Statements of three hundred accounts over two days; the victim's money enters at noon."""
    chance = random.Random(7)  # noqa: S311 the same statement every time
    cards = [CARD, *(f"62220202{number:011d}" for number in range(MULES))]
    outside = [f"62170012{number:011d}" for number in range(4000)]
    balance = dict.fromkeys(cards, 50_000_00)
    rows = [
        [
            "卡号",
            "户名",
            "交易时间",
            "借贷标志",
            "交易金额",
            "账户余额",
            "对方账号",
            "对方户名",
            "流水号",
        ]
    ]
    start = T0 - timedelta(days=1)

    def tell(card: str, at: str, fen: int, other: str) -> None:
        balance[card] += fen
        rows.append(
            [card, "张伟", at, "贷" if fen > 0 else "借", f"{abs(fen) / 100:.2f}",
             f"{balance[card] / 100:.2f}", other, "李强", f"SN{len(rows):012d}"]
        )  # fmt: skip

    entered = False
    while len(rows) < ROWS:
        at = start + timedelta(seconds=len(rows) * 0.45)
        if at >= T0 and not entered:
            entered = True
            tell(CARD, stamp(T0), 2_800_000, "6217001234567890121")
        payer = chance.choice(cards)
        fen = min(chance.randrange(100, 300_000), balance[payer])
        if fen <= 0:
            continue
        if chance.random() < 0.3:
            payee = chance.choice(cards)
            if payee != payer:
                tell(payer, stamp(at), -fen, payee)
                tell(payee, stamp(at), fen, payer)
        elif chance.random() < 0.5:
            tell(payer, stamp(at), -fen, chance.choice(outside))
        else:
            tell(payer, stamp(at), fen, chance.choice(outside))
    return delimited(rows)


def test_a_large_statement_is_read_and_its_next_layer_proposed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    a_city()
    incident_no = an_incident()
    trace_report(incident_no, AT)
    data = city_statement()
    began = time.monotonic()
    key = confirmed(uploaded(incident_no, "a.csv", data, bank=ABC))
    told = {"uploaded": time.monotonic() - began}
    steps: list[tuple[str, Callable[[], None]]] = [
        ("read", lambda: read_statement(key, at=AT)),
        ("traced", lambda: trace_report(incident_no, AT)),
        ("proposed", lambda: propose_next_layer(incident_no, AT)),
        ("again", lambda: trace_report(incident_no, AT)),
    ]
    for name, step in steps:
        began, cpu = time.monotonic(), time.process_time()
        step()
        told[name] = time.monotonic() - began
        told[f"{name} cpu"] = time.process_time() - cpu
    with capsys.disabled():
        sys.stderr.write(f"{ {name: round(seconds, 2) for name, seconds in told.items()} }\n")
    assert StatementRow.objects.count() >= ROWS - 1
    assert {draft.level for draft in drafts_of(incident_no, by=ANYBODY)} >= {2}
