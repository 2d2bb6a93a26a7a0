"""The ladder SMS → call → second line → visit (seed 001), in parallel when it is urgent."""

from collections.abc import Sequence
from dataclasses import dataclass

from zhisun.domains.dissuasion.terms import OF_CHANNEL, SPOKEN, ContactResult, Grade, Step

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
        ContactResult.UNDELIVERED,
    }
)
"""Results in which the person himself was not there, or the message never was."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the ladder has been climbed. failed: a lost message is no attempt of an officer."""

    failed: int
    lost: bool
    spoken: bool
    met: bool


def stand(attempts: Sequence[Attempt]) -> Stand:
    """What came of all attempts together."""
    results = [result for _step, result in attempts]
    return Stand(
        failed=sum(result in FAILED - OF_CHANNEL for result in results),
        lost=ContactResult.UNDELIVERED in results,
        spoken=any(result in SPOKEN for result in results),
        met=ContactResult.MET in results,
    )


def next_steps(attempts: Sequence[Attempt], *, grade: int, urgent: bool) -> tuple[Step, ...]:
    """What to try now, the first thing first; nothing once the person was met.

    Urgent, or of high grade and not reached by the message or the first call: call, family and
    visit at once. A message that did not arrive brings the family in, whatever the grade.
    """
    now = stand(attempts)
    if now.met:
        return ()
    failed = now.failed > 0 or now.lost
    if urgent or (grade >= Grade.HIGH and failed):
        return (Step.CALL, Step.FAMILY, Step.VISIT) if not now.spoken else (Step.VISIT,)
    tried = {step for step, _result in attempts}
    return _after_talk(attempts, tried, grade) if now.spoken else _to_talk(tried, lost=now.lost)


def _after_talk(attempts: Sequence[Attempt], tried: set[Step], grade: int) -> tuple[Step, ...]:
    said = [result for _step, result in attempts if result in SPOKEN]
    persuaded = said[-1] is ContactResult.COOPERATES
    ladder = (Step.VISIT,) if not persuaded or grade >= Grade.HIGH else ()
    return ladder if Step.SECOND_LINE in tried or persuaded else (Step.SECOND_LINE, *ladder)


def _to_talk(tried: set[Step], *, lost: bool) -> tuple[Step, ...]:
    if lost and Step.CALL not in tried:
        return (Step.CALL, Step.FAMILY)
    rungs = (Step.SMS, Step.CALL, Step.SECOND_LINE)
    return next(((step,) for step in rungs if step not in tried), (Step.VISIT,))
