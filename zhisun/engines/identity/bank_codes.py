"""Bank codes of the payment system (支付系统行号, CNAPS): twelve digits, the last a check digit.

Three digits of the institution's kind (102 is 工商银行), four of its city, four of the branch. The
check digit is MOD 11,10 of ISO 7064 (GB/T 17710); it holds for every code of `banks.CNAPS`.
"""

from dataclasses import dataclass

LENGTH = 12
_MODULUS = 10


@dataclass(frozen=True, slots=True)
class BankCode:
    """A bank code as read. A wrong check digit is shown, never a reason to drop it."""

    code: str
    institution: str
    city: str
    branch: str
    check_valid: bool


def check_digit(body: str) -> str:
    """The digit that makes the first eleven a bank code: MOD 11,10 of ISO 7064."""
    product = _MODULUS
    for digit in body:
        product = ((product + int(digit)) % _MODULUS or _MODULUS) * 2 % (_MODULUS + 1)
    return str((_MODULUS + 1 - product) % _MODULUS)


def bank_code_of(code: str) -> BankCode | None:
    """The parts of a code in twelve ASCII digits, None when the shape is another."""
    if len(code) != LENGTH or not (code.isascii() and code.isdigit()):
        return None
    return BankCode(code, code[:3], code[3:7], code[7:11], check_digit(code[:11]) == code[11])
