"""Whom beside the person must know: guardian and school (告知监护人和学校).

A guardian protects person and property of a minor (民法典 第三十四条); who is 18 is none
(第十七条). A state organ handles no more than its task needs, and all data of a child under 14 is
sensitive (PIPL art. 28, 34; domain.md §3.9). No national rule says whom a warning of fraud is
passed on to: that a minor's guardian is always told, that the school is told of a pupil who is a
minor, and that of an adult nobody is told without a written reason, is a local rule.
"""

import re
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhisun.engines.identity.resident_ids import resident_id

ADULT = 18
_SCHOOL = re.compile(r"大学|学院|中学|小学|高中|初中|附中|学校|职专|职中|技校|幼儿园")
_STAFF = re.compile(r"教师|老师|教授|教职工|职工|校医|保安|食堂|后勤|辅导员")
_STUDENT = re.compile(
    r"学生|在校|大[一二三四](?![0-9])|高[一二三](?![0-9])|初[一二三](?![0-9])|研究生"
)
_MUCH = re.compile(r"[0-9０-９][0-9０-９Xx -]{5,}[0-9０-９Xx]")
"""A run of digits as long as a telephone: an account, a number, an identity."""


class Informed(TextChoices):
    """Who is told beside the person."""

    GUARDIAN = "guardian", _("监护人")
    SCHOOL = "school", _("学校")


class InformResult(TextChoices):
    """What came of trying to tell somebody."""

    TOLD = "told", _("已告知")
    NOT_REACHED = "not_reached", _("没联系上")
    UNFIT = "unfit", _("不宜告知")


SETTLED = frozenset({InformResult.TOLD, InformResult.UNFIT})
"""Nothing more is owed then; 不宜告知 needs its reason (the guardian may be the swindler)."""


class Told(TextChoices):
    """What was told. A closed list, so that no more is passed on than the protection needs."""

    DANGER = "danger", _("可能正在被骗")
    KIND = "kind", _("骗局是哪一类")
    STOP = "stop", _("请劝其停止转账、断开联系")
    STAY = "stay", _("请陪在身边、看住手机")
    CALL_BACK = "call_back", _("请其联系民警")


def minor_on(id_number: str, day: date) -> bool | None:
    """Whether who has this identity number is a minor on a day; None when it does not say."""
    read = resident_id(id_number.strip())
    born = read.born_on if read is not None and read.check_valid else None
    if born is None or born > day:
        return None
    birthday_over = (day.month, day.day) >= (born.month, born.day)
    return day.year - born.year - (not birthday_over) < ADULT


def seems_student(unit: str, told: Iterable[str]) -> bool:
    """Whether words say that somebody is at school to learn. An officer may know better."""
    if _STAFF.search(unit):
        return False
    words = [text for text in told if not _STAFF.search(text)]
    return bool(_SCHOOL.search(unit)) or any(_STUDENT.search(text) for text in words)


def due_to_know(*, minor: bool | None, student: bool | None) -> frozenset[Informed]:
    """Who must be told: a minor's guardian, and the school of a minor who is a pupil."""
    if not minor:
        return frozenset()
    return frozenset(Informed) if student else frozenset({Informed.GUARDIAN})


def owed(
    settled: Collection[Informed], *, minor: bool | None, student: bool | None
) -> list[Informed]:
    """Who must be told still, in the order of the list."""
    due = due_to_know(minor=minor, student=student)
    return [each for each in Informed if each in due and each not in settled]


def tells_too_much(note: str) -> bool:
    """Whether words carry a number that neither guardian nor school needs."""
    return _MUCH.search(note) is not None
