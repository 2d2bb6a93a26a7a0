"""Loads the sample city: units, institutions with fresh secrets, officers with their roles."""

import json
import os
import secrets
from datetime import datetime, time
from pathlib import Path

from django.conf import settings

from zhisun.domains.access import services as access
from zhisun.domains.access.terms import Duty, Role
from zhisun.domains.directory import selectors as directory_selectors
from zhisun.domains.directory import services as directory
from zhisun.domains.directory.selectors.contacts import contacts
from zhisun.domains.directory.services.contacts import NewContact, keep_contact, keep_papers
from zhisun.domains.directory.services.posts import keep_post
from zhisun.domains.directory.terms import (
    ContactRole,
    DutyDays,
    Lane,
    Language,
    PaperWay,
    UnitKind,
)
from zhisun.domains.documents import services as documents
from zhisun.kernel.actors import job
from zhisun.kernel.errors import NotFound
from zhisun.kernel.places import Position
from zhisun.site.cast import (
    CAST,
    CITY_AREA,
    CITY_NAME,
    INSTITUTIONS,
    LETTERHEAD,
    LETTERHEAD_CONTACT,
    TELEPHONES,
    UNITS,
    Bank,
    Player,
    Unit,
)

BY = job("load_sample_city")
CREDENTIALS = "credentials.json"


def load(at: datetime) -> Path:
    """Load what is missing, and give the file with the institutions' secrets (mode 0600).

    A second call changes nothing. `credentials.json`: institution code → name, short_name, lane,
    bank_code, secret (hex).
    """
    path = Path(settings.ZHISUN_HOME) / CREDENTIALS
    known = _read(path)
    for unit in UNITS:
        directory.register_unit(
            unit.code,
            unit.name,
            kind=UnitKind(unit.kind),
            area=unit.area,
            area_name=unit.area_name,
            by=BY,
            at=at,
        )
        _keep_post(unit, at)
    credentials = {bank.code: _credentials(bank, known) for bank in INSTITUTIONS}
    for bank in INSTITUTIONS:
        _register_institution(bank, credentials[bank.code]["secret"], at)
    for player in CAST:
        _register_officer(player, at)
    if not any(each.institution_code for each in contacts(by=BY)):
        _keep_contacts(at)
    if not known:
        documents.set_letterhead(CITY_AREA, LETTERHEAD, contact=LETTERHEAD_CONTACT, by=BY, at=at)
    _write(path, credentials)
    return path


def call_push_token(at: datetime) -> str:
    """A fresh token for the 110 system of the sample city; the one before it stops counting."""
    return access.register_machine("110", duties=[Duty.PUSH_CALLS], area=CITY_AREA, by=BY, at=at)


def warning_push_token(at: datetime) -> str:
    """A fresh token for who pushes warnings and events; the one before it stops counting."""
    duties = [Duty.WARN, Duty.PUSH_EVENTS]
    return access.register_machine("province", duties=duties, area=CITY_AREA, by=BY, at=at)


def _register_institution(bank: Bank, secret: str, at: datetime) -> None:
    try:
        if directory_selectors.secret_of(bank.code) == secret:
            return
    except NotFound:
        pass
    directory.register_institution(
        bank.code,
        bank.name,
        short_name=bank.short_name,
        lane=Lane(bank.lane),
        bank_code=bank.bank_code,
        secret=secret,
        by=BY,
        at=at,
    )


def _keep_post(unit: Unit, at: datetime) -> None:
    """What nobody has written down yet; what an officer changed stays."""
    standing = directory_selectors.unit(unit.code)
    if not unit.shifts or standing.shifts:
        return
    keep_post(
        unit.code,
        shifts=unit.shifts,
        languages=[Language(each) for each in unit.languages],
        position=Position(*unit.point) if unit.point else None,
        by=BY,
        at=at,
    )


def _keep_contacts(at: datetime) -> None:
    for one in TELEPHONES:
        keep_contact(
            NewContact(
                institution_code=one.institution_code,
                area=CITY_AREA,
                role=ContactRole(one.role),
                name=one.name,
                phone=one.phone,
                days=DutyDays(one.days),
                from_clock=time.fromisoformat(one.from_clock),
                to_clock=time.fromisoformat(one.to_clock),
            ),
            by=BY,
            at=at,
        )
    for bank in INSTITUTIONS:
        bank_ways = [PaperWay.SEALED, PaperWay.COUNTER] if bank.lane == Lane.BANK else []
        counter = f"{CITY_NAME}示例路 1 号 {bank.short_name}营业部" if bank_ways else ""
        keep_papers(bank.code, [PaperWay.ELECTRONIC, *bank_ways], counter, by=BY, at=at)


def _register_officer(player: Player, at: datetime) -> None:
    try:
        directory_selectors.officer(player.username)
    except NotFound:
        directory.register_officer(
            player.username,
            player.title,
            unit_code=player.unit_code,
            password=player.password,
            badge_no=player.badge_no,
            by=BY,
            at=at,
        )
        access.post(player.username, Role(player.role), by=BY, at=at)


def _credentials(bank: Bank, known: dict[str, dict[str, str]]) -> dict[str, str]:
    return {
        "name": bank.name,
        "short_name": bank.short_name,
        "lane": bank.lane,
        "bank_code": bank.bank_code,
        "secret": known.get(bank.code, {}).get("secret") or secrets.token_hex(32),
    }


def _read(path: Path) -> dict[str, dict[str, str]]:
    try:
        known: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return known


def _write(path: Path, credentials: dict[str, dict[str, str]]) -> None:
    """Beside its place first: a half-written file would lock the institutions out."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as new:
        json.dump(credentials, new, ensure_ascii=False, indent=1)
    unfinished.replace(path)
