"""Areas (辖区) as prefixes of GB/T 2260 division codes.

A province is 2 digits, a city 4, a county 6, a police station 9 or more; the empty
area is the whole country and is legal for background jobs only.
"""

LEVELS = (2, 4, 6, 9, 12)


def inside(area: str, of: str) -> bool:
    """Whether `area` lies in `of` (or is `of`)."""
    return area.startswith(of)


def parent(area: str) -> str:
    """The next larger area; the parent of a province is the whole country, ""."""
    return area[: max((n for n in LEVELS if n < len(area)), default=0)]


def prefix(code: str) -> str:
    """The prefix of a six-digit division code: 370800 (济宁市) covers all that begins with 3708."""
    while len(code) <= len("370800") and code.endswith("00"):
        code = code[:-2]
    return code


def division(area: str) -> str:
    """The six-digit division code of an area: 3708 is 370800, a station's 370811001 is 370811."""
    return area[:6].ljust(6, "0")
