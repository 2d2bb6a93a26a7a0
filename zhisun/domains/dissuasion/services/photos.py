"""Keeping what an officer photographed on the street, and showing it (现场照片)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhisun.domains.access.policy import require
from zhisun.domains.access.terms import Duty
from zhisun.domains.audit.policy import Facts
from zhisun.domains.audit.services import record
from zhisun.domains.dissuasion.models import StreetPhoto
from zhisun.domains.dissuasion.policy.pictures import bare
from zhisun.domains.dissuasion.services.contact import CLOCK_SKEW, LONGEST_KEY
from zhisun.domains.dissuasion.services.moves import announce, find_last
from zhisun.domains.dissuasion.terms import LARGEST_PHOTO, MOST_PHOTOS
from zhisun.kernel.actors import Actor
from zhisun.kernel.errors import InputError, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPhoto:
    """One photo as it arrives.

    key: chosen by the telephone; the same key is the same photo. taken_at: None for now.
    """

    key: str
    content: bytes
    taken_at: datetime | None = None


@transaction.atomic(durable=True)
def keep_photo(dispatch_no: str, new: NewPhoto, *, by: Actor, at: datetime) -> bool:
    """Keep a photo with its dispatch (留存现场照片); whether it was news.

    Place, device and time are taken out of the picture before it is stored; when it was taken
    is kept beside it. It is taken in whatever became of the dispatch meanwhile: a telephone
    without network sends late. Raises NotFound, NotPermitted, InputError.
    """
    _check(new, at=at)
    picture = bare(new.content)
    digest = hashlib.sha256(picture.content).hexdigest()
    dispatch, _named = find_last(dispatch_no, Duty.HANDLE, by=by)
    kept = StreetPhoto.objects.filter(dispatch_id=dispatch.pk)
    if kept.filter(sent_key=new.key).exists() or kept.filter(sha256=digest).exists():
        return False
    if kept.count() >= MOST_PHOTOS:
        raise InputError("photos_too_many", field="photo", most=MOST_PHOTOS)
    StreetPhoto.objects.create(
        dispatch_id=dispatch.pk,
        sent_key=new.key,
        media_type=picture.media_type,
        size=len(picture.content),
        sha256=digest,
        content=picture.content,
        taken_at=min(max(new.taken_at or at, dispatch.opened_at), at),
        kept_at=at,
        officer=by.name,
    )
    after: Facts = {"sha256": digest, "size": len(picture.content)}
    announce(dispatch, "photo_kept", by=by, at=at, after=after)
    return True


@transaction.atomic(durable=True)
def show_photo(dispatch_no: str, key: int, *, by: Actor, at: datetime) -> tuple[str, bytes]:
    """A photo's media type and bytes (查看现场照片); who saw it is written down.

    Raises NotFound, NotPermitted.
    """
    row = StreetPhoto.objects.filter(
        pk=key, dispatch__dispatch_no=dispatch_no, dispatch__area__startswith=by.area
    )
    photo = row.select_related("dispatch").first()
    if photo is None:
        raise NotFound("photo_unknown")
    area = photo.dispatch.area
    require(by, Duty.HANDLE if Duty.HANDLE.value in by.duties else Duty.DISPATCH, area)
    after: Facts = {"photo": key, "sha256": photo.sha256}
    record(by, "dissuasion.photo_shown", dispatch_no, at=at, area=area, after=after)
    return photo.media_type, bytes(photo.content)


def _check(new: NewPhoto, *, at: datetime) -> None:
    if not 0 < len(new.key) <= LONGEST_KEY or "\x00" in new.key:
        raise InputError("contact_needs_key", field="key", most=LONGEST_KEY)
    if not new.content:
        raise InputError("photo_empty", field="photo")
    if len(new.content) > LARGEST_PHOTO:
        raise InputError("photo_too_large", field="photo", most=LARGEST_PHOTO >> 20)
    if new.taken_at is not None and new.taken_at > at + CLOCK_SKEW:
        raise InputError("time_not_yet", field="taken_at")
