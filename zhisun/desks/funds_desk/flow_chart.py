"""The money page's picture: accounts in layers from left to right, flows between them.

Pure: values in, places on a canvas out. No sum is lost: what is folded together is added up.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt

from zhisun.kernel.money import Fen

BOX_WIDTH, BOX_HEIGHT = 220, 106
LINE_HEIGHT = 18
ROW_GAP, COLUMN_GAP = 16, 72
MARGIN, TOP = 12, 40
THINNEST, THICKEST = 1.5, 16.0
SHOWN_PER_LAYER = 10
READABLE_WIDTH = 1240
REST = "…"
"""Key prefix of the box that stands for the accounts of a layer not drawn one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account of the trail. Amounts in fen.

    left: what went out of sight from here (cash, merchant, platform …), by name of whereabouts.
    inflow_fen is None for the victim's own account, where the money began. least_fen, most_fen: of
    what is still there, over the rules; None where nobody asked. assumed: what it held before is a
    guess. partial: known by its counterparties' statements alone.
    """

    key: str
    name: str
    institution: str
    layer: int
    inflow_fen: Fen | None
    still_there_fen: Fen = 0
    held_fen: Fen = 0
    frozen_fen: Fen = 0
    left: Mapping[str, Fen] = field(default_factory=dict)
    stands_for: int = 1
    least_fen: Fen | None = None
    most_fen: Fen | None = None
    assumed: bool = False
    partial: bool = False

    @property
    def uncertain(self) -> bool:
        """Whether the rules disagree about what is still there."""
        return self.least_fen is not None and self.least_fen != self.most_fen

    @property
    def under_control_fen(self) -> Fen:
        """What is held or frozen here."""
        return self.held_fen + self.frozen_fen

    @property
    def left_fen(self) -> Fen:
        """All that went out of sight from here."""
        return sum(self.left.values())


@dataclass(frozen=True, slots=True)
class Stream:
    """Money that went from one account to another; `by_hand` of the transfers from papers."""

    payer: str
    payee: str
    amount_fen: Fen
    transfers: int = 1
    by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Box:
    """An account on the canvas. `onward_fen` is what went on to drawn accounts."""

    account: Account
    x: int
    y: int
    height: int
    onward_fen: Fen

    @property
    def width(self) -> int:
        """All boxes are equally wide."""
        return BOX_WIDTH

    @property
    def segments(self) -> tuple[tuple[str, float, float], ...]:
        """The bar of the box: kind, start and length as shares of what came in."""
        whole = max(self.account.inflow_fen or self.onward_fen, 1)
        account = self.account
        parts = (
            ("frozen", account.frozen_fen),
            ("held", account.held_fen),
            ("there", max(0, account.still_there_fen - account.under_control_fen)),
            ("onward", self.onward_fen),
            ("left", account.left_fen),
        )
        placed, start = [], 0.0
        for kind, fen in parts:
            share = min(fen / whole, 1 - start)
            if share > 0:
                placed.append((kind, start, share))
                start += share
        return tuple(placed)

    @property
    def unknown_fen(self) -> Fen:
        """What came in and is neither there nor seen to leave."""
        account = self.account
        if account.inflow_fen is None:
            return 0
        return account.inflow_fen - account.still_there_fen - self.onward_fen - account.left_fen


@dataclass(frozen=True, slots=True)
class Band:
    """A stream on the canvas: an SVG path and how wide to draw it."""

    stream: Stream
    payer: Account
    payee: Account
    path: str
    thickness: float


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole picture. columns: layers with their left edge. folded: accounts not drawn alone."""

    width: int
    height: int
    columns: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...]
    bands: tuple[Band, ...]
    folded: int

    @property
    def fits(self) -> bool:
        """Whether the picture may be shrunk into a desk's page and still be read."""
        return self.width <= READABLE_WIDTH


def chart(
    accounts: Sequence[Account],
    streams: Sequence[Stream],
    *,
    shown_per_layer: int = SHOWN_PER_LAYER,
) -> Chart:
    """Lay out the trail: one column a layer, most to save on top, small accounts folded."""
    drawn, home = _folded(accounts, shown_per_layer)
    flowing = _merged(streams, home)
    boxes = _placed(drawn, flowing)
    by_key = {box.account.key: box for box in boxes}
    return Chart(
        width=max((box.x + BOX_WIDTH for box in boxes), default=0) + MARGIN,
        height=max((box.y + box.height for box in boxes), default=0) + MARGIN,
        columns=tuple(sorted({(box.account.layer, box.x) for box in boxes})),
        boxes=tuple(boxes),
        bands=tuple(_bands(flowing, by_key)),
        folded=sum(account.stands_for for account in drawn if account.key.startswith(REST)),
    )


def _folded(
    accounts: Sequence[Account], shown_per_layer: int
) -> tuple[list[Account], dict[str, str]]:
    """The accounts to draw, and for every account the key under which it is drawn."""
    layers: defaultdict[int, list[Account]] = defaultdict(list)
    for account in accounts:
        layers[account.layer].append(account)
    drawn: list[Account] = []
    home: dict[str, str] = {}
    for layer, members in sorted(layers.items()):
        ranked = sorted(members, key=_most_to_save)
        # Folding one account alone would hide it and save no room.
        cut = shown_per_layer if len(ranked) > shown_per_layer + 1 else len(ranked)
        drawn += ranked[:cut]
        home |= {account.key: account.key for account in ranked[:cut]}
        if rest := ranked[cut:]:
            box = _sum(rest, layer)
            drawn.append(box)
            home |= {account.key: box.key for account in rest}
    return drawn, home


def _most_to_save(account: Account) -> tuple[int, int, str]:
    return (-account.still_there_fen, -(account.inflow_fen or 0), account.key)


def _sum(accounts: Sequence[Account], layer: int) -> Account:
    left: defaultdict[str, Fen] = defaultdict(int)
    for account in accounts:
        for where, fen in account.left.items():
            left[where] += fen
    inflows = [account.inflow_fen for account in accounts if account.inflow_fen is not None]
    return Account(
        key=f"{REST}{layer}",
        name="",
        institution="",
        layer=layer,
        inflow_fen=sum(inflows) if inflows else None,
        still_there_fen=sum(account.still_there_fen for account in accounts),
        held_fen=sum(account.held_fen for account in accounts),
        frozen_fen=sum(account.frozen_fen for account in accounts),
        left=dict(left),
        stands_for=len(accounts),
    )


def _merged(streams: Sequence[Stream], home: Mapping[str, str]) -> list[Stream]:
    """Streams between drawn boxes; one inside a folded box goes from it to itself."""
    merged: dict[tuple[str, str], Stream] = {}
    for stream in streams:
        ends = (home[stream.payer], home[stream.payee])
        before = merged.get(ends, Stream(*ends, amount_fen=0, transfers=0))
        merged[ends] = replace(
            before,
            amount_fen=before.amount_fen + stream.amount_fen,
            transfers=before.transfers + stream.transfers,
            by_hand=before.by_hand + stream.by_hand,
        )
    return list(merged.values())


def _placed(accounts: Sequence[Account], streams: Sequence[Stream]) -> list[Box]:
    onward: defaultdict[str, Fen] = defaultdict(int)
    arrivals: defaultdict[str, list[Stream]] = defaultdict(list)
    for stream in streams:
        onward[stream.payer] += stream.amount_fen
        arrivals[stream.payee].append(stream)
    middles: dict[str, float] = {}
    boxes: list[Box] = []
    for column, layer in enumerate(sorted({account.layer for account in accounts})):
        members = [account for account in accounts if account.layer == layer]
        wanted = {a.key: _wanted_middle(arrivals[a.key], middles) for a in members}
        # The folded box stays last; the others stand where their money comes from.
        members.sort(key=lambda a: (a.key.startswith(REST), wanted[a.key], _most_to_save(a)))
        x = MARGIN + column * (BOX_WIDTH + COLUMN_GAP)
        for account, y in _stacked(members, wanted):
            box = Box(account, x, y, _height(account), onward[account.key])
            boxes.append(box)
            middles[account.key] = y + box.height / 2
    return boxes


def _wanted_middle(arrivals: Sequence[Stream], middles: Mapping[str, float]) -> float:
    known = [stream for stream in arrivals if stream.payer in middles]
    weight = sum(stream.amount_fen for stream in known)
    if not weight:
        return 0.0
    return sum(middles[stream.payer] * stream.amount_fen for stream in known) / weight


def _stacked(members: Sequence[Account], wanted: Mapping[str, float]) -> list[tuple[Account, int]]:
    """One below the other, each as near to its wanted middle as the order allows."""
    tops: list[float] = []
    floor = float(TOP)
    for account in members:
        top = max(floor, wanted[account.key] - _height(account) / 2)
        tops.append(top)
        floor = top + _height(account) + ROW_GAP
    pushed = [
        top - (wanted[account.key] - _height(account) / 2)
        for account, top in zip(members, tops, strict=True)
    ]
    # What pushed the lower ones down is shared by all, as far as the upper edge allows.
    lift = min(sum(pushed) / len(pushed), tops[0] - TOP)
    return [(account, round(top - lift)) for account, top in zip(members, tops, strict=True)]


def _height(account: Account) -> int:
    lines = len(account.left) + bool(account.under_control_fen) + account.uncertain
    return BOX_HEIGHT + LINE_HEIGHT * lines


def _bands(streams: Sequence[Stream], boxes: Mapping[str, Box]) -> list[Band]:
    """The streams as curves, thick ones first so that thin ones stay to be hit."""
    seen = [stream for stream in streams if stream.payer != stream.payee]
    most = max((stream.amount_fen for stream in seen), default=1)
    leaving = _ports(seen, boxes, side="payer", other="payee")
    arriving = _ports(seen, boxes, side="payee", other="payer")
    return [
        Band(
            stream=stream,
            payer=boxes[stream.payer].account,
            payee=boxes[stream.payee].account,
            path=_path(boxes[stream.payer], boxes[stream.payee], leaving[stream], arriving[stream]),
            thickness=thickness(stream.amount_fen, most),
        )
        for stream in sorted(seen, key=lambda s: (-s.amount_fen, s.payer, s.payee))
    ]


def thickness(amount_fen: Fen, most_fen: Fen) -> float:
    """Width of a band: grows with the root of the amount, so that small streams stay visible."""
    return round(THINNEST + (THICKEST - THINNEST) * sqrt(amount_fen / most_fen), 1)


def _ports(
    streams: Sequence[Stream], boxes: Mapping[str, Box], *, side: str, other: str
) -> dict[Stream, int]:
    """Where each stream touches its box: spread over the side in the order of the other ends."""
    at: defaultdict[str, list[Stream]] = defaultdict(list)
    for stream in streams:
        at[getattr(stream, side)].append(stream)
    ports: dict[Stream, int] = {}
    for key, touching in at.items():
        box = boxes[key]
        touching.sort(key=lambda s: (boxes[getattr(s, other)].y, s.payer, s.payee))
        for place, stream in enumerate(touching, start=1):
            ports[stream] = box.y + box.height * place // (len(touching) + 1)
    return ports


def _path(payer: Box, payee: Box, start_y: int, end_y: int) -> str:
    start_x, end_x = payer.x + BOX_WIDTH, payee.x
    reach = end_reach = max(COLUMN_GAP * 2 // 3, (end_x - start_x) // 2)
    if payee.x <= payer.x:  # back, or within a layer: around the right side
        end_x, end_reach = payee.x + BOX_WIDTH, -reach
    bends = f"{start_x + reach} {start_y} {end_x - end_reach} {end_y}"
    return f"M{start_x} {start_y}C{bends} {end_x} {end_y}"
