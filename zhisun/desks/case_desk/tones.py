"""How the state of a round looks."""

from collections.abc import Mapping

from zhisun.domains.restitution.terms import RestitutionState

TONES: Mapping[RestitutionState, str] = {
    RestitutionState.DRAFTED: "soon",
    RestitutionState.PROPOSED: "soon",
    RestitutionState.NOTICED: "info",
    RestitutionState.SUBMITTED: "urgent",
    RestitutionState.REVIEWED: "urgent",
    RestitutionState.APPROVED: "info",
    RestitutionState.PAID: "ok",
    RestitutionState.WITHDRAWN: "neutral",
}
"""Urgent is what waits for one signature."""
