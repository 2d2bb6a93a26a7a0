"""Telephone, account and IPv4 numbers: digits to a number that is its own proof.

A string of up to 19 digits becomes one number by counting all strings of digits, shorter ones
first: leading zeros keep strings apart, and a found key needs no comparison.
"""

from typing import Any

import numpy as np

from zhisun.engines.screening.keys import (
    Words,
    emit,
    find_number,
    may_hold,
    number_key,
    place_in,
)
from zhisun.engines.screening.layout import (
    BLOCK,
    NETWORKS,
    NUMBER_WORDS,
    NUMBERS,
    PREFIXES,
    SEED,
)
from zhisun.engines.screening.machine import (
    compiled,
    inlined,
    leading,
    load8,
    load64,
    part,
    prefetch,
)
from zhisun.engines.screening.terms import ACCOUNT, IP, PHONE, PHONE_PREFIX

MOST_DIGITS = 19
LONGEST_PHONE = MOST_DIGITS - 2
"""Digits of a telephone number looked up as a number; a longer one is looked up as a string."""

POWERS = np.array([10**n for n in range(MOST_DIGITS + 1)], np.uint64)
SHORTER = np.array([(10**n - 1) // 9 for n in range(MOST_DIGITS + 1)], np.uint64)
"""How many strings of digits are shorter than n digits."""
ALL = np.uint64(2**64 - 1)
ZEROS, HIGH, SIXES = (np.uint64(byte * 0x0101010101010101) for byte in (0x30, 0xF0, 0x06))
THREES = np.uint64(0x3333333333333333)
NIBBLES, BYTES, PAIRS = (
    np.uint64(mask) for mask in (0x0F0F0F0F0F0F0F0F, 0x00FF00FF00FF00FF, 0x0000FFFF0000FFFF)
)
ONE_TEN, ONE_HUNDRED, TEN_THOUSAND = (
    np.uint64(factor) for factor in (2561, 6553601, 42949672960001)
)
FOUR, EIGHT, SIXTEEN, HALF = (np.uint64(bits) for bits in (4, 8, 16, 32))
NONE, ONE = np.uint64(0), np.uint64(1)
PLUS = ord("+")
MOBILE_DIGITS = 11
COUNTRY = np.uint64(86)
ACCESS = (np.uint64(17951), np.uint64(17911), np.uint64(12593))
ACCOUNTS, PHONES, PREFIXES_ALONE = 0, 1, 2
SHORTEST_FOREIGN, LONGEST_FOREIGN = 9, 15


@inlined
def eight(end: int, count: int) -> Any:
    """The number of the last `count` (≤ 8) digits before `end`, and whether all are digits."""
    if count <= 0:
        return NONE, True
    kept = ALL << np.uint64(64 - 8 * min(count, 8))
    word = (load64(end - 8) & kept) | (ZEROS & ~kept)
    checked = (word & HIGH) | (((word + SIXES) & HIGH) >> FOUR)
    word = ((word & NIBBLES) * ONE_TEN) >> EIGHT
    word = ((word & BYTES) * ONE_HUNDRED) >> SIXTEEN
    return ((word & PAIRS) * TEN_THOUSAND) >> HALF, checked == THREES


@inlined
def digits(end: int, count: int) -> Any:
    """The number of up to 19 digits before `end`, and whether all are digits."""
    low, low_fits = eight(end, count)
    middle, middle_fits = eight(end - 8, count - 8)
    number = low + middle * POWERS[8]
    fits = low_fits and middle_fits
    if count > 16:  # noqa: PLR2004 two words
        high, high_fits = eight(end - 16, count - 16)
        return number + high * POWERS[16], fits and high_fits
    return number, fits


@inlined
def is_mobile(number: Any, count: int) -> bool:
    """Whether the digits are 1, 3–9 and nine more."""
    return count == MOBILE_DIGITS and np.uint64(13) <= number // POWERS[9] <= np.uint64(19)


@inlined
def is_service(number: Any, count: int) -> bool:
    """Whether the digits are 400 or 800 and seven more."""
    head = number // POWERS[7]
    return count == 10 and (head == np.uint64(400) or head == np.uint64(800))  # noqa: PLR2004


@inlined
def at_home(number: Any, count: int) -> Any:
    """A mainland number without country code: mobile and service as they are, others with 0."""
    if is_mobile(number, count) or is_service(number, count):
        return number, count, 0
    return number, count + 1, 0


@inlined
def abroad(number: Any, count: int) -> Any:
    """A foreign number: without + or 00, unless a mainland number looks like that."""
    clear = SHORTEST_FOREIGN <= count <= LONGEST_FOREIGN
    if clear and not is_mobile(number, count) and not is_service(number, count):
        return number, count, count + 2
    return number, count + 2, count + 2


@inlined
def phone_form(number: Any, count: int, plus: bool) -> Any:
    """A telephone number in normal form: number, digits, and digits with 00 of a foreign one.

    Mobile: 86, 086, 0086, +86 and the access codes before it are taken off. Land lines get their
    0 back. Foreign numbers lose + and 00. All else stays as it is. (identity.phones says why.)
    """
    if count > MOBILE_DIGITS:
        head, last = number // POWERS[11], number % POWERS[11]
        dialled = head == COUNTRY and count <= 15  # noqa: PLR2004 0086 and a mobile
        dialled = dialled or (count == 16 and not plus and head in ACCESS)  # noqa: PLR2004
        if dialled and is_mobile(last, MOBILE_DIGITS):
            return last, MOBILE_DIGITS, 0
    zeros = count > 2 and number < POWERS[count - 2]  # noqa: PLR2004 at least two
    bare = count
    if not plus and zeros:
        bare = count - 2
    international = (plus or zeros) and number >= POWERS[max(bare - 1, 0)]
    rest = bare - 2
    mainland = rest > 0 and number // POWERS[max(rest, 0)] == COUNTRY
    if mainland and (9 <= rest <= 11 if international else 10 <= rest <= 11):  # noqa: PLR2004
        local = number % POWERS[rest]
        if local >= POWERS[rest - 1]:
            return at_home(local, rest)
    if international and not mainland:
        return abroad(number, bare)
    return number, count + 2 if plus else count, 0


@inlined
def tell(number: Any, count: int) -> Any:
    """One number for a string of digits, its leading zeros told apart."""
    return number + SHORTER[count]


@part
def find_prefixes(t: Words, row: int, form: Any, found: Any, hits: int) -> int:
    """Look up every known length of prefix, the longest first. form: number and digits."""
    number, count = form
    seed, address, words = t[SEED], t[NUMBERS], t[NUMBER_WORDS]
    sizes = np.uint64(t[PREFIXES]) & ((ONE << np.uint64(min(count, MOST_DIGITS) + 1)) - ONE)
    while sizes != NONE:
        size = 63 - leading(sizes)
        sizes ^= ONE << np.uint64(size)
        told = tell(number // POWERS[count - size], size)
        if may_hold(number_key(seed, PHONE_PREFIX, told), address, words):
            hits = emit(t, row, find_number(t, PHONE_PREFIX, told), found, hits)
    return hits


@inlined
def read_number(start: int, end: int, phone: bool) -> Any:
    """Number, digits, whether a + came before, and whether the slow reading has to look."""
    plus = phone and end > start and load8(start) == PLUS
    count = end - start - plus
    if count < 1 or count > MOST_DIGITS - 2 * phone:  # room for 00 before a telephone number
        return NONE, 1, False, True
    number, fits = digits(end, count)
    return number, count, plus, not fits


@part
def read_block(t: Words, phone: bool, where: Any, block: Any, forms: Any, odds: Any) -> int:
    """Numbers, digits (0 of an odd row) and digits with 00 of a block; how many rows are odd."""
    source, offsets = where
    numbers, counts, foreign = forms
    kind = PHONE if phone else ACCOUNT
    seed, address, words = t[SEED], t[NUMBERS], t[NUMBER_WORDS]
    odd_count = 0
    for i in range(block.size):
        start, end = source + offsets[block[i]], source + offsets[block[i] + 1]
        number, count, plus, odd = read_number(start, end, phone)
        abroad_count = 0
        if phone:
            number, count, abroad_count = phone_form(number, count, plus)
        numbers[i], counts[i], foreign[i] = number, 0 if odd else count, abroad_count
        key = number_key(seed, kind, tell(number, count))
        prefetch(address + (place_in(key, words) << 3))
        odds[odd_count] = block[i]
        odd_count += odd
    return odd_count


@part
def find_block(t: Words, mode: int, block: Any, forms: Any, found: Any, hits: int) -> int:
    """Look up what was read of a block. The new count of hits."""
    numbers, counts, foreign = forms
    kind = ACCOUNT if mode == ACCOUNTS else PHONE
    seed, address, words = t[SEED], t[NUMBERS], t[NUMBER_WORDS]
    prefixes = mode != ACCOUNTS and t[PREFIXES] != 0
    for i in range(block.size):
        number, count = numbers[i], counts[i]
        if count == 0:
            continue
        told = tell(number, count)
        if mode != PREFIXES_ALONE and may_hold(number_key(seed, kind, told), address, words):
            hits = emit(t, block[i], find_number(t, kind, told), found, hits)
        if prefixes:
            hits = find_prefixes(t, block[i], (number, count), found, hits)
            if foreign[i] > count:
                hits = find_prefixes(t, block[i], (number, foreign[i]), found, hits)
    return hits


@compiled(
    "void(int64[::1], int64, int64, int32[::1], int32[::1], int32[:, ::1], int32[:, ::1],"
    " int64[::1])"
)
def screen_numbers(
    t: Words,
    mode: int,
    source: int,
    offsets: Any,
    rows: Any,
    found: Any,
    spill: Any,
    state: Any,
) -> None:
    """Hold rows against accounts, telephone numbers and prefixes, or prefixes alone (`mode`).

    As `hosts.screen_hosts`. spill[0]: rows that are not digits alone, or too many.
    """
    phone = mode != ACCOUNTS
    numbers, counts = np.empty(BLOCK, np.uint64), np.empty(BLOCK, np.int64)
    odds, foreign = np.empty(BLOCK, np.int32), np.empty(BLOCK, np.int64)
    forms = (numbers, counts, foreign)
    while state[0] < rows.size:
        block = rows[state[0] : state[0] + BLOCK]
        odd_count = read_block(t, phone, (source, offsets), block, forms, odds)
        hits = find_block(t, mode, block, forms, found, state[1])
        if hits > found.shape[0]:
            return
        for j in range(odd_count):
            spill[0, state[2] + j] = odds[j]
        state[0] += block.size
        state[1] = hits
        state[2] += odd_count


@inlined
def address(start: int, end: int) -> int:
    """An IPv4 address as a number, -1 when it is none: four parts, 0 to 255, no leading zeros."""
    number = part = size = parts = 0
    for at in range(start, end):
        byte = load8(at)
        if 48 <= byte <= 57 and (size == 0 or part > 0):  # noqa: PLR2004 0 to 9
            part = part * 10 + byte - 48
            size += 1
        elif byte == 46 and size:  # noqa: PLR2004 a dot
            number, part, size, parts = number * 256 + part, 0, 0, parts + 1
        else:
            return -1
        if part > 255:  # noqa: PLR2004
            return -1
    return number * 256 + part if parts == 3 and size else -1  # noqa: PLR2004


@part
def find_networks(t: Words, row: int, number: int, found: Any, hits: int) -> int:
    """Look up an address in networks of every known size, the smallest first."""
    for bits in range(32, -1, -1):
        if (t[NETWORKS] >> bits) & 1:
            network = (np.uint64(number) >> np.uint64(32 - bits)) << np.uint64(32 - bits)
            hits = emit(
                t, row, find_number(t, IP, network | (np.uint64(bits) << HALF)), found, hits
            )
    return hits


@compiled("UniTuple(int64, 2)(uint64, int64, boolean)")
def phone_parts(number: Any, count: int, plus: bool) -> Any:
    """`phone_form` for one number: the number (as int64 bits) and its digits."""
    form = phone_form(number, count, plus)
    return np.int64(form[0]), np.int64(form[1])


@compiled("void(int64, int32[::1], int32[::1], uint64[::1], uint8[::1])")
def tell_all(source: int, offsets: Any, rows: Any, told: Any, fits: Any) -> None:
    """The number of each of `rows` that is of 1 to 19 digits; `fits` says which are."""
    for i in range(rows.size):
        start, end = source + offsets[rows[i]], source + offsets[rows[i] + 1]
        count = end - start
        fits[i] = 0
        if 1 <= count <= MOST_DIGITS:
            number, right = digits(end, count)
            told[i], fits[i] = tell(number, count), right
