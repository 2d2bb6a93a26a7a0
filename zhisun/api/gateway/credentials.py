"""Who knocks: believed only with its own signature, in time, once, on its own lane.

A caller we do not know is answered exactly like one whose signature is wrong.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.conf import settings

from zhisun.domains.access.selectors import institution_actor
from zhisun.domains.access.services import spend_nonce
from zhisun.domains.directory.selectors import front_row
from zhisun.domains.directory.terms import Lane
from zhisun.gateways import front
from zhisun.gateways.codes import Platform
from zhisun.gateways.envelope import checked_institution
from zhisun.gateways.front import Call
from zhisun.gateways.signing import DEFAULT, Signer
from zhisun.gateways.signing import signer as signer_named
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import GatewayRefused, NotFound

LANES: Mapping[str, Lane] = MappingProxyType(
    {
        "banking": Lane.BANK,
        "payment": Lane.PAYMENT,
        "telecom": Lane.TELECOM,
        "platforms": Lane.PLATFORM,
    }
)
"""The lanes of `front.LANES` in the directory's words."""

STAND_IN = secrets.token_bytes(32)
"""The key of callers we do not know: nothing is signed with it but our refusals."""


@dataclass(frozen=True, slots=True)
class Knock:
    """What we know of who may be calling, before anything is believed."""

    key: bytes
    lane: Lane | None
    area: str


@dataclass(frozen=True, slots=True)
class Caller:
    """An institution whose call is believed."""

    code: str
    lane: Lane
    actor: Actor


NOBODY = Knock(STAND_IN, None, "")


def algorithm() -> Signer:
    """The signature algorithm of this installation. Raises GatewayMisconfigured."""
    return signer_named(getattr(settings, "GATEWAY_SIGNER", DEFAULT))


def knock_of(institution_code: str) -> Knock:
    """The key of an institution; of an unknown one, a key that nobody has. One query.

    Read anew for every call, so that a key taken back opens nothing a moment later.
    """
    try:
        row = front_row(checked_institution(institution_code, "MessageFrom"))
    except (GatewayRefused, NotFound):
        return NOBODY
    return Knock(bytes.fromhex(row.secret), row.lane, row.home_area)


def believe(call: Call, knock: Knock, at: datetime) -> Caller:
    """The caller. Raises GatewayRefused: 200005 not who he says, 200007 not on this lane."""
    front.verify(call, algorithm(), knock.key, at)
    actor = institution_actor(call.institution_code, area=knock.area)
    if not spend_nonce(call.nonce, by=actor, at=at):
        raise _refused("call_replayed", Platform.FRONT_UNKNOWN, call)
    if knock.lane is None or LANES[call.lane] is not knock.lane:
        raise _refused("lane_not_yours", Platform.FRONT_FORBIDDEN, call)
    return Caller(call.institution_code, knock.lane, actor)


def _refused(code: str, platform: Platform, call: Call) -> GatewayRefused:
    return GatewayRefused(code, platform_code=platform.value, institution=call.institution_code)
