"""Unified social credit codes (统一社会信用代码): GB 32100-2015."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18


def check_character(body: str) -> str:
    """The check character of the first 17: weights 3^i mod 31, MOD 31 (GB 32100-2015 §5)."""
    total = sum(ALPHABET.index(char) * pow(3, i, 31) for i, char in enumerate(body))
    return ALPHABET[-total % len(ALPHABET)]


def credit_code_valid(code: str) -> bool:
    """Whether `code` (any case) has the shape and the check character of a credit code."""
    code = code.upper()
    if len(code) != LENGTH or any(char not in ALPHABET for char in code):
        return False
    return code[2:8].isdigit() and check_character(code[:-1]) == code[-1]
