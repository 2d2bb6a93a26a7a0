"""Web addresses against URL indicators: the same host and path, and every longer path under it.

Only rows whose host carries a URL indicator are read as far as the path. A path is looked up at
each of its `/` boundaries, once more with its query.
"""

from typing import Any

import numpy as np

from zhisun.engines.screening.hosts import COLON, SLASH, measured, span
from zhisun.engines.screening.keys import Words, emit, find_text, may_hold, text_key
from zhisun.engines.screening.layout import LONGEST_URL, SEED, SITE_WORDS, SITES
from zhisun.engines.screening.machine import compiled, inlined, load8, part
from zhisun.engines.screening.terms import DOMAIN, URL

QUERY, FRAGMENT, PERCENT, DOT, ZERO = (ord(mark) for mark in "?#%.0")
BACKSLASH, DELETE = ord("\\"), 127
PADDING = 64
HTTP, HTTPS = 80, 443
UNCLEAR = -1


@inlined
def lowered(byte: int) -> int:
    """An ASCII capital as a small letter."""
    return byte | 32 if 65 <= byte <= 90 else byte  # noqa: PLR2004 A to Z


@inlined
def port_of(colon: int, end: int) -> Any:
    """The port after a colon and where it ends."""
    port, at = 0, colon + 1
    while at < end and 48 <= load8(at) <= 57:  # noqa: PLR2004 0 to 9
        port = port * 10 + load8(at) - 48
        at += 1
    return port, at


@inlined
def is_default(port: int, start: int, host: int) -> bool:
    """Whether a port is its scheme's own; without a scheme both of the web are."""
    scheme = host - start
    if scheme == 0:
        return port in (HTTP, HTTPS)
    if lowered(load8(start)) != ord("h"):
        return False
    secure = scheme == 8 and lowered(load8(start + 4)) == ord("s")  # noqa: PLR2004 "https://"
    return port == HTTPS if secure else scheme == 7 and port == HTTP  # noqa: PLR2004 "http://"


@part
def copied(page: Any, size: int, at: int, end: int) -> Any:
    """Copy bytes up to one that ends a path or query part. The new size, UNCLEAR if not plain."""
    while at < end:
        byte = load8(at)
        if byte == FRAGMENT or byte == QUERY:
            break
        dotted = byte == DOT and page[size - 1] == SLASH
        if byte <= 32 or byte >= DELETE or byte == PERCENT or byte == BACKSLASH or dotted:  # noqa: PLR2004
            return UNCLEAR, at
        page[size] = byte
        size += 1
        at += 1
    return size, at


@part
def authority(page: Any, row: Any, host: Any) -> Any:
    """Write host and port in normal form. row, host: (start, end). Size and where the path starts.

    An unusual port spelling is UNCLEAR.
    """
    size = PADDING
    for at in range(host[0], host[1]):
        page[size] = lowered(load8(at))
        size += 1
    if page[size - 1] == DOT:
        size -= 1
    at = host[1]
    if at < row[1] and load8(at) == COLON:
        port, after = port_of(at, row[1])
        scheme = host[0] - row[0]
        if load8(at + 1) == ZERO or (scheme != 0 and scheme != 7 and scheme != 8):  # noqa: PLR2004
            return UNCLEAR, after
        if not is_default(port, row[0], host[0]):
            for byte in range(at, after):
                page[size] = load8(byte)
                size += 1
        at = after
    return size, at


@part
def look_up(t: Words, page: Any, size: int, row: int, found: Any, hits: int) -> int:
    """Hold the first bytes of a page, as far as `size`, against the URL indicators."""
    end = page.ctypes.data + size
    key = text_key(t[SEED], URL, end, size - PADDING)
    return emit(t, row, find_text(t, key, URL, end, size - PADDING, True), found, hits)


@part
def with_query(page: Any, size: int, at: int, end: int) -> int:
    """Write the query behind a path. The new size, `size` without one, UNCLEAR if not plain."""
    tail = size
    while tail != UNCLEAR and at < end and load8(at) == QUERY and (tail > size or at + 1 < end):
        page[tail] = QUERY
        tail, at = copied(page, tail + 1, at + 1, end)
    return size if tail == size + 1 else tail


@part
def written(page: Any, row: Any, host: Any) -> Any:
    """Write an address in normal form: sizes with host and port, path, query. UNCLEAR if odd."""
    if row[1] - row[0] > LONGEST_URL:
        return UNCLEAR, UNCLEAR, UNCLEAR
    bare, at = authority(page, row, host)
    size = bare
    if bare != UNCLEAR:
        size, at = copied(page, bare, at, row[1])
    while size > bare and page[size - 1] == SLASH:
        size -= 1
    return bare, size, UNCLEAR if size == UNCLEAR else with_query(page, size, at, row[1])


@part
def taken_over(page: Any, start: int, end: int) -> Any:
    """Copy an address that is in normal form already. Sizes as `written`."""
    bare = size = 0
    tail = PADDING
    for at in range(start, end):
        byte = load8(at)
        if bare == 0 and (byte == SLASH or byte == QUERY):
            bare = tail
        if size == 0 and byte == QUERY:
            size = tail
        page[tail] = byte
        tail += 1
    return bare or tail, size or tail, tail


@part
def read_page(t: Words, page: Any, sizes: Any, row: int, found: Any, hits: int) -> int:
    """All URL indicators over one address; UNCLEAR if not plain. sizes: as `written` gives them."""
    bare, size, tail = sizes
    if tail == UNCLEAR:
        return UNCLEAR
    if tail > size:
        hits = look_up(t, page, tail, row, found, hits)
    for boundary in range(bare, size):
        if page[boundary] == SLASH:
            hits = look_up(t, page, boundary, row, found, hits)
    return look_up(t, page, size, row, found, hits)


@part
def has_rules(t: Words, start: int, stop: int) -> bool:
    """Whether a host is plain and may carry URL indicators."""
    end, size, _mask, odd = measured(stop, stop - start)
    return not odd and may_hold(text_key(t[SEED], DOMAIN, end, size), t[SITES], t[SITE_WORDS])


@part
def read_first(t: Words, page: Any, where: Any, found: Any, hits: int) -> int:
    """All URL indicators over a row as it came, UNCLEAR if not plain. where: source, offsets, row.

    A host that begins with a dot is not plain, and the hosts' kernel does not say so.
    """
    source, offsets, row = where
    start, stop, unclear = span(True, source, offsets, row)
    if start < stop and load8(start) == DOT:
        return UNCLEAR
    if unclear or not has_rules(t, start, stop):
        return hits
    place = (source + offsets[row], source + offsets[row + 1])
    return read_page(t, page, written(page, place, (start, stop)), row, found, hits)


@compiled(
    "void(int64[::1], boolean, int64, int32[::1], int32[::1], int32[:, ::1], int32[:, ::1],"
    " int64[::1])"
)
def screen_pages(
    t: Words,
    formed: bool,
    source: int,
    offsets: Any,
    rows: Any,
    found: Any,
    spill: Any,
    state: Any,
) -> None:
    """Hold web addresses against the URL indicators, until all are done or `found` is full.

    As `hosts.screen_hosts`; rows that are odd there are passed over here. spill[0]: rows of a host
    with URL indicators whose path or port has to be brought into normal form first.
    formed: the rows are in normal form, with all that is odd in one: `%`, long hosts, `/.` names.
    """
    page = np.zeros(PADDING + LONGEST_URL + PADDING, np.uint8)
    while state[0] < rows.size:
        row = rows[state[0]]
        if formed:
            sizes = taken_over(page, source + offsets[row], source + offsets[row + 1])
            hits = read_page(t, page, sizes, row, found, state[1])
        else:
            hits = read_first(t, page, (source, offsets, row), found, state[1])
        if hits > found.shape[0]:
            return
        if hits == UNCLEAR:
            spill[0, state[2]] = row
            state[2] += 1
        else:
            state[1] = hits
        state[0] += 1
