"""Follow claimed money through transfers (资金穿透)."""

import pyarrow as pa

from zhisun.engines.tracing import assembly
from zhisun.engines.tracing.asking import asked
from zhisun.engines.tracing.digest import digest
from zhisun.engines.tracing.folk import known
from zhisun.engines.tracing.ledger import Layout, Ledger, build
from zhisun.engines.tracing.terms import METHOD, Params
from zhisun.engines.tracing.trail import Trail
from zhisun.engines.tracing.walking import walked


def follow(
    transfers: pa.Table, claims: pa.Table, accounts: pa.Table | None, params: Params
) -> Trail:
    """Where the claimed money went and where it lies at `params.as_of`.

    transfers, claims, accounts: schemas TRANSFERS, CLAIMS, ACCOUNTS of `engines.tables`, rows in
    any order; an account not listed is a person's, its statement complete. Per claim the ends
    sum to the claim, capped by its transfer; a claim on a transfer after as-of has no rows yet.
    Raises EngineInputError. O(n log n) in transfers; ask a built ledger with `trail_of` instead
    where the same transfers answer several questions.
    """
    layout = Layout(
        unit_seconds=params.unit_seconds,
        reversal_seconds=params.reversal_seconds,
        hub_counterparties=params.hub_counterparties,
        hub_days=params.hub_days,
    )
    return trail_of(build(transfers, layout), claims, accounts, params)


def trail_of(ledger: Ledger, claims: pa.Table, accounts: pa.Table | None, params: Params) -> Trail:
    """As `follow`, of a ledger that stands already; its layout counts, not that of `params`."""
    folk = known(ledger, accounts)
    ready = asked(ledger, folk, claims, params)
    found = walked(ledger.book, folk, ready.question)
    as_of = ready.question.as_of
    return Trail(
        accounts=assembly.traced_accounts(ledger, ready, found),
        edges=assembly.traced_edges(ledger, ready, found),
        holdings=assembly.holdings(ledger, folk, ready.question, found),
        superseded=assembly.superseded(ledger, ready, found),
        faults=assembly.faults(ledger, folk, ready),
        voided=assembly.voided_pairs(ledger, as_of),
        order_notes=assembly.order_notes(ledger),
        as_of=ready.as_of,
        method=METHOD,
        digest=digest(ledger, folk, claims, ready.question),
    )
