import json
import subprocess
import sys
from pathlib import Path

from tests.simulator.processes import STILL_WAITING, City, running, until
from zhisun.simulator.roster import HOUSES
from zhisun.simulator.samples import SAMPLES

CODES = [house.code for house in HOUSES]


def live(city: City, calls: int) -> None:
    words = ["--platform", city.address, "--token", "token", "--home", str(city.home)]
    words += ["--speed", "36000", "--gang-speed", "120", "--calls", str(calls)]
    command = [sys.executable, "-m", "zhisun.simulator.city", *words]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


def test_a_day_in_the_city_moves_money_calls_110_and_loses_no_fen(tmp_path: Path) -> None:
    with running(tmp_path, CODES) as city:
        live(city, calls=2)
        live(city, calls=1)
        lines = (city.home / "truth.jsonl").read_text(encoding="utf-8").splitlines()
        truths = [json.loads(line) for line in lines]
        assert len({truth["sheet_no"] for truth in truths}) == 3
        assert [sheet["sheet_no"] for sheet in city.platform.sheets] == [
            truth["sheet_no"] for truth in truths if not truth["at_counter"]
        ]
        reported = sum(truth["at_counter"] + truth["suspected"] for truth in truths)
        until(lambda: len(city.platform.answers) == reported)
        until(lambda: all(city.rows(code, STILL_WAITING) == [(0,)] for code in CODES))
        totals = city.totals()
        assert all(total.balanced for total in totals)
        assert sum(t.sent_fen for t in totals) == sum(t.received_fen for t in totals)
        assert all(
            city.rows(code, "SELECT count(*) FROM moves WHERE state = 'failed'") == [(0,)]
            for code in CODES
        )
        refund = SAMPLES[0].steps[0].payee
        assert refund is not None
        balances = city.rows(refund.institution, "SELECT account_no, balance_fen FROM accounts")
        assert dict(balances)[refund.account_no] == 2 * 700_000
