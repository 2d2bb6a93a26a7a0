"""What the web server loads: `zhisun.site.web` with Django set up before it."""

import os
import signal

import django

from zhisun.site import parentage

# A worker whose server was killed would go on answering the port beside the next server's.
parentage.end_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
django.setup()

from zhisun.site.web import application  # noqa: E402 it imports tables

__all__ = ["application"]
