"""`zhisun share`: frozen money and losses in files → what goes back to whom, with the working."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from zhisun.engines.screening.arrow import fields
from zhisun.engines.tracing.shares import Loss, Recovery, in_proportion, recovery
from zhisun.kernel.money import Fen, yuan
from zhisun.site import money_files, table_files

SHARES = fields(victim=pa.string(), account=pa.string(), share=pa.decimal128(20, 2))


class Shares:
    """The shares of one run; accounts and victims ascend by name."""

    def __init__(
        self, frozen: Path, losses: Path, rejects: Path | None, told: Callable[[str], None]
    ) -> None:
        held = money_files.read(frozen, ("account", "frozen_amount"))
        lost = money_files.read(losses, ("victim", "account", "loss"), ("refunded",))
        amounts = held.fens("frozen_amount", lowest=0)
        accounts = held.text("account").to_pylist()
        held.repeats("account")
        self.frozen: dict[str, Fen] = {
            accounts[row]: int(amounts[row]) for row in held.kept.nonzero()[0].tolist()
        }
        self.losses = self._losses(lost)
        money_files.settle([held, lost], rejects, told)
        self.rows: list[tuple[str, Loss, Fen]] = []
        for account in sorted(self.frozen):
            mine = [loss for where, loss in self.losses if where == account]
            shares = in_proportion(self.frozen[account], mine)
            self.rows += [(account, *pair) for pair in zip(mine, shares, strict=True)]

    def _losses(self, sheet: money_files.Sheet) -> list[tuple[str, Loss]]:
        fens = sheet.fens("loss", lowest=0)
        back = sheet.fens("refunded", needed=False, lowest=0) if sheet.has("refunded") else None
        victims, accounts = sheet.text("victim").to_pylist(), sheet.text("account").to_pylist()
        strangers = [account not in self.frozen for account in accounts]
        sheet.refuse(
            pa.array(strangers, pa.bool_()).to_numpy(zero_copy_only=False), "account", _STRANGER
        )
        sums: dict[tuple[str, str], list[Fen]] = {}
        for row in sheet.kept.nonzero()[0].tolist():
            total = sums.setdefault((accounts[row], victims[row]), [0, 0])
            total[0] += int(fens[row])
            total[1] += max(0, int(back[row])) if back is not None else 0
        return [(account, Loss(victim, *sums[account, victim])) for account, victim in sorted(sums)]

    def write(self, out: Path) -> None:
        """One row a victim and account."""
        rows = [
            {"victim": loss.victim, "account": account, "share": _decimal(share)}
            for account, loss, share in self.rows
        ]
        with table_files.writing(out, SHARES) as write:
            write(pa.Table.from_pylist(rows, schema=SHARES))

    def recovery(self) -> Recovery:
        """How evenly the victims got their money back."""
        return recovery([loss for _, loss, _ in self.rows], [share for *_, share in self.rows])

    def working(self) -> list[str]:
        """The sum, line by line, as it can be checked by hand."""
        lines = []
        for account in sorted(self.frozen):
            mine = [(loss, share) for where, loss, share in self.rows if where == account]
            owed = sum(loss.outstanding_fen for loss, _ in mine)
            given = sum(share for _, share in mine)
            frozen = self.frozen[account]
            lines.append(f"账户 {account}：冻结 {yuan(frozen)}，未退损失合计 {yuan(owed)}。")
            for loss, share in mine:
                by, extra = "足额", ""
                if owed > frozen:
                    by = f"{yuan(frozen)} × {yuan(loss.outstanding_fen)} ÷ {yuan(owed)}"
                    cut = frozen * loss.outstanding_fen // owed
                    extra = "（余数较大，进一分）" if share > cut else ""
                lines.append(f"  {loss.victim}：损失 {_rest(loss)}；{by} → {yuan(share)}{extra}")
            lines.append(f"  返还合计 {yuan(given)}，继续冻结 {yuan(frozen - given)}。")
        return lines


def _rest(loss: Loss) -> str:
    """What is still owed, as a sum that holds."""
    if loss.refunded_fen > loss.loss_fen:
        return f"{yuan(loss.loss_fen)}，已退 {yuan(loss.refunded_fen)}，未退 0.00"
    parts = (loss.loss_fen, loss.refunded_fen, loss.outstanding_fen)
    return "{} - {} = {}".format(*map(yuan, parts))


_STRANGER = "冻结清单里没有这个账户"


def _decimal(fen: Fen) -> Decimal:
    return Decimal(fen) / 100
