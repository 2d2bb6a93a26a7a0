"""The error tree, grouped by what the receiver must do.

ZhisunError
├─ InputError               the person can correct it                      400
├─ NotPermitted             the actor may not do this                      403
├─ NotFound                 absent, or outside the actor's jurisdiction    404
├─ StateConflict            somebody moved it first                        409
├─ RuleViolation            a regulation forbids it (carries its source)   422
├─ EngineInputError         a table broke its schema: our bug              500
└─ GatewayError             an outside system
   ├─ GatewayUnavailable    try again later                                503
   ├─ GatewayRefused        understood and declined: do not retry          502
   └─ GatewayMisconfigured  stop all calls, page the operator              500
"""

from typing import ClassVar

Fact = str | int | bool


class ZhisunError(Exception):
    """An error with a code for machines and facts that fill its text.

    code: a key of the message catalogue (`zhisun.shell.messages`), never prose.
    facts: what the text needs, e.g. `order_no="…"`; `field` names the form field it belongs to.
    """

    status: ClassVar[int] = 500

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        facts = " ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} {facts}".rstrip()


class InputError(ZhisunError):
    """The person can correct it."""

    status = 400


class NotPermitted(ZhisunError):
    """The actor may not do this."""

    status = 403


class NotFound(ZhisunError):
    """Absent, or outside the actor's jurisdiction: the two look alike on purpose."""

    status = 404


class StateConflict(ZhisunError):
    """Somebody moved it first."""

    status = 409


class RuleViolation(ZhisunError):
    """A regulation forbids it. `source` names the rule."""

    status = 422

    def __init__(self, code: str, *, source: str, **facts: Fact) -> None:
        super().__init__(code, source=source, **facts)
        self.source = source


class EngineInputError(ZhisunError):
    """A table broke its schema: our bug, not the person's."""


class GatewayError(ZhisunError):
    """An outside system failed us."""


class GatewayUnavailable(GatewayError):
    """Try again later."""

    status = 503


class GatewayRefused(GatewayError):
    """Understood and declined: do not retry."""

    status = 502


class GatewayMisconfigured(GatewayError):
    """Stop all calls and page the operator."""
