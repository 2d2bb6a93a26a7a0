"""How long things may wait."""

from datetime import timedelta

LIVE_CHANNEL = "zhisun_live"
"""NOTIFY channel of the pages; payload is JSON with event, key and area."""

EVENT_CHANNEL = "zhisun_outbox"
"""NOTIFY channel of the dispatcher; payload is empty."""

MAIL_CHANNEL = "zhisun_mail"
"""NOTIFY channel of waiting polls; payload is the institution's code."""

LEASE = timedelta(seconds=20)
"""An institution that has not acknowledged by then is handed the message again."""

LINE_NOTED = timedelta(seconds=20)
"""How finely it is kept when an institution asked: a row per poll would be written for nothing."""

LINE_SILENT = timedelta(minutes=2)
"""A line that nobody asked on for so long is down. Local rule: a waiting poll comes again within
25 seconds, so four of them are missing."""

EVENT_LEASE = timedelta(seconds=15)
"""A dispatcher that has not finished an event by then has died with it: so long does a killed
worker hold up the news it had in hand. One that is merely slow is overtaken, which is harmless."""

PATIENCE = 12
"""Attempts before an event waits for a person; the back-off doubles from one second."""

LONGEST_BACKOFF = timedelta(minutes=5)
