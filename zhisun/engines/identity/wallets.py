"""Addresses of digital currency (虚拟币钱包地址): shape, and check where it can be had."""

import hashlib
import re

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_TRON = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")
_ETHEREUM = re.compile(r"0x[0-9a-fA-F]{40}")
_BITCOIN = re.compile(r"[13][1-9A-HJ-NP-Za-km-z]{25,34}")
_SEGWIT = re.compile(r"bc1[02-9ac-hj-np-z]{11,71}")
_CHECKSUM = 4
_PAYLOAD = 25


def chain_of(address: str) -> str:
    """tron, ethereum, bitcoin, or "" when the shape is none of theirs."""
    if _TRON.fullmatch(address):
        return "tron"
    if _ETHEREUM.fullmatch(address):
        return "ethereum"
    return "bitcoin" if _BITCOIN.fullmatch(address) or _SEGWIT.fullmatch(address) else ""


def checksum_valid(address: str) -> bool | None:
    """Base58Check of a tron or old bitcoin address; None where no check is possible here."""
    if not (_TRON.fullmatch(address) or _BITCOIN.fullmatch(address)):
        return None
    number = 0
    for char in address:
        number = number * len(_BASE58) + _BASE58.index(char)
    if number.bit_length() > _PAYLOAD * 8:
        return False
    payload = number.to_bytes(_PAYLOAD, "big")
    twice = hashlib.sha256(hashlib.sha256(payload[:-_CHECKSUM]).digest()).digest()
    return twice[:_CHECKSUM] == payload[-_CHECKSUM:]
