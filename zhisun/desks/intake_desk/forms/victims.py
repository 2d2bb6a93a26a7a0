"""Which name, number and credential in a narrative are the victim's own (事主本人要素).

Local rule: who calls says 我叫… and gives his telephone right after his name or as 我的电话; a
sheet written by an officer begins with his name or says 某某报警称, with the number in brackets.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zhisun.desks.intake_desk.forms.decisions import Role
from zhisun.engines.reading.elements import Element

_NAMED_MYSELF = re.compile(
    r"(?:我姓\S{1,2}[,，]|我叫|我是|我的名字(?:是|叫)?|本人|报警人|报案人|事主|受害人|当事人|姓名)"
    r"[:：是叫为,， ]*$"
)
_REPORTS = re.compile(r"(?:（[^）]{0,80}）)?(?:报警|报案|来电|求助)?称")
_POSED_AS = re.compile(r"(?:自称|冒充|对方|名叫|叫做?)[^，。]{0,6}$")
_MY_PHONE = re.compile(
    r"(?:(?:我的?|本人的?)(?:联系)?(?:电话|手机号码|手机号?|号码)|联系电话)[:：是为,， ]*$"
)
_AFTER_MY_NAME = re.compile(
    r"[,，、。 ]*(?:我的?|本人)?(?:联系)?(?:电话|手机号码|手机号?|号码)?[:：是为,， ]*"
    r"|[（(][^（）()]*"
)
_REACH = 12


@dataclass(frozen=True, slots=True)
class Victim:
    """The victim's own elements; None where the narrative does not say."""

    name: Element | None = None
    phone: Element | None = None
    id_card: Element | None = None

    def fields(self) -> dict[str, str]:
        """Fields of the form they fill."""
        told = {"name": self.name, "phone": self.phone, "id_number": self.id_card}
        return {
            f"victim.{name}": element.norm or element.text
            for name, element in told.items()
            if element is not None
        }


def victim_in(elements: Sequence[Element], roles: Mapping[int, Role], narrative: str) -> Victim:
    """The victim's elements. roles: what was decided, by the place an element begins at."""
    name = _decided(elements, roles, Role.VICTIM_NAME) or next(
        (
            each
            for each in elements
            if each.type == "person" and each.start not in roles and _is_caller(each, narrative)
        ),
        None,
    )
    return Victim(
        name=name,
        phone=_decided(elements, roles, Role.VICTIM_PHONE)
        or next(
            (
                each
                for each in elements
                if each.type == "phone"
                and each.start not in roles
                and "role" not in each.extra
                and _is_own(each, name, narrative)
            ),
            None,
        ),
        id_card=_decided(elements, roles, Role.VICTIM_ID)
        or next(
            (each for each in elements if each.type == "idcard" and each.start not in roles), None
        ),
    )


def _is_caller(person: Element, narrative: str) -> bool:
    """Who says so, whom the sheet begins with, or who reports (某某报警称)."""
    before = narrative[max(0, person.start - _REACH) : person.start]
    if person.start == 0 or _NAMED_MYSELF.search(before):
        return True
    return bool(_REPORTS.match(narrative, person.end)) and not _POSED_AS.search(before)


def _is_own(phone: Element, name: Element | None, narrative: str) -> bool:
    if _MY_PHONE.search(narrative[max(0, phone.start - _REACH) : phone.start]):
        return True
    return bool(name and _AFTER_MY_NAME.fullmatch(narrative, name.end, phone.start))


def _decided(elements: Sequence[Element], roles: Mapping[int, Role], role: Role) -> Element | None:
    return next((each for each in elements if roles.get(each.start) == role), None)
