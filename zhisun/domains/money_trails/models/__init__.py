"""Transfers, trails and the ledger of a case; statement files."""

from zhisun.domains.money_trails.models.statements import (
    LearntHeading,
    RejectedRow,
    StatementFile,
    StatementPart,
    StatementRow,
)
from zhisun.domains.money_trails.models.trail import (
    AddedTransfer,
    DismissedBridge,
    Experience,
    Holding,
    LedgerEntry,
    Trace,
    TraceBasis,
    TracedTransfer,
    Transfer,
)

__all__ = [
    "AddedTransfer",
    "DismissedBridge",
    "Experience",
    "Holding",
    "LearntHeading",
    "LedgerEntry",
    "RejectedRow",
    "StatementFile",
    "StatementPart",
    "StatementRow",
    "Trace",
    "TraceBasis",
    "TracedTransfer",
    "Transfer",
]
