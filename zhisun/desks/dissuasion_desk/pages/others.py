"""What a dispatch's page sends about others: guardian, school, a call of three; and the person."""

from typing import Any

from django.utils.translation import gettext as _

from zhisun.desks.dissuasion_desk import looks
from zhisun.domains.directory.policy import point_of
from zhisun.domains.dissuasion.policy.informing import Informed, InformResult, Told
from zhisun.domains.dissuasion.policy.joint_calls import JointResult, Party
from zhisun.domains.dissuasion.selectors.others import others
from zhisun.domains.dissuasion.services.describe import Described, describe
from zhisun.domains.dissuasion.services.inform import NewInforming, inform
from zhisun.domains.dissuasion.services.joint_call import NewJointCall, joint_call
from zhisun.domains.dissuasion.terms import OF_STEP, ContactResult, Step
from zhisun.kernel.errors import InputError
from zhisun.kernel.moments import CHINA, instant
from zhisun.shell.seat import DeskRequest

YES_NO = {"yes": True, "no": False}


def context(request: DeskRequest, dispatch_no: str) -> dict[str, Any]:
    """What the panels of the page show. Raises NotFound. Five queries."""
    return {
        "others": others(dispatch_no, by=request.actor),
        "informed": list(Informed),
        "inform_results": list(InformResult),
        "told_facts": list(Told),
        "parties": list(Party),
        "joint_results": [(each.value, each.label) for each in JointResult],
        "answers": [(r.value, r.label) for r in ContactResult if r in OF_STEP[Step.CALL]],
        "clock_now": f"{request.at.astimezone(CHINA):%Y-%m-%dT%H:%M}",
        "spoken": looks.language_choices(),
        "datums": looks.datum_choices(),
        "yes_no": [("", _("不知道")), ("yes", _("是")), ("no", _("不是"))],
    }


def tell(request: DeskRequest, number: str) -> None:
    """Write down whom somebody told."""
    post = request.POST
    new = NewInforming(
        key=post.get("key", ""),
        whom=Informed(_among(post.get("whom", ""), Informed.values, "whom")),
        result=InformResult(_among(post.get("result", ""), InformResult.values, "result")),
        relation=post.get("relation", ""),
        told=[Told(each) for each in post.getlist("told") if each in Told.values],
        reason=post.get("reason", ""),
        note=post.get("note", ""),
    )
    inform(number, new, by=request.actor, at=request.at)


def call_three(request: DeskRequest, number: str) -> None:
    """Write down a call of three."""
    post = request.POST
    new = NewJointCall(
        key=post.get("key", ""),
        parties=[Party(each) for each in post.getlist("parties") if each in Party.values],
        began_at=instant(post.get("began_at", "")),
        ended_at=instant(post.get("ended_at", "")),
        result=JointResult(_among(post.get("result", ""), JointResult.values, "result")),
        answer=ContactResult(_among(post.get("answer", ""), ContactResult.values, "answer")),
        recording_ref=post.get("recording_ref", ""),
        note=post.get("note", ""),
    )
    joint_call(number, new, by=request.actor, at=request.at)


def tell_of_person(request: DeskRequest, number: str) -> None:
    """Write down what was learnt of the person."""
    post = request.POST
    point = (post.get(name, "") for name in ("latitude", "longitude", "datum"))
    told = Described(
        language=post.get("language"),
        position=point_of(*point),
        family_phone=post.get("family_phone", ""),
        minor=YES_NO.get(post.get("minor", "")),
        student=YES_NO.get(post.get("student", "")),
    )
    describe(number, told, by=request.actor, at=request.at)


def _among(value: str, known: list[str], field: str) -> str:
    if value not in known:
        raise InputError("choice_unknown", field=field)
    return value
