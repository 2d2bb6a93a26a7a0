"""What follows from news of the indicator base."""

from datetime import datetime

from zhisun.domains.takedown.services.doubt import doubt_what_is_safe_now, doubt_what_was_led_by
from zhisun.kernel.actors import job

BY = job("doubt_takedowns")


def ring_for_white_list(key: str, at: datetime) -> None:
    """Ring on what the white list protects now. Safe to repeat: a bell that rings rings once."""
    doubt_what_is_safe_now(int(key), by=BY, at=at)


def ring_for_retraction(key: str, at: datetime) -> None:
    """Ring on what a retracted or demoted indicator led to. Safe to repeat: a bell rings once."""
    doubt_what_was_led_by(int(key), by=BY, at=at)


REACTIONS = {
    "indicators.protected": (ring_for_white_list,),
    "indicators.retracted": (ring_for_retraction,),
    "indicators.demoted": (ring_for_retraction,),
}
