"""Persons, signals, dispatches and what was done to reach them."""

from zhisun.domains.dissuasion.models.dispatches import Dispatch, Signal
from zhisun.domains.dissuasion.models.others import Informing, JointCall
from zhisun.domains.dissuasion.models.persons import Person, PersonAccount, PersonKey
from zhisun.domains.dissuasion.models.quality import QualityCheck, QualityDraw
from zhisun.domains.dissuasion.models.suspicions import BankReport, Suspicion
from zhisun.domains.dissuasion.models.truths import JoinedTruth, LocalRules, Review
from zhisun.domains.dissuasion.models.work import (
    Contact,
    DispatchAlarm,
    LookBack,
    StreetPhoto,
    WarningMessage,
)

__all__ = (
    "BankReport",
    "Contact",
    "Dispatch",
    "DispatchAlarm",
    "Informing",
    "JoinedTruth",
    "JointCall",
    "LocalRules",
    "LookBack",
    "Person",
    "PersonAccount",
    "PersonKey",
    "QualityCheck",
    "QualityDraw",
    "Review",
    "Signal",
    "StreetPhoto",
    "Suspicion",
    "WarningMessage",
)
