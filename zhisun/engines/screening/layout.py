"""Where a kernel finds the parts of a base: one int64 array of addresses and sizes.

The kernels read memory by address, so that a part may lie in a mapped file, in private memory or
in a table that grew, without being compiled for each. `matcher.py` keeps what is addressed alive.
"""

SEED = 0
GATE, GATE_WORDS = 1, 2  # filter over the keys that decide whether a host is looked at
HEAVY, HEAVY_MASK = 3, 4  # keys of parents with many names below: one label more is looked at
FULL, FULL_WORDS = 5, 6  # filter over all text indicators
SLOTS, SLOT_COUNT = 7, 8  # open addressing: tag << 32 | row + 1
SITES, SITE_WORDS = 9, 10  # filter over the hosts of web addresses
TEXT, OFFSETS, KINDS = 11, 12, 13  # normal forms and kinds of the rows that came with the base
ROWS = 14
NEW_TEXT, NEW_OFFSETS, NEW_KINDS = 15, 16, 17  # of the rows added since
CHAIN = 18  # int32 a row: the next row of the same kind and value, -1 at the end; 0 without twins
NUMBERS, NUMBER_WORDS = 19, 20  # filter over all number indicators
NUMBER_KEYS, NUMBER_ROWS, NUMBER_COUNT = 21, 22, 23  # open addressing: key, and row + 1
SINGLES = 24  # whether an indicator has a single label
PREFIXES = 25  # bit n: a telephone prefix of n digits exists
NETWORKS = 26  # bit n: an IPv4 network of n bits exists, n from 0 to 32
NEW_ROWS = 27  # how many were added: a batch on its way may meet slots of later ones
PARTS = 28

BLOCK = 2048
"""Rows a kernel takes through its stages at once: their keys stay in the nearest cache."""
LONGEST_HOST = 253
"""Bytes of a host name without its last dot (RFC 1035 §2.3.4 in text form)."""
LONGEST_URL = 8000
"""Bytes of a web address the URL rules look at; a longer one is refused."""
FILTER_BITS = 14
"""Filter bits an indicator: 1.2 % of others pass (collision.md §4.3)."""
FILL = 0.7
"""Taken part of a table of slots when it is built."""
FULLEST = 0.85
"""Taken part up to which indicators are added in place; then the base has to be built anew."""
SPARE = 4096
"""Slots a small base has in any case."""
