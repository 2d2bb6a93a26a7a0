"""One normal form per kind, so that two reports of one thing meet in one row."""

import re
import unicodedata

from zhisun.domains.subjects.terms import LONGEST_VALUE, SubjectKind
from zhisun.engines.identity import phones, urls, wallets
from zhisun.kernel.errors import InputError

_GAPS = re.compile(r"[\s\-‐-―·•_]+")
_SPACES = re.compile(r"\s+")
_SCHEME = re.compile(r"^https?:/*")


def normalised(kind: SubjectKind, value: str) -> str:
    """The normal form of a value; normalising twice is normalising once.

    Full-width characters and separators are folded (domain.md §12.6); nothing is guessed or
    repaired. Raises InputError when nothing is left or the value is too long.
    """
    form, before = _form(kind, value), value
    while form != before:  # undoing one disguise may uncover the next
        form, before = _form(kind, form), form
    if not form:
        raise InputError("subject_empty", kind=str(kind.label))
    if len(form) > LONGEST_VALUE:
        raise InputError("subject_too_long", kind=str(kind.label), most=LONGEST_VALUE)
    return form


def _form(kind: SubjectKind, text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).replace("\x00", "")
    return _FORMS[kind](folded.strip()).strip()


def _number(text: str) -> str:
    if "@" in text:  # a login name used as a payment account keeps its dashes
        return _SPACES.sub("", text).upper()
    return _GAPS.sub("", text).upper()


def _phone(text: str) -> str:
    digits = _GAPS.sub("", text).replace("(", "").replace(")", "")
    known = phones.phone(digits)
    return known.number if known else digits


def _url(text: str) -> str:
    return _SCHEME.sub("", urls.normal(text))


def _handle(text: str) -> str:
    return _SPACES.sub("", text).lower()


def _words(text: str) -> str:
    return _SPACES.sub(" ", text)


def _app(text: str) -> str:
    return _words(text).casefold()


def _wallet(text: str) -> str:
    address = _SPACES.sub("", text)
    return address.lower() if wallets.chain_of(address) == "ethereum" else address


_FORMS = {
    SubjectKind.ACCOUNT: _number,
    SubjectKind.PHONE: _phone,
    SubjectKind.URL: _url,
    SubjectKind.DOMAIN: urls.host,
    SubjectKind.QQ: _number,
    SubjectKind.WECHAT: _handle,
    SubjectKind.IM: _handle,
    SubjectKind.EMAIL: _handle,
    SubjectKind.APP: _app,
    SubjectKind.CRYPTO: _wallet,
    SubjectKind.PERSON: _words,
    SubjectKind.IDCARD: _number,
}
