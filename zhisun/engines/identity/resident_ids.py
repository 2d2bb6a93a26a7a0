"""Resident identity numbers (公民身份号码): GB 11643-1999 and the 15-digit form before it."""

import re
from dataclasses import dataclass
from datetime import date

from zhisun.engines.identity.divisions import division_known

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_YEAR, _LAST_YEAR = 1800, 2099
CHECK = "10X98765432"
_SHAPE = re.compile(r"\d{17}[\dX]|\d{15}")
_OLD = 15
EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class ResidentId:
    """An identity number as read; what does not hold is said, the number is kept.

    check_valid: the check digit holds (a 15-digit number has none: True).
    born_on: None when the digits are no date. male: by the order number's last digit.
    division_known: the first six (else the first two) digits are in the division table.
    """

    number: str
    check_valid: bool
    born_on: date | None
    male: bool
    division_known: bool

    @property
    def plausible(self) -> bool:
        """Date and place can be those of a person; nobody is of the seventieth century."""
        dated = self.born_on is not None and _FIRST_YEAR <= self.born_on.year <= _LAST_YEAR
        return dated and self.division_known


def check_digit(body: str) -> str:
    """The check character of 17 digits: MOD 11-2 (GB 11643-1999 §4.2.4)."""
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return CHECK[total % len(CHECK)]


def resident_id(number: str) -> ResidentId | None:
    """The identity number in 15 or 18 characters, None when the shape is another."""
    number = number.upper()
    if not _SHAPE.fullmatch(number):
        return None
    old = len(number) == _OLD
    birth, order = (f"19{number[6:12]}", number[14]) if old else (number[6:14], number[16])
    return ResidentId(
        number,
        check_valid=old or check_digit(number[:17]) == number[17],
        born_on=_date(birth),
        male=int(order) % 2 == 1,
        division_known=division_known(number[:6]),
    )


def _date(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if born >= EARLIEST else None
