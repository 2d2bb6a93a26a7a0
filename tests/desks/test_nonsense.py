"""Nonsense in every field of every form, and in every address: a clear answer, never a fault."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.desks.conftest import addresses
from zhisun.domains.directory.models import Officer

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]

NONSENSE = ("\0", "李\0强\x1b", "9" * 5000, "-1", "1e999", "２０", "\u202e😀", "253402300799")
FIELDS = (
    "narrative",
    "victim.name",
    "victim.phone",
    "victim.id_number",
    "transfers.0.to_account",
    "transfers.0.serial",
    "transfers.0.amount",
    "transfers.0.moved_at",
    "channels.0.value",
    "sheet_no",
    "draft_key",
    "started_at",
    "by_hand",
    "decisions",
    "asked",
    "tab",
    "attach_to",
    "attach_reason",
    "reason",
    "other",
    "verified",
    "filed_no",
    "filed_at",
    "institution",
    "case_summary",
    "source",
    "how",
    "who",
    "at",
    "result",
    "balance",
    "remark",
    "account_no",
    "account_name",
    "waiver",
    "amount",
    "kind",
    "mode",
    "period_start",
    "period_end",
    "credential_number",
    "payer",
    "payee",
    "moved_at",
    "payer_name",
    "payee_name",
    "serial",
    "name",
    "size",
    "revision",
    "turn",
    "then",
    "incident_nos",
    "follows",
    "incident_no",
    "words",
    "received_at",
    "why",
    "method",
    "seen",
    "key",
    "step",
    "note",
    "outcome",
    "finding",
    "unit",
    "evidence",
    "minutes",
    "takedown",
    "done",
    "tried_at",
    "checks",
    "told",
    "area",
    "counterpart",
    "fraud_type",
    "phone",
    "under_way",
    "meet_from",
    "high_0",
    "threshold_2",
    "look_back_0",
    "quality_percent",
    "target_kind",
    "target",
    "measure",
    "lasts",
    "source_no",
    "ground",
    "operator",
    "executed_at",
    "value",
    "severity",
    "confidence",
    "verified_at",
    "valid_from",
    "valid_to",
    "half_life_days",
    "lifetime_days",
    "taken_at",
    "text",
)
"""Names of fields of the forms of the desks; a form takes those it knows."""

CHOICES = (
    "incident",
    "institution",
    "state",
    "kind",
    "list",
    "sheet",
    "draft",
    "open",
    "until",
    "rule",
    "beside",
    "amount",
    "days",
    "hour",
    "grade",
    "type",
    "urgent",
    "late",
    "unit",
    "since",
    "side",
    "source",
    "indicator",
)


def first_of_each(known: dict[str, list[str]]) -> dict[str, list[str]]:
    """One case and one order are enough here."""
    return {name: values[:1] for name, values in known.items()}


def test_nonsense_in_a_form_is_answered_at_its_field(
    client: Client, known: dict[str, list[str]]
) -> None:
    client.force_login(Officer.objects.get(username="chenjing"))
    tried = 0
    for address in addresses(first_of_each(known)):
        for nonsense in NONSENSE:
            answer = client.post(address, dict.fromkeys(FIELDS, nonsense))
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (address, nonsense[:9])
            if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                break
            tried += 1
    assert tried > len(NONSENSE)


def test_nonsense_in_an_address_is_answered(client: Client, known: dict[str, list[str]]) -> None:
    client.force_login(Officer.objects.get(username="chenjing"))
    for address in addresses(first_of_each(known)):
        for nonsense in NONSENSE:
            answer = client.get(address, dict.fromkeys(CHOICES, nonsense))
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (address, nonsense[:9])
            if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                break
