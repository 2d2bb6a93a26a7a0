"""The ladder SMS → call → second line → visit (seed 001), in parallel when it is urgent."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhisun.domains.dissuasion.terms import SPOKEN, ContactResult, Grade, Step

Attempt = tuple[Step, ContactResult]

FAILED = frozenset(
    {
        ContactResult.OFF,
        ContactResult.REFUSED,
        ContactResult.EMPTY_NUMBER,
        ContactResult.NO_ANSWER,
        ContactResult.NO_NUMBER,
        ContactResult.NOT_FOUND,
        ContactResult.NOT_SELF,
    }
)
"""Results in which the person himself was not there."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the ladder has been climbed."""

    failed: int
    spoken: bool
    met: bool


def stand(attempts: Sequence[Attempt]) -> Stand:
    """What came of all attempts together."""
    results = [result for _step, result in attempts]
    return Stand(
        failed=sum(result in FAILED for result in results),
        spoken=any(result in SPOKEN for result in results),
        met=ContactResult.MET in results,
    )


def next_steps(attempts: Sequence[Attempt], *, grade: int, urgent: bool) -> tuple[Step, ...]:
    """What to try now, the first thing first; nothing once the person was met.

    Urgent, or of high grade and not reached by the first call: call, family and visit at once.
    """
    now = stand(attempts)
    if now.met:
        return ()
    failed = now.failed > 0
    if urgent or (grade >= Grade.HIGH and failed):
        return (Step.CALL, Step.FAMILY, Step.VISIT) if not now.spoken else (Step.VISIT,)
    tried = {step for step, _result in attempts}
    if now.spoken:
        persuaded = attempts[-1][1] is ContactResult.COOPERATES
        ladder = (Step.VISIT,) if not persuaded or grade >= Grade.HIGH else ()
        return ladder if Step.SECOND_LINE in tried or persuaded else (Step.SECOND_LINE, *ladder)
    return next(
        ((step,) for step in (Step.SMS, Step.CALL, Step.SECOND_LINE) if step not in tried),
        (Step.VISIT,),
    )
