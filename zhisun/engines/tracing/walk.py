"""One pass over the ledger: pieces of money leave purses by the rule and enter others.

Only accounts that ever held traced money have a purse; of the others it is enough to know how
much clean money they hold. What a pass finds is kept in its counters, in fen.
"""

from collections import Counter, deque

from zhisun.engines.tables import MISSING, UNKNOWN_FEN
from zhisun.engines.tracing.drawing import RULES, Piece, Purse, clean_first
from zhisun.engines.tracing.journal import Int64s, Journal
from zhisun.engines.tracing.seeds import Finding, Seeds
from zhisun.engines.tracing.standing import Standing
from zhisun.engines.tracing.terms import EndState, Fault, Params


class Walk:
    """The state of one pass, and after `run` its findings.

    ends: fen by (claim, account, level, state). still: the part of them that is in the account.
    carried: fen by (claim, row, level). displaced: fen by (claim, newer claim, row).
    held: what each account holds at the end, clean and traced.
    """

    def __init__(self, ledger: Journal, standing: Standing, seeds: Seeds, params: Params) -> None:
        self.ledger = ledger
        self.standing = standing
        self.seeds = seeds.at
        self.params = params
        self.draw = RULES[params.rule]
        self.transfer = ledger.transfer.tolist()
        self.held = dict(standing.opening)
        self.undone: Counter[int] = Counter()
        self.purses: dict[int, Purse] = {}
        self.ends: Counter[tuple[int, int, int, EndState]] = Counter()
        self.still: Counter[tuple[int, int, int, EndState]] = Counter()
        self.carried: Counter[tuple[int, int, int]] = Counter()
        self.displaced: Counter[tuple[int, int, int]] = Counter()
        self.findings = list(seeds.findings)

    def run(self, partner: Int64s) -> None:
        """Follow every row. partner: from `voided`. O(rows + pieces drawn)."""
        ledger = self.ledger
        parties = zip(ledger.payer.tolist(), ledger.payee.tolist(), strict=True)
        balances = zip(ledger.payer_balance.tolist(), ledger.payee_balance.tolist(), strict=True)
        rows = zip(parties, ledger.fen.tolist(), balances, partner.tolist(), strict=True)
        for row, ((payer, payee), fen, (paid, got), other) in enumerate(rows):
            if other == MISSING:
                drawn = self._leave(row, payer, fen, paid)
                self._enter(row, payee, self._marked(row, payer, fen, drawn), got)
            elif other != row:
                self.undone[payer] += fen
                self.undone[payee] -= fen
        for account, purse in self.purses.items():
            for piece in purse:
                if piece.claim != MISSING:
                    key = (piece.claim, account, piece.level, self.state(account, piece.level))
                    self.still[key] += piece.fen
        self.ends += self.still

    def _leave(self, row: int, payer: int, fen: int, balance: int) -> list[Piece]:
        """The traced and clean pieces that pay `fen`; fewer when the account holds less."""
        if payer in self.standing.ends:
            return []
        self._settle(row, payer, balance, fen)
        if fen > self.held[payer]:
            self._report(Fault.SHORTFALL, payer, row, fen - self.held[payer])
        self.held[payer] = max(0, self.held[payer] - fen)
        purse = self.purses.get(payer)
        return [] if purse is None else self.draw(purse, fen)

    def _marked(self, row: int, payer: int, fen: int, drawn: list[Piece]) -> list[Piece]:
        """What enters the payee: the drawn pieces one level on, or the seeds of this row."""
        if row in self.seeds:
            claims = self.seeds[row]
            for piece in drawn:
                if piece.claim != MISSING:
                    self.ends[piece.claim, payer, piece.level, EndState.SUPERSEDED] += piece.fen
                    self.displaced[piece.claim, claims[0][0], row] += piece.fen
            entering = [Piece(amount, claim, 1) for claim, amount in claims]
        else:
            entering = [self._one_level_on(payer, piece) for piece in drawn]
        rest = fen - sum(piece.fen for piece in entering)
        return [*entering, Piece(rest)] if rest else entering

    def _one_level_on(self, payer: int, piece: Piece) -> Piece:
        if piece.claim == MISSING:
            return piece
        state = self.state(payer, piece.level)
        if state in (EndState.RETURNED, EndState.LEVEL_CAP):
            self.ends[piece.claim, payer, piece.level, state] += piece.fen
            return Piece(piece.fen)
        return piece._replace(level=piece.level + 1)

    def state(self, account: int, level: int) -> EndState:
        """What money of `level` is while it lies in `account`."""
        if account in self.standing.ends:
            return self.standing.ends[account]
        if account in self.standing.victims:
            return EndState.RETURNED
        if self.params.max_level is not None and level >= self.params.max_level:
            return EndState.LEVEL_CAP
        covered = account not in self.standing.uncovered
        return EndState.RESTING if covered else EndState.FRONTIER

    def _enter(self, row: int, payee: int, pieces: list[Piece], balance: int) -> None:
        end = self.standing.ends.get(payee)
        for piece in pieces:
            if piece.claim != MISSING:
                self.carried[piece.claim, row, piece.level] += piece.fen
        if end is not None:
            for piece in pieces:
                if piece.claim != MISSING:
                    self.ends[piece.claim, payee, piece.level, end] += piece.fen
            return
        fen = sum(piece.fen for piece in pieces)
        self._settle(row, payee, balance, -fen)
        for piece in pieces:
            self._put(payee, self._worth_following(payee, piece))
        self._settle(row, payee, balance, 0)

    def _worth_following(self, account: int, piece: Piece) -> Piece:
        if piece.claim == MISSING or piece.fen >= self.params.dust_fen:
            return piece
        self.ends[piece.claim, account, piece.level, EndState.DUST] += piece.fen
        return Piece(piece.fen)

    def _put(self, account: int, piece: Piece) -> None:
        """The piece behind all others, joined with the last one where they are alike."""
        purse = self.purses.get(account)
        if purse is None and piece.claim != MISSING:
            held = self.held[account]
            purse = self.purses[account] = deque([Piece(held)] if held else [])
        self.held[account] += piece.fen
        if purse is None:
            return
        if purse and purse[-1][1:] == piece[1:]:
            piece = piece._replace(fen=piece.fen + purse.pop().fen)
        purse.append(piece)

    def _settle(self, row: int, account: int, balance: int, back_fen: int) -> None:
        """Hold exactly what the printed balance, `back_fen` before or after it, says."""
        if balance == UNKNOWN_FEN:
            return
        missing = max(0, balance + back_fen + self.undone[account]) - self.held[account]
        if missing > 0:
            self._report(Fault.UNRECORDED_CREDIT, account, row, missing)
            self._put(account, Piece(missing))
        elif missing < 0:
            self._report(Fault.UNRECORDED_DEBIT, account, row, -missing)
            self.held[account] += missing
            for piece in clean_first(self.purses.get(account, deque()), -missing):
                if piece.claim != MISSING:
                    key = (piece.claim, account, piece.level, EndState.UNRECORDED)
                    self.ends[key] += piece.fen

    def _report(self, fault: Fault, account: int, row: int, fen: int) -> None:
        self.findings.append(Finding(fault, account, self.transfer[row], MISSING, fen))
