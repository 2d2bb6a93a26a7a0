from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator.cast import Bank, an_opening


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    """ICBC with 28,000 yuan in the mule's account."""
    bank = Bank(tmp_path)
    bank.ledger.open_accounts([an_opening()])
    yield bank
    bank.ledger.close()
