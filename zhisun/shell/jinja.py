"""The Jinja2 environment of all pages, named in settings as `zhisun.shell.jinja.environment`."""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from zhisun.shell.filters import FILTERS


def environment(**options: Any) -> Environment:
    """Autoescaping, Chinese msgids through gettext, our filters; an unknown name is an error."""
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options["undefined"] = StrictUndefined
    options["autoescape"] = True
    pages = Environment(extensions=["jinja2.ext.i18n"], **options)  # noqa: S701 set one line above
    pages.policies["ext.i18n.trimmed"] = True
    # the i18n extension adds this method to the environment at run time
    pages.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    # A board of 200 rows asks for the sprite a thousand times.
    pages.globals.update(static=cache(static), url=url)
    pages.filters.update(FILTERS)
    return pages


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
