"""Who really sent it: signatures of the fronts, by a named algorithm.

HMAC-SHA256 is built in. Another algorithm (SM2 for a centre that must use it) is installed as
a package with an entry point in the group `zhisun.signers`; its name is then legal in settings.
"""

import hashlib
import hmac
from collections.abc import Mapping
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Protocol

from zhisun.kernel.errors import GatewayMisconfigured

ENTRY_POINTS = "zhisun.signers"
DEFAULT = "hmac-sha256"
SM2 = "sm2"


class Signer(Protocol):
    """One algorithm. Keys are bytes whose meaning is the algorithm's own."""

    def sign(self, material: bytes, key: bytes) -> str:
        """The signature as text that fits a header."""
        ...

    def verify(self, material: bytes, signature: str, key: bytes) -> bool:
        """Whether `signature` is of `material`; never raises on a malformed one."""
        ...


class HmacSha256:
    """A shared secret per institution; the signature is lower-case hexadecimal."""

    def sign(self, material: bytes, key: bytes) -> str:
        return hmac.new(key, material, hashlib.sha256).hexdigest()

    def verify(self, material: bytes, signature: str, key: bytes) -> bool:
        expected = self.sign(material, key).encode()
        return hmac.compare_digest(expected, signature.encode(errors="replace"))


BUILT_IN: Mapping[str, Signer] = MappingProxyType({DEFAULT: HmacSha256()})


def signer(name: str = DEFAULT) -> Signer:
    """The algorithm of that name. Raises GatewayMisconfigured when it is not installed."""
    if name in BUILT_IN:
        return BUILT_IN[name]
    for found in entry_points(group=ENTRY_POINTS, name=name):
        made: Signer = found.load()()
        return made
    raise GatewayMisconfigured("signer_not_installed", signer=name)


def material(
    *, method: str, path: str, institution_code: str, timestamp: str, nonce: str, body: bytes
) -> bytes:
    """What is signed: one line per fact, the body by its SHA-256. No fact may hold a line end."""
    facts = (method, path, institution_code, timestamp, nonce, hashlib.sha256(body).hexdigest())
    return "\n".join(fact.replace("\n", " ") for fact in facts).encode()
