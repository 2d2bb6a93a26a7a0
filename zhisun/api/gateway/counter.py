"""One call from knock to signed reply (柜台), the same for every transport."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from zhisun.api.gateway import fronts
from zhisun.api.gateway.credentials import NOBODY, Caller, algorithm, believe, knock_of
from zhisun.api.gateway.fronts import Reply
from zhisun.gateways import front
from zhisun.gateways.codes import Platform
from zhisun.gateways.front import Call
from zhisun.kernel.errors import GatewayRefused, ZhisunError

LARGEST_BODY = 8 << 20
"""Bytes of one message in: a year's statement of a busy account is about two million."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Served:
    """A reply and its signature; `caller` and `key` let a waiting poll be served again."""

    call: Call
    reply: Reply
    signature: str
    key: bytes
    caller: Caller | None = None

    @property
    def wait_seconds(self) -> int:
        """How long this poll would rather wait than go away empty."""
        return self.reply.wait_seconds if self.caller else 0

    @property
    def had_room(self) -> bool:
        """Whether this is a batch that brought something and could have brought more."""
        return self.reply.had_room


def serve(call: Call, *, at: datetime) -> Served:
    """Believe, do, sign. Never raises: whatever happens, the institution gets a receipt."""
    knock, caller = NOBODY, None
    try:
        knock = knock_of(call.institution_code)
        caller = believe(_of_bearable_size(call), knock, at)
        reply = fronts.VERBS[call.verb](caller, call.body, at=at)
    except ZhisunError as error:
        log.info("gateway_refused", code=error.code, verb=call.verb, by=call.institution_code[:12])
        reply = fronts.refusal(error, at)
    except Exception:
        log.exception("gateway_failed", verb=call.verb, by=call.institution_code[:12])
        reply = fronts.unavailable(at)
    return _signed(call, reply, knock.key, caller)


def serve_again(served: Served, *, at: datetime) -> Served:
    """A poll that was believed and found nothing, once more: its nonce is spent already."""
    call, caller = served.call, served.caller
    if caller is None:
        return served
    try:
        reply = fronts.answer_poll(caller, call.body, at=at)
    except Exception:
        log.exception("gateway_failed", verb=call.verb, by=caller.code)
        reply = fronts.unavailable(at)
    return _signed(call, reply, served.key, caller)


def _of_bearable_size(call: Call) -> Call:
    if len(call.body) > LARGEST_BODY:
        raise GatewayRefused(
            "message_too_large", platform_code=Platform.MALFORMED.value, largest=LARGEST_BODY
        )
    return call


def _signed(call: Call, reply: Reply, key: bytes, caller: Caller | None) -> Served:
    signature = front.sign_reply(call, reply.body, algorithm(), key)
    return Served(call, reply, signature, key, caller)
