"""Kinds of indicators and of events, and which is held against which (contracts: screen)."""

from enum import IntEnum


class IndicatorKind(IntEnum):
    """What an indicator is (线索类别)."""

    DOMAIN = 0
    URL = 1
    PHONE = 2
    PHONE_PREFIX = 3
    ACCOUNT = 4
    APP = 5
    IM = 6
    IP = 7


class EventKind(IntEnum):
    """What happened to a subject (事件类别)."""

    DNS = 0
    URL = 1
    CALL = 2
    SMS = 3
    APP = 4
    TRANSFER = 5
    IM = 6


HELD_AGAINST: dict[EventKind, tuple[IndicatorKind, ...]] = {
    EventKind.DNS: (IndicatorKind.DOMAIN, IndicatorKind.IP),
    EventKind.URL: (IndicatorKind.URL, IndicatorKind.DOMAIN, IndicatorKind.IP),
    EventKind.CALL: (IndicatorKind.PHONE, IndicatorKind.PHONE_PREFIX),
    EventKind.SMS: (IndicatorKind.PHONE, IndicatorKind.PHONE_PREFIX),
    EventKind.TRANSFER: (IndicatorKind.ACCOUNT,),
    EventKind.APP: (IndicatorKind.APP,),
    EventKind.IM: (IndicatorKind.IM,),
}
"""Most specific kind first."""

DOMAIN, URL, PHONE, PHONE_PREFIX, ACCOUNT, APP, IM, IP = (int(kind) for kind in IndicatorKind)
"""The kinds as plain numbers, for compiled code."""

LEAST_SEVERE, MOST_SEVERE = 1, 5
