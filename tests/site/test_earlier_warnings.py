"""The sample city's early warning before its first start: every desk has something to show."""

from collections import Counter
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from random import Random

import pytest
from django.test import Client
from pytest_django import Settings

from zhisun.domains.access.selectors import actor_of
from zhisun.domains.dissuasion.models import Dispatch, Review, Signal, WarningMessage
from zhisun.domains.dissuasion.terms import DispatchState, Outcome, ReviewKind, SignalSource
from zhisun.domains.indicators.models import Hit, Indicator
from zhisun.domains.outbox.models import Event
from zhisun.domains.stop_payment.selectors.own_holds import own_holds_of
from zhisun.domains.stop_payment.terms import OrderState
from zhisun.domains.takedown.models import Takedown
from zhisun.domains.takedown.terms import Measure, Origin, TakedownState
from zhisun.simulator.signals import EVENTS, seen
from zhisun.site import earlier_warnings, sample_city
from zhisun.site.base_in_use import BaseInUse
from zhisun.site.earlier_days import BEGAN
from zhisun.site.earlier_warnings_table import DAYS, DRAFTS
from zhisun.site.event_cells import table

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_two_weeks_before_show_every_state(settings: Settings, tmp_path: Path) -> None:
    settings.ZHISUN_HOME = tmp_path
    at = datetime.now(UTC)
    sample_city.load(at - BEGAN)
    base = lambda: BaseInUse(tmp_path / "base.zix", b"key")  # noqa: E731 one word
    earlier_warnings.live(tmp_path / "institutions", at, base)

    dispatches = Counter(Dispatch.objects.values_list("state", flat=True))
    assert set(dispatches) >= set(DispatchState) - {DispatchState.SIGNED, DispatchState.JOINED}
    assert sum(dispatches.values()) == len(DAYS)
    assert set(Dispatch.objects.values_list("outcome", flat=True)) >= set(Outcome) - {
        Outcome.MESSAGE_ONLY
    }
    assert set(Signal.objects.values_list("source", flat=True)) == set(SignalSource) - {
        SignalSource.UNDIVIDED
    }
    assert Review.objects.filter(kind=ReviewKind.DEFRAUDED).exists()
    assert WarningMessage.objects.exclude(result="").exists()
    assert Hit.objects.count() == sum(
        sign.source is SignalSource.OWN for one in DAYS for sign in one.signs
    )

    indicators = Counter(Indicator.objects.values_list("state", flat=True))
    assert indicators["standing"] >= 300
    assert indicators["proposed"] >= len(DRAFTS)
    takedowns = Takedown.objects.exclude(measure=Measure.HOLD_OWN_PHONE)
    assert set(takedowns.values_list("state", flat=True)) >= {
        *(TakedownState.DRAFTED, TakedownState.DECLINED, TakedownState.RECALLED),
        *(TakedownState.ACTIVE, TakedownState.RELAPSED, TakedownState.GONE),
        *(TakedownState.RELEASED, TakedownState.EXPIRED, TakedownState.REFUSED),
    }
    assert takedowns.filter(origin=Origin.RELAPSE).exists()
    own_phones = Takedown.objects.filter(measure=Measure.HOLD_OWN_PHONE)
    assert set(own_phones.values_list("state", flat=True)) >= {
        *(TakedownState.DRAFTED, TakedownState.ACTIVE, TakedownState.RELEASED),
    }
    by = actor_of("chenjing")
    numbers = Dispatch.objects.values_list("dispatch_no", flat=True)
    assert {hold.state for number in numbers for hold in own_holds_of(number, by=by)} >= {
        *(OrderState.DRAFTED, OrderState.ACTIVE, OrderState.RELEASED),
    }
    assert not Event.objects.filter(done_at=None).exists()
    assert not Event.objects.filter(at__gt=at).exists()


def test_what_the_city_sees_while_it_lives_is_taken_at_the_door(
    settings: Settings, tmp_path: Path, client: Client
) -> None:
    settings.ZHISUN_HOME = tmp_path
    at = datetime.now(UTC)
    sample_city.load(at)
    token = sample_city.warning_push_token(at)
    for number in range(8):
        told = seen(number, Random(number), at)  # noqa: S311 no secret
        answer = client.post(
            "/api/v1/warnings",
            told.warning,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == HTTPStatus.CREATED, answer.content
        batch, refused = table(told.events["events"])
        assert (batch.num_rows, refused) == (EVENTS, {})
    assert Signal.objects.exclude(source=SignalSource.UNDIVIDED).count() == 8
