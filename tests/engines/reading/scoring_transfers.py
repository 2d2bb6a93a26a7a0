"""How much of the payments told in narratives `transfers` gets right, field by field.

A told payment is found when one of the same amount is (the one with the right account first); a
field is right when it is as told, and None when it is not told. `python scoring_transfers.py`
prints both tables of calls; `… --calls 200 --seed 7` prints calls the simulated city invents.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from zhisun.engines.identity.banks import CNAPS
from zhisun.engines.reading.reader import read
from zhisun.engines.reading.transfers import SaidTransfer, transfers
from zhisun.kernel.moments import CHINA
from zhisun.kernel.money import fen, yuan
from zhisun.simulator.calls import Call, Caller
from zhisun.simulator.roster import BY_CODE, HOUSES

TAKEN_DOWN = datetime(2025, 3, 12, 15, 30, tzinfo=CHINA)
READ_BY_THE_RULES = Path(__file__).with_name("told.jsonl")
HELD_OUT = Path(__file__).with_name("told_held_out.jsonl")
ANYTHING = "*"
"""The victim was told another name than the holder's: the truth does not know which."""
FIELDS = ("amount", "account", "name", "bank", "pay", "time", "payer")

Told = Mapping[str, str | None]


@dataclass(frozen=True)
class Narrative:
    """A text and the payments a careful listener hears in it."""

    name: str
    text: str
    told: tuple[Told, ...]
    taken_down: datetime = TAKEN_DOWN


@dataclass
class Score:
    """Counts over narratives. exact: all fields right; traceable: amount and account right."""

    told: int = 0
    exact: int = 0
    traceable: int = 0
    invented: int = 0
    right: Counter[str] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)


def narratives(path: Path) -> Iterator[Narrative]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Narrative(f"{row['id']} {row['register']}", row["text"], tuple(row["transfers"]))


def city_calls(count: int, seed: int) -> Iterator[Narrative]:
    """Calls as the simulated city makes them; their truth is what the city moved."""
    caller = Caller(Random(seed), HOUSES)  # noqa: S311 repeatable invention, nothing secret
    for number in range(count):
        call = caller.invent(number, TAKEN_DOWN)
        yield Narrative(f"city {number}", call.sheet["narrative"], tuple(_moved(call)))


def _moved(call: Call) -> Iterator[Told]:
    victim = call.openings[0].account_no
    for move in (move for move in call.moves if move.payer == victim):
        house = BY_CODE[move.payee_institution]
        wrong_name = call.truth["wrong_name"]
        yield {
            "amount": yuan(move.amount_fen),
            "account": move.payee,
            "name": ANYTHING if wrong_name else move.payee_name,
            "bank": None if house.pays else "RCU" if house.length == 16 else CNAPS[house.code],
            "pay": house.spoken if house.pays else None,
            "payer": victim,
        }


def scored(rows: Iterable[Narrative], fields: tuple[str, ...] = FIELDS) -> Score:
    score = Score()
    for row in rows:
        found = list(transfers(read(row.text, ref_time=row.taken_down), row.text))
        for told in row.told:
            score.told += 1
            best = _taken(found, told)
            _count(score, row, told, None if best is None else facts(best), fields)
        score.invented += len(found)
        score.mistakes += [f"{row.name}: invented {facts(each)}" for each in found]
    return score


def facts(said: SaidTransfer) -> Told:
    """The fields of a found transfer under the names of the table."""
    return {
        "amount": yuan(said.amount_fen),
        "account": said.payee_account,
        "name": said.payee_name,
        "bank": said.payee_bank_code,
        "pay": said.pay,
        "time": said.time_said,
        "payer": said.payer_account,
    }


def _taken(found: list[SaidTransfer], told: Told) -> SaidTransfer | None:
    same = [each for each in found if each.amount_fen == fen(told["amount"] or "")]
    same.sort(key=lambda each: each.payee_account != told.get("account"))
    if not same:
        return None
    found.remove(same[0])
    return same[0]


def _count(
    score: Score, row: Narrative, told: Told, found: Told | None, fields: tuple[str, ...]
) -> None:
    if found is None:
        score.mistakes.append(f"{row.name}: missed {told}")
        return
    right = {name for name in fields if _same(name, told, found)}
    score.right.update(right)
    score.exact += len(right) == len(fields)
    score.traceable += "account" in right
    for name in fields:
        if name not in right:
            said = f"{told.get('amount')}: {name} {found[name]} not {told.get(name)}"
            score.mistakes.append(f"{row.name}: {said}")


def _same(name: str, told: Told, found: Told) -> bool:
    if name == "amount":
        return fen(told["amount"] or "") == fen(found["amount"] or "")
    return told.get(name) in (ANYTHING, found[name])


def shown(title: str, score: Score) -> str:
    head = (
        f"{title}: {score.told} told, {score.exact} exact, {score.traceable} with amount and "
        f"account, {score.invented} invented"
    )
    lines = [f"  {name}: {score.right[name]}" for name in FIELDS if name in score.right]
    return "\n".join([head, *lines, *(f"  {mistake}" for mistake in score.mistakes), ""])


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--calls", type=int, default=0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--quiet-held-out", action="store_true")
    options = asked.parse_args()
    if options.calls:
        calls = city_calls(options.calls, options.seed)
        fields = tuple(name for name in FIELDS if name != "time")
        sys.stdout.write(shown("city", scored(calls, fields)))
        return
    sys.stdout.write(shown("read by the rules", scored(narratives(READ_BY_THE_RULES))))
    held_out = scored(narratives(HELD_OUT))
    if options.quiet_held_out:
        held_out.mistakes.clear()
    sys.stdout.write(shown("held out", held_out))


if __name__ == "__main__":
    main()
