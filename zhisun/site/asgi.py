"""What the web server loads: `zhisun.site.web` with Django set up before it."""

import logging
import os
import signal

import django

from zhisun.site import parentage

# A worker whose server was killed would go on answering the port beside the next server's.
parentage.end_with_parent(signal.SIGKILL)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhisun.site.settings")
django.setup()

from zhisun.site import warming  # noqa: E402 as below
from zhisun.site.web import application  # noqa: E402 it imports tables

try:
    warming.pages()  # now: the server takes requests as soon as this module is loaded
except Exception:  # a fault of one engine must not keep the pages of the others from being served
    logging.getLogger(__name__).exception("pages_not_warmed")

__all__ = ["application"]
